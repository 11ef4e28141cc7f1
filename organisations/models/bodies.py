"""Bodies and their names."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Upper
from django.db.models.lookups import Regex
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from common.choices import ChoiceField
from common.dates import PartialDateField, dated, in_order
from common.ids import OpaqueIdField
from common.rings import NoRing
from common.sortkeys import SortKeyField
from sources.models import Record
from sources.querysets import RecordQuerySet

from ..querysets import OrganisationQuerySet


def words_in(column: str, name: str) -> GinIndex:
    """The index for parts of words in any case, as `__icontains` and `__iexact` ask for them."""
    return GinIndex(OpClass(Upper(column), "gin_trgm_ops"), name=name)


class Organisation(Record):
    """Any legal or organisational body; what it does here is told by its profiles."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("company")
        UNIVERSITY = "university", _("university")
        RESEARCH = "research", _("research institute")
        GOVERNMENT = "government", _("government body")
        ASSOCIATION = "association", _("association")
        FORUM = "forum", _("forum")
        INVESTOR = "investor", _("investor")
        MEDIA = "media", _("media")
        PARK = "park", _("park or incubator")
        COLLECTIVE = "collective", _("group of bodies")

    id = OpaqueIdField(prefix="org")
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=300)
    kind = ChoiceField(_("kind"), max_length=20, choices=Kind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="branches",
        verbose_name=_("part of"),
    )
    summary = models.TextField(_("summary"), blank=True)
    country = CountryField(_("country"), blank=True)
    city = models.CharField(_("city or region"), max_length=200, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    founded_on = PartialDateField(_("founded"))
    dissolved_on = PartialDateField(_("dissolved"))
    sort_en = SortKeyField(of="name", language="en")
    sort_zh_hans = SortKeyField(of="name", language="zh_hans")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_en", "id"]
        indexes = [
            models.Index(fields=["sort_en", "id"], name="organisation_by_name_en"),
            models.Index(fields=["sort_zh_hans", "id"], name="organisation_by_name_zh"),
            models.Index(fields=["country"], name="organisation_by_country"),
            dated("founded_on", "organisation_by_founding"),
            words_in("name_en", "organisation_words_en"),
            words_in("name_zh_hans", "organisation_words_zh"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="organisation_not_part_of_itself",
                violation_error_message=_("An organisation cannot be part of itself."),
            ),
            NoRing(
                field="parent",
                name="organisation_tree_without_ring",
                violation_error_message=_("An organisation cannot be part of one that is part of it."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="organisation_place_whole_and_on_earth",
                violation_error_message=_(
                    "Give both latitude (−90 to 90) and longitude (−180 to 180), or none."
                ),
            ),
            models.CheckConstraint(
                condition=in_order("founded_on", "dissolved_on"),
                name="organisation_dissolved_after_founded",
                violation_error_message=_("It cannot be dissolved before it was founded."),
            ),
            models.CheckConstraint(
                # The field's own regex lookup is one on the names of countries.
                condition=Q(country="") | Q(Regex(Cast("country", models.CharField()), r"^[A-Z]{2}$")),
                name="organisation_country_is_a_code",
                violation_error_message=_("The country is not an ISO 3166-1 code of two letters."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organisations:detail", args=[self.slug])


class OrganisationName(models.Model):
    """One more name that the body is known by, in any language and script."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("official name")
        ALIAS = "alias", _("also known as")
        FORMER = "former", _("former name")
        ACRONYM = "acronym", _("acronym")
        PRINTED = "printed", _("as printed in the source")

    id = OpaqueIdField(prefix="nam")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="names", verbose_name=_("organisation")
    )
    text = models.CharField(_("name"), max_length=300)
    language = models.CharField(
        _("language"),
        max_length=20,
        blank=True,
        help_text=_("BCP 47: en, zh-Hans, ms, ar. Empty if of none."),
    )
    kind = ChoiceField(_("kind"), max_length=20, choices=Kind, default=Kind.ALIAS)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = RecordQuerySet.as_manager()
    visible_through = ("organisation",)

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        ordering = ["kind", "text"]
        indexes = [words_in("text", "organisation_name_words")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "text", "language", "kind"], name="organisation_name_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="organisation_name_not_empty"),
        ]

    def __str__(self):
        return self.text
