"""What the one-stop catalogue offers."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.choices import ChoiceField
from common.ids import OpaqueIdField
from common.richtext import RichTextField
from common.sortkeys import SortKeyField
from common.translated import columns_of
from common.zones import is_time_zone
from organisations.models import Organisation
from sources.models import Record

from ..kinds import foreign_to
from ..querysets import ListingQuerySet
from ..words import (
    Attendance,
    Currency,
    Direction,
    Growth,
    Industry,
    Kind,
    Level,
    PriceModel,
    Rights,
    Skill,
    Space,
    Stage,
    Status,
    Subject,
    Support,
)
from .categories import Category
from .constraints import CONSTRAINTS


def _codes(choices, label, **more):
    return ArrayField(
        models.CharField(max_length=20, choices=choices), default=list, blank=True, verbose_name=label, **more
    )


def _money(label, **more):
    return models.DecimalField(
        label,
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        **more,
    )


class Listing(Record):
    """A service, policy, event, opportunity, expert or vacancy, place to land, or finance product.

    owner              the organisation that keeps it; none where curators do. Never shown where the
                       listing is anonymous
    provider           who offers it, issues it or organises it, as everybody sees it
    original_language  the others are translations of it
    translated         by language, of each text the fingerprint of the original it was translated from
    publish_at, expires_at   between them it is out: `is_published` follows them by the minute
    review_on          when somebody looks whether it is still true
    """

    id = OpaqueIdField(prefix="lst")
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    kind = ChoiceField(_("kind"), max_length=20, choices=Kind)
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="listings", verbose_name=_("category")
    )
    owner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="kept_listings",
        verbose_name=_("kept by"),
        help_text=_("Whose members change it; none where curators keep it."),
    )
    provider = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="listings",
        verbose_name=_("provider"),
        help_text=_("Who offers, issues or organises it."),
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("in one sentence"), max_length=400, blank=True)
    text = RichTextField(_("description"), blank=True)
    countries = ArrayField(
        models.CharField(max_length=2, validators=[RegexValidator(r"^[A-Z]{2}\Z")]),
        default=list,
        blank=True,
        verbose_name=_("countries"),
        help_text=_("ISO 3166-1 codes of the countries that it is for or in; none: everywhere."),
    )
    industries = _codes(Industry.choices, _("industries"), help_text=_("None: all."))
    languages = ArrayField(
        models.CharField(max_length=3, validators=[RegexValidator(r"^[a-z]{2,3}\Z")]),
        default=list,
        blank=True,
        verbose_name=_("languages"),
        help_text=_("That it can be had in; ISO 639 codes: en, zh, ms."),
    )
    link = models.URLField(_("link"), blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True, help_text=_("Shown to everybody."))
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("Where what it says can be checked.")
    )

    is_published = models.BooleanField(_("out"), default=False, editable=False)
    status = ChoiceField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    publish_at = models.DateTimeField(_("published from"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    review_on = models.DateField(_("review due"), null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("written by"),
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("sent in by"),
    )
    original_language = ChoiceField(
        _("original language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    translated = models.JSONField(default=dict, blank=True, editable=False)

    price_model = ChoiceField(_("price"), max_length=10, choices=PriceModel, blank=True)
    price_from = _money(_("from"))
    price_to = _money(_("to"))
    currency = ChoiceField(_("currency"), max_length=3, choices=Currency, blank=True)
    delivery_days = models.PositiveSmallIntegerField(_("working days it takes"), null=True, blank=True)
    eligibility = models.TextField(_("for whom"), blank=True)
    credentials = models.TextField(_("credentials of the provider"), blank=True)

    level = ChoiceField(_("level"), max_length=20, choices=Level, blank=True)
    support = ChoiceField(_("kind of support"), max_length=10, choices=Support, blank=True)

    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=50,
        blank=True,
        validators=[is_time_zone],
        help_text=_("Such as Asia/Shanghai."),
    )
    attendance = ChoiceField(_("how one takes part"), max_length=10, choices=Attendance, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    support_available = models.TextField(_("support for those who go"), blank=True)

    direction = ChoiceField(_("offered or sought"), max_length=10, choices=Direction, blank=True)
    subject = ChoiceField(_("about"), max_length=10, choices=Subject, blank=True)
    stage = ChoiceField(_("stage of development"), max_length=10, choices=Stage, blank=True)
    rights = ChoiceField(_("intellectual property"), max_length=10, choices=Rights, blank=True)
    partner_sought = models.TextField(_("partner sought"), blank=True)
    closes_on = models.DateField(_("closes"), null=True, blank=True)
    is_anonymous = models.BooleanField(
        _("anonymous"),
        default=False,
        help_text=_("Nobody sees whose it is before a request is accepted."),
    )

    skills = _codes(Skill.choices, _("skills"))
    available_from = models.DateField(_("available from"), null=True, blank=True)
    available_until = models.DateField(_("available until"), null=True, blank=True)

    space = ChoiceField(_("kind of space"), max_length=10, choices=Space, blank=True)
    reciprocity = models.TextField(_("what is given in return"), blank=True)

    sum_min = _money(_("smallest sum"))
    sum_max = _money(_("largest sum"))
    growth = _codes(Growth.choices, _("for companies in"))
    conditions = models.TextField(_("conditions"), blank=True)

    sort_en = SortKeyField(of="title", language="en")
    sort_zh_hans = SortKeyField(of="title", language="zh_hans")

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        ordering = ["sort_en", "id"]
        indexes = [
            models.Index(fields=["sort_en", "id"], name="listing_by_title_en"),
            models.Index(fields=["sort_zh_hans", "id"], name="listing_by_title_zh"),
            models.Index(fields=["-publish_at", "-id"], name="listing_newest"),
            models.Index(fields=["starts_at", "id"], name="listing_by_start", condition=~Q(starts_at=None)),
            models.Index(fields=["review_on"], name="listing_by_review", condition=Q(status="published")),
            GinIndex(fields=["countries"], name="listing_by_country"),
            GinIndex(fields=["industries"], name="listing_by_industry"),
        ]
        constraints = CONSTRAINTS

    def __str__(self):
        return self.title

    def clean(self):
        self.is_published = self.is_out
        if self.category_id and self.category.kind != self.kind:
            raise ValidationError({"category": _("This category is of another kind of listing.")})

    def save(self, *args, **kwargs):
        self.is_published = self.is_out
        super().save(*args, **kwargs)

    @property
    def foreign_columns(self) -> list[str]:
        """What stays empty here, as it belongs to other kinds; texts by themselves and in every language."""
        names = foreign_to(self.kind)
        return [*names, *(column for name in names for column in columns_of(Listing, name) if column != name)]

    @property
    def is_out(self) -> bool:
        """Whether everybody sees it at this moment."""
        if self.status != Status.PUBLISHED or self.publish_at is None:
            return False
        now = timezone.now()
        return self.publish_at <= now and (self.expires_at is None or self.expires_at > now)

    def get_absolute_url(self):
        return reverse("catalogue:detail", args=[self.slug])
