"""Partners, and the agreements made with them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.choices import ChoiceField
from common.dates import PartialDateField, dated, in_order
from common.ids import OpaqueIdField
from common.sortkeys import SortKeyField
from organisations.models import Organisation, Person
from sources.models import Record, Term
from sources.querysets import RecordQuerySet

from ..querysets import AgreementPartyQuerySet, AgreementQuerySet


class Partner(Record):
    """The profile of an organisation that parks cooperate with."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("government body")
        UNIVERSITY = "university", _("university")
        RESEARCH = "research", _("research institute")
        CORPORATION = "corporation", _("corporation")
        INVESTOR = "investor", _("investor")
        ASSOCIATION = "association", _("association")
        MEDIA = "media", _("media and forums")
        PROVIDER = "provider", _("service provider")

    id = OpaqueIdField(prefix="prt")
    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="partner", verbose_name=_("organisation")
    )
    kind = ChoiceField(_("kind"), max_length=20, choices=Kind)
    description = models.TextField(_("description"), blank=True)

    objects = RecordQuerySet.as_manager()
    visible_through = ("organisation",)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["organisation__sort_en", "id"]

    def __str__(self):
        return str(self.organisation)

    def get_absolute_url(self):
        return reverse("partners:detail", args=[self.organisation.slug])


