"""Figures and days of countries, each from a place in a source: none is told without one."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.choices import ChoiceField
from common.ids import OpaqueIdField
from sources.models import Passage
from sources.querysets import PublicQuerySet

from ..words import UNITS, Indicator, Unit
from .countries import Country


class Figure(models.Model):
    """What a source measured of a country in a year.

    standard_error   in the unit of the value; how far it may be from the truth, where the source says so
    unit             follows the indicator; kept, so that files and the API tell it
    """

    id = OpaqueIdField(prefix="cfg")
    country = models.ForeignKey(Country, models.CASCADE, related_name="figures", verbose_name=_("country"))
    indicator = ChoiceField(_("indicator"), max_length=40, choices=Indicator)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4)
    standard_error = models.DecimalField(
        _("standard error"),
        max_digits=8,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    unit = ChoiceField(_("unit"), max_length=20, choices=Unit, blank=True, editable=False)
    passage = models.ForeignKey(
        Passage, models.PROTECT, related_name="country_figures", verbose_name=_("source place")
    )
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure of a country")
        verbose_name_plural = _("figures of countries")
        ordering = ["country", "indicator", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "indicator", "year"],
                name="country_figure_once_a_year",
                violation_error_message=_("There is a figure of this country and year already."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1900, year__lte=2100), name="country_figure_of_a_year"
            ),
            models.CheckConstraint(
                condition=Q(standard_error=None) | Q(standard_error__gte=0),
                name="country_figure_error_not_negative",
                violation_error_message=_("A standard error is not negative."),
            ),
        ]

    def __str__(self):
        return f"{self.country_id} {self.get_indicator_display()} {self.year}"

    def save(self, *args, **kwargs):
        self.unit = UNITS[self.indicator]
        super().save(*args, **kwargs)

    def clean(self):
        self.unit = UNITS.get(self.indicator, "")


class Holiday(models.Model):
    """A day on which a whole country does not work, or offices are shut."""

    id = OpaqueIdField(prefix="hol")
    country = models.ForeignKey(Country, models.CASCADE, related_name="holidays", verbose_name=_("country"))
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=200)
    passage = models.ForeignKey(
        Passage, models.PROTECT, related_name="holidays", verbose_name=_("source place")
    )

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("public holiday")
        verbose_name_plural = _("public holidays")
        ordering = ["country", "day", "name"]
        constraints = [
            models.UniqueConstraint(fields=["country", "day"], name="country_holiday_once_a_day"),
        ]

    def __str__(self):
        return f"{self.country_id} {self.day} {self.name}"
