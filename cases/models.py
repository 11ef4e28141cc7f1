"""What enterprises ask for, and what is said about it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.models import Category, Listing
from common.choices import ChoiceField
from common.ids import OpaqueIdField
from organisations.models import Organisation
from parks.models import Park
from parks.reach import PartQuerySet

from .querysets import CaseQuerySet


class Case(models.Model):
    """A request of an enterprise, from its first words to its end.

    sent_to   the organisation that gets it, known to itself and to curators
    provider  the same as everybody sees it who sees the request: of an anonymous listing nobody, until
              they say who they are
    answers   to the questions of the category as they were asked: [{slug, text, answer}]
    """

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("waits for an answer")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")
        WITHDRAWN = "withdrawn", pgettext_lazy("of a request", "withdrawn")
        DECLINED = "declined", pgettext_lazy("of a request", "declined")

    OPEN = (Status.SUBMITTED, Status.ANSWERED)

    id = OpaqueIdField(prefix="cas")
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="cases", verbose_name=_("enterprise")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    park = models.ForeignKey(
        Park, models.SET_NULL, null=True, blank=True, related_name="cases", verbose_name=_("park")
    )
    listing = models.ForeignKey(
        Listing, models.SET_NULL, null=True, blank=True, related_name="cases", verbose_name=_("listing")
    )
    category = models.ForeignKey(
        Category, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    sent_to = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases_received",
        verbose_name=_("sent to"),
        help_text=_("Whose listing it is about; not shown to the enterprise where that is anonymous."),
    )
    provider = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("provider"),
        help_text=_("As the enterprise sees it."),
    )
    title = models.CharField(pgettext_lazy("of a request", "about"), max_length=200)
    text = models.TextField(_("what is needed"))
    answers = models.JSONField(_("answers to questions"), default=list, blank=True)
    contact = models.CharField(_("how to reach you"), max_length=300, blank=True)
    wanted_by = models.DateField(_("needed by"), null=True, blank=True)
    countries = ArrayField(
        models.CharField(max_length=2, validators=[RegexValidator(r"^[A-Z]{2}\Z")]),
        default=list,
        blank=True,
        verbose_name=_("countries"),
    )
    status = ChoiceField(_("status"), max_length=10, choices=Status, default=Status.SUBMITTED)
    reason = models.TextField(_("why it was declined"), blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    is_example = models.BooleanField(
        _("example"),
        default=False,
        db_default=False,
        help_text=_("Made up to show how the portal works; shown as such."),
    )
    submission = models.CharField(
        _("submission"),
        max_length=64,
        blank=True,
        help_text=_("Of the form that was sent: sent twice, it makes one row."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(F("owner"), F("created_at").desc(), F("id").desc(), name="case_of_owner"),
            models.Index(F("park"), F("created_at").desc(), F("id").desc(), name="case_of_park"),
            models.Index(F("sent_to"), F("created_at").desc(), F("id").desc(), name="case_of_receiver"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by", "submission"], condition=~Q(submission=""), name="case_submitted_once"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""),
                name="case_says_what_is_needed",
                violation_error_message=_("Say what is needed."),
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(reason=""),
                name="case_declined_with_reason",
                violation_error_message=_("Say why it is declined."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["submitted", "answered"], ended_at=None)
                | Q(status__in=["closed", "withdrawn", "declined"], ended_at__isnull=False),
                name="case_ended_at_some_time",
                violation_error_message=_("A request that is over has a time when it ended."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("cases:case", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN


class Message(models.Model):
    """What one of those who see a request says about it.

    side   for whom: said once, as people change organisations
    """

    class Side(models.TextChoices):
        ENTERPRISE = "enterprise", _("enterprise")
        PARK = "park", _("park")
        PROVIDER = "provider", _("provider")
        CURATOR = "curator", _("curator of the portal")

    part_of = "case"

    id = OpaqueIdField(prefix="msg")
    case = models.ForeignKey(Case, models.CASCADE, related_name="messages", verbose_name=_("request"))
    side = ChoiceField(_("said for"), max_length=10, choices=Side)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    text = models.TextField(pgettext_lazy("about a request", "message"))
    submission = models.CharField(_("submission"), max_length=64, blank=True)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("about a request", "message")
        verbose_name_plural = pgettext_lazy("about a request", "messages")
        ordering = ["case", "created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="message_says_something"),
            models.UniqueConstraint(
                fields=["case", "by", "submission"],
                condition=~Q(submission=""),
                name="message_sent_once",
            ),
        ]

    def __str__(self):
        return self.text[:80]
