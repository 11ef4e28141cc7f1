"""Countries by ISO 3166-1, and the groups they belong to."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.choices import ChoiceField
from common.dates import PartialDateField
from common.ids import OpaqueIdField
from common.sortkeys import SortKeyField
from sources.models import Record
from sources.querysets import PublicQuerySet, RecordQuerySet


class Country(models.Model):
    """A country or area of ISO 3166-1; names come from the library, see `load_countries`."""

    class Region(models.TextChoices):
        AFRICA = "africa", _("Africa")
        AMERICAS = "americas", _("Americas")
        ASIA = "asia", _("Asia")
        EUROPE = "europe", _("Europe")
        OCEANIA = "oceania", _("Oceania")
        ANTARCTICA = "antarctica", _("Antarctica")

    code = models.CharField(_("code"), max_length=2, primary_key=True, help_text="ISO 3166-1 alpha-2")
    code3 = models.CharField(
        _("code of three letters"), max_length=3, unique=True, help_text="ISO 3166-1 alpha-3"
    )
    name = models.CharField(_("name"), max_length=200)
    region = ChoiceField(_("region"), max_length=20, choices=Region)
    summary = models.TextField(_("summary"), blank=True)
    sort_en = SortKeyField(of="name", language="en")
    sort_zh_hans = SortKeyField(of="name", language="zh_hans")

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["sort_en", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{2}$"), name="country_code_of_two_letters"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("countries:detail", args=[self.code])


class CountryGroup(Record):
    """A region, organisation or initiative that countries belong to: APEC, the Belt and Road."""

    id = OpaqueIdField(prefix="cgr")
    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("group of countries")
        verbose_name_plural = _("groups of countries")
        ordering = ["name", "id"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("countries:group", args=[self.slug])


class CountryGroupMember(Record):
    """A country in a group, as a source says."""

    id = OpaqueIdField(prefix="cgm")
    group = models.ForeignKey(CountryGroup, models.CASCADE, related_name="members", verbose_name=_("group"))
    country = models.ForeignKey(Country, models.CASCADE, related_name="groups", verbose_name=_("country"))
    joined_on = PartialDateField(_("since"))

    objects = RecordQuerySet.as_manager()
    visible_through = ("group",)

    class Meta:
        verbose_name = _("member of a group")
        verbose_name_plural = _("members of groups")
        ordering = ["group", "country"]
        constraints = [
            models.UniqueConstraint(fields=["group", "country"], name="country_once_in_a_group"),
        ]

    def __str__(self):
        return f"{self.country} – {self.group}"
