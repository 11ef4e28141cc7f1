"""How lists of parks, enterprises and milestones are narrowed down, on pages and in the API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from common.filters import (
    AfterFilter,
    BeforeFilter,
    ChoicesFilter,
    CountryFilter,
    YesNoFilter,
    any_of,
)
from curation.slug_filter import SlugFilter
from curation.tag_filter import TaggedFilter
from organisations.filters import named
from organisations.models import Organisation

from .models import Enterprise, Milestone, Park, Stage, Tenancy

DATES = _("A year, a month or a day: 2015, 1994-08, 2016-03-21.")


class ParkFilter(TaggedFilter):
    orderings = {"name": "organisation__sort_{lang}", "opened_on": "opened_on"}

    q = django_filters.CharFilter(method="search", label=_("Name"), max_length=200)
    kind = ChoicesFilter(choices=Park.Kind.choices, label=_("Kind"))
    approach = ChoicesFilter(choices=Park.Approach.choices, label=_("Internationalisation approach"))
    status = ChoicesFilter(choices=Park.Status.choices, label=_("Status"))
    country = CountryFilter(field_name="organisation__country")

    class Meta:
        model = Park
        fields = ["q", "kind", "approach", "status", "country"]

    def search(self, parks, name, value):
        return parks.filter(organisation__in=named(value))


class EnterpriseFilter(TaggedFilter):
    orderings = {"name": "organisation__sort_{lang}"}

    q = django_filters.CharFilter(method="search", label=_("Name"), max_length=200)
    country = CountryFilter(field_name="organisation__country")
    park = SlugFilter(
        queryset=lambda request: _parks_with_tenants(request.user),
        method="settled_in",
        label=_("Park"),
        empty_label=_("All parks"),
    )
    is_multinational = YesNoFilter(label=_("Multinational"))

    class Meta:
        model = Enterprise
        fields = ["q", "country", "park", "is_multinational"]

    def search(self, enterprises, name, value):
        return enterprises.filter(organisation__in=named(value))

    def settled_in(self, enterprises, name, park):
        here = Tenancy.objects.visible_to(self.request.user).filter(park__organisation=park)
        return enterprises.filter(pk__in=here.values("enterprise"))


class MilestoneFilter(TaggedFilter):
    orderings = {"happened_on": "happened_on"}

    q = django_filters.CharFilter(method="search", label=_("Words"), max_length=200)
    organisation = SlugFilter(
        queryset=lambda request: _organisations_with_history(request.user),
        label=_("Organisation"),
        empty_label=_("All organisations"),
    )
    stage = django_filters.ModelChoiceFilter(
        queryset=lambda request: Stage.objects.visible_to(request.user),
        label=_("Stage"),
        empty_label=_("All stages"),
    )
    after = AfterFilter(field_name="happened_on", label=_("From"), help_text=DATES)
    before = BeforeFilter(field_name="happened_on", label=_("To"), help_text=DATES)

    class Meta:
        model = Milestone
        fields = ["q", "organisation", "stage", "after", "before"]

    def search(self, milestones, name, value):
        return milestones.filter(any_of(value, "title_en", "title_zh_hans", "text_en", "text_zh_hans"))


def _parks_with_tenants(user):
    settled = Tenancy.objects.visible_to(user)
    return Organisation.objects.filter(pk__in=settled.values("park__organisation")).order_by("sort_en")


def _organisations_with_history(user):
    told = Milestone.objects.visible_to(user)
    return Organisation.objects.filter(pk__in=told.values("organisation")).order_by("sort_en")
