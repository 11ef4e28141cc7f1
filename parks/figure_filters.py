"""How indicators and figures are narrowed down, on pages and in the API."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from common.filters import AfterFilter, BeforeFilter, ChoicesFilter, RecordFilter, any_of
from organisations.models import Organisation

from .models import Indicator, Observation


class IndicatorFilter(RecordFilter):
    orderings = {"slug": "slug", "respect": "respect"}

    q = django_filters.CharFilter(method="search", label=_("Words"), max_length=200)
    respect = ChoicesFilter(choices=Indicator.Respect.choices, label=_("Respect"))
    unit = ChoicesFilter(choices=Indicator.Unit.choices, label=_("Unit"))

    class Meta:
        model = Indicator
        fields = ["q", "respect", "unit"]

    def search(self, indicators, name, value):
        return indicators.filter(any_of(value, "name_en", "name_zh_hans", "definition_en"))


class ObservationFilter(RecordFilter):
    orderings = {
        "slug": "slug",
        "period_on": "period_on",
        "indicator": "indicator__slug",
        "organisation": "organisation__sort_{lang}",
    }

    q = django_filters.CharFilter(method="search", label=_("Words"), max_length=200)
    respect = ChoicesFilter(
        field_name="indicator__respect", choices=Indicator.Respect.choices, label=_("Respect")
    )
    indicator = django_filters.ModelMultipleChoiceFilter(
        field_name="indicator__slug",
        queryset=lambda request: _observed_indicators(request.user),
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
        label=_("Indicator"),
    )
    organisation = django_filters.ModelMultipleChoiceFilter(
        field_name="organisation__slug",
        queryset=lambda request: _observed_organisations(request.user),
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
        label=_("Organisation"),
    )
    unit = ChoicesFilter(field_name="indicator__unit", choices=Indicator.Unit.choices, label=_("Unit"))
    after = AfterFilter(field_name="period_on", label=_("From"))
    before = BeforeFilter(field_name="period_on", label=_("To"))
    has_discrepancy = django_filters.ChoiceFilter(
        choices=[("true", _("Only these")), ("false", _("All but these"))],
        empty_label=_("All figures"),
        method="with_discrepancy",
        label=_("With a note on what does not agree"),
    )

    class Meta:
        model = Observation
        fields = [
            "q",
            "respect",
            "indicator",
            "organisation",
            "unit",
            "after",
            "before",
            "has_discrepancy",
        ]

    def search(self, observations, name, value):
        words = ("indicator__name", "organisation__name", "scope")
        columns = [f"{word}_{language}" for word in words for language in ("en", "zh_hans")]
        return observations.filter(any_of(value, "printed", *columns))

    def with_discrepancy(self, observations, name, value):
        noted = Observation.objects.in_conflict().values("pk")
        return observations.filter(pk__in=noted) if value == "true" else observations.exclude(pk__in=noted)


def _observed_indicators(user):
    """Those that a visible figure is of: what has only hidden ones is not offered."""
    told = Observation.objects.visible_to(user)
    return Indicator.objects.filter(pk__in=told.values("indicator")).order_by("respect", "ordinal", "slug")


def _observed_organisations(user):
    told = Observation.objects.visible_to(user)
    return Organisation.objects.filter(pk__in=told.values("organisation")).order_by("sort_en")
