"""How the list of countries is narrowed down: in the API by `CountryFilter`, on the page by its heir."""

import django_filters
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common.filters import ChoicesFilter, RecordFilter, YesNoFilter, any_of

from .models import Country, CountryGroup, CountryGroupMember
from .presence import presence


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