class Agreement(Record):
    """A signed or intended act between parties; an intention is never counted as a partnership."""

    class Kind(models.TextChoices):
        INTENTION = "intention", _("intention")
        LETTER = "letter", _("letter of intent")
        MOU = "mou", _("memorandum of understanding")
        PARTNERSHIP = "partnership", _("partnership agreement")
        STRATEGIC = "strategic", _("strategic partnership")
        COMPREHENSIVE = "comprehensive", _("comprehensive strategic cooperation agreement")
        CONTRACT = "contract", _("contract")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        NEGOTIATING = "negotiating", _("negotiating")
        SIGNED = "signed", _("signed")
        ACTIVE = "active", _("active")
        EXPIRING = "expiring", _("expiring")
        EXPIRED = "expired", _("expired")
        RENEWED = "renewed", _("renewed")
        TERMINATED = "terminated", _("terminated")

    #: Statuses before anybody signed, and kinds that bind nobody to a partnership.
    UNSIGNED = (Status.DRAFT, Status.NEGOTIATING)
    INTENTIONS = (Kind.INTENTION, Kind.LETTER)
    #: Of what a park keeps, its members and dates change these, by `operations`, and nobody else.
    MOVED = ("status", "is_final", "signed_on", "terminated_on", "ending", "renews", "owner")

    class Ending(models.TextChoices):
        COMPLETED = "completed", _("its purpose is fulfilled")
        AGREED = "agreed", _("ended by agreement")
        BREACH = "breach", _("breach by a party")
        CIRCUMSTANCES = "circumstances", _("circumstances changed")
        SUPERSEDED = "superseded", _("replaced by another agreement")

    id = OpaqueIdField(prefix="agr")
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=300)
    kind = ChoiceField(_("kind"), max_length=20, choices=Kind)
    status = ChoiceField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    is_generic = models.BooleanField(
        _("no instrument named"),
        default=False,
        help_text=_("The source tells of a partnership without naming a signed document."),
    )
    signed_on = PartialDateField(_("signed"))
    starts_on = PartialDateField(_("in force from"))
    ends_on = PartialDateField(_("in force until"))
    summary = models.TextField(_("summary"), blank=True)
    owner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="kept_agreements",
        verbose_name=_("kept by"),
        help_text=_("The park that drafts and follows it; none where curators keep it."),
    )
    is_final = models.BooleanField(
        _("text is final"), default=False, help_text=_("Nobody signs before, nobody edits after.")
    )
    renews = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renewed_by",
        verbose_name=_("renews"),
    )
    terminated_on = models.DateField(_("terminated"), null=True, blank=True)
    ending = ChoiceField(_("why it ended"), max_length=20, choices=Ending, blank=True)
    sort_en = SortKeyField(of="title", language="en")
    sort_zh_hans = SortKeyField(of="title", language="zh_hans")
    countries = ArrayField(
        models.CharField(max_length=2),
        default=list,
        blank=True,
        verbose_name=_("partner countries"),
        help_text=_("ISO 3166-1 codes of the countries of the partner side."),
    )
    fields_of_cooperation = models.ManyToManyField(
        Term, blank=True, related_name="agreements", verbose_name=_("fields of cooperation")
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["sort_en", "id"]
        indexes = [
            models.Index(fields=["sort_en", "id"], name="agreement_by_title_en"),
            models.Index(fields=["sort_zh_hans", "id"], name="agreement_by_title_zh"),
            dated("signed_on", "agreement_by_signing"),
            GinIndex(fields=["countries"], name="agreement_by_country"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="intention")
                | Q(status__in=["draft", "negotiating", "expired", "terminated"]),
                name="agreement_intention_is_not_signed",
                violation_error_message=_(
                    "An intention is not signed: choose another kind or another status."
                ),
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | ~Q(status__in=["draft", "negotiating"]),
                name="agreement_signed_is_past_negotiating",
                violation_error_message=_(
                    "An agreement with a signing date is no longer a draft or negotiated."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(renews=models.F("id")),
                name="agreement_renews_another",
                violation_error_message=_("An agreement cannot renew itself."),
            ),
            models.CheckConstraint(
                condition=Q(terminated_on=None) | Q(status="terminated") & ~Q(ending=""),
                name="agreement_terminated_for_a_reason",
                violation_error_message=_("Say why it was terminated."),
            ),
            models.CheckConstraint(
                condition=in_order("starts_on", "ends_on"),
                name="agreement_ends_after_it_starts",
                violation_error_message=_("The end date must be later than the start date."),
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        """What comes by a form or a table stays outside the life of what a park keeps."""
        super().clean()
        if self._state.adding:
            began = {"status": self.Status.DRAFT, "is_final": False, "signed_on": None, "terminated_on": None}
            if self.owner_id and any(getattr(self, name) != value for name, value in began.items()):
                raise ValidationError(
                    {"status": _("What a park keeps begins as a draft; its members move it.")}
                )
            return
        kept = Agreement.objects.filter(pk=self.pk).exclude(owner=None).first()
        moved = [name for name in self.MOVED if kept and _value(kept, name) != _value(self, name)]
        if moved:
            words = _("Of what a park keeps, its members and its dates decide this.")
            raise ValidationError(dict.fromkeys(moved, words))

    def get_absolute_url(self):
        return reverse("partners:agreement", args=[self.slug])

    @property
    def is_intention(self) -> bool:
        """Whether it says what somebody means to do, and binds nobody to it."""
        return self.kind in self.INTENTIONS

    @property
    def is_unsigned(self) -> bool:
        return self.status in self.UNSIGNED

    @property
    def is_partnership(self) -> bool:
        """Whether it may be counted as one: signed, and more than an intention."""
        return not self.is_intention and not self.is_unsigned


class AgreementParty(models.Model):
    """A body that takes part in an agreement, in a role."""

    class Role(models.TextChoices):
        PARTY = "party", _("party")
        GUARANTOR = "guarantor", _("guarantor")
        WITNESS = "witness", _("witness")

    id = OpaqueIdField(prefix="pty")
    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="parties", verbose_name=_("agreement")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="agreement_parties", verbose_name=_("organisation")
    )
    role = ChoiceField(_("role"), max_length=20, choices=Role, default=Role.PARTY)
    signatory = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="signatures",
        verbose_name=_("signatory"),
    )
    signed_on = PartialDateField(_("signed"))
    ordinal = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = AgreementPartyQuerySet.as_manager()
    visible_through = ("agreement", "organisation")

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["agreement", "ordinal", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organisation", "role"],
                name="agreement_party_once",
                violation_error_message=_("This organisation is already a party in this role."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation} ({self.get_role_display()})"

    def clean(self):
        """A final text changes by an amendment, and who signs what a park keeps says so on its page."""
        super().clean()
        agreement = Agreement.objects.filter(pk=self.agreement_id).first()
        before = AgreementParty.objects.filter(pk=self.pk).first()
        text, signature = ("agreement", "organisation", "role"), ("signatory", "signed_on")
        if agreement and agreement.is_final and not (before and _same(before, self, text)):
            raise ValidationError({"agreement": _("A final text changes by an amendment only.")})
        if agreement and agreement.owner_id and not _same(before or AgreementParty(), self, signature):
            words = _(
                "Signatures of what a park keeps are noted by its members, on the page of the agreement."
            )
            raise ValidationError({"signed_on": words})


def _same(one: models.Model, other: models.Model, names: tuple[str, ...]) -> bool:
    return all(_value(one, name) == _value(other, name) for name in names)


def _value(row: models.Model, name: str):
    """What is kept in the column of a field; nothing is nothing, however it is written."""
    return row.serializable_value(name) or None
