"""How the list of countries is narrowed down: in the API by `CountryFilter`, on the page by its heir."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common.filters import ChoicesFilter, RecordFilter, YesNoFilter, any_of

from .models import Country, CountryGroup, CountryGroupMember, Figure, GuideSection, RiskAssessment
from .presence import presence
from .words import Indicator, RiskKind, Topic, Unit


class CountryFilter(RecordFilter):
    orderings = {"name": "sort_{lang}", "code": "code"}

    q = django_filters.CharFilter(method="search", label=_("Name or code"), max_length=200)
    region = ChoicesFilter(choices=Country.Region.choices, label=_("Region"))
    group = django_filters.ModelChoiceFilter(
        queryset=lambda request: CountryGroup.objects.visible_to(request.user),
        to_field_name="slug",
        method="in_group",
        label=_("Group"),
        empty_label=_("All groups"),
    )
    in_network = YesNoFilter(method="with_presence", label=_("Something there"))

    class Meta:
        model = Country
        fields = ["q", "region", "group", "in_network"]

    def search(self, countries, name, value):
        coded = Q(code__iexact=value.strip()) | Q(code3__iexact=value.strip())
        return countries.filter(any_of(value, "name_en", "name_zh_hans") | coded)

    def in_group(self, countries, name, group):
        members = CountryGroupMember.objects.visible_to(self.request.user).filter(group=group)
        return countries.filter(pk__in=members.values("country"))

    @cached_property
    def there(self) -> dict[str, list[str]]:
        """What this reader sees of the network in each country."""
        return presence(self.request.user)

    def with_presence(self, countries, name, value):
        return countries.filter(pk__in=self.there) if value else countries.exclude(pk__in=self.there)


class CountryPageFilter(CountryFilter):
    """The page opens with the countries of the network; who looks for a name looks among all."""

    in_network = None
    show = django_filters.ChoiceFilter(
        choices=[("all", _("All countries of the world"))],
        empty_label=_("Those with something of the network"),
        method="show_all",
        label=_("Show"),
    )

    class Meta(CountryFilter.Meta):
        fields = ["q", "region", "group", "show"]

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data or {}, *args, **kwargs)  # bound, as it narrows down even when nothing is asked

    def show_all(self, countries, name, value):
        return countries

    def filter_queryset(self, queryset):
        countries = super().filter_queryset(queryset)
        asked = self.form.cleaned_data
        if asked["show"] or asked["q"] or asked["group"]:
            return countries
        return self.with_presence(countries, "show", True)


class YearFilter(django_filters.NumberFilter):
    """A whole year."""

    field_class = forms.IntegerField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, min_value=1900, max_value=2100, **kwargs)


class FigureFilter(RecordFilter):
    """Figures of countries, on the page and in the API."""

    orderings = {"country": "country__sort_{lang}", "indicator": "indicator"}

    country = django_filters.ModelMultipleChoiceFilter(
        queryset=lambda request: Country.objects.filter(pk__in=Figure.objects.values("country")),
        widget=forms.CheckboxSelectMultiple,
        label=_("Country"),
    )
    indicator = ChoicesFilter(choices=Indicator.choices, label=_("Indicator"))
    unit = ChoicesFilter(choices=Unit.choices, label=_("Unit"))
    year = YearFilter(field_name="year", label=_("Year"))
    year_after = YearFilter(field_name="year", lookup_expr="gte", label=_("From year"))
    year_before = YearFilter(field_name="year", lookup_expr="lte", label=_("To year"))

    class Meta:
        model = Figure
        fields = ["country", "indicator", "unit", "year", "year_after", "year_before"]

    @classmethod
    def columns_of(cls, name):
        """By both, the one asked for first."""
        other = "indicator" if name.endswith("country") else "country"
        sign = "-" if name.startswith("-") else ""
        return (*super().columns_of(name), *super().columns_of(sign + other))


class _TextFilter(RecordFilter):
    """What people wrote in the guides of countries."""

    orderings = {"country": "country__sort_{lang}", "review_by": "review_by"}

    country = django_filters.ModelMultipleChoiceFilter(
        queryset=lambda request: Country.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        label=_("Country"),
    )


class GuideSectionFilter(_TextFilter):
    topic = ChoicesFilter(choices=Topic.choices, label=_("Topic"))

    class Meta:
        model = GuideSection
        fields = ["country", "topic"]


class RiskAssessmentFilter(_TextFilter):
    kind = ChoicesFilter(choices=RiskKind.choices, label=_("Kind of risk"))

    class Meta:
        model = RiskAssessment
        fields = ["country", "kind"]
