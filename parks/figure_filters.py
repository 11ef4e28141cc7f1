"""How indicators and figures are narrowed down, on pages and in the API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from common.filters import AfterFilter, BeforeFilter, ChoicesFilter, RecordFilter, any_of

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
    orderings = {"slug": "slug", "period_on": "period_on"}

    indicator = django_filters.AllValuesMultipleFilter(field_name="indicator__slug", label=_("Indicator"))
    organisation = django_filters.AllValuesMultipleFilter(
        field_name="organisation__slug", label=_("Organisation")
    )
    respect = ChoicesFilter(
        field_name="indicator__respect", choices=Indicator.Respect.choices, label=_("Respect")
    )
    after = AfterFilter(field_name="period_on", label=_("From"))
    before = BeforeFilter(field_name="period_on", label=_("To"))

    class Meta:
        model = Observation
        fields = ["indicator", "organisation", "respect", "after", "before"]
