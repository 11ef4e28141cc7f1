"""How those who keep listings narrow them down: by state, and by what is to be done."""

import django_filters
from django.utils.translation import gettext_lazy as _

from common.filters import ChoicesFilter, YesNoFilter, any_of
from curation.tag_filter import TaggedFilter
from organisations.models import Organisation

from .filters import ListingFilter
from .models import Listing
from .staleness import CODES, Why, stale
from .words import Kind, Status


class _Narrowed(TaggedFilter):
    orderings = {"changed": "updated_at", "title": "sort_{lang}"}

    q = django_filters.CharFilter(method="search", label=_("Words"), max_length=200)
    kind = ChoicesFilter(choices=Kind.choices, label=_("Kind"))

    class Meta:
        model = Listing
        fields = ["q", "kind"]

    def search(self, listings, name, value):
        return listings.filter(any_of(value, *(f"title_{code}" for code in CODES)))


class ReviewFilter(_Narrowed):
    """What waits is asked for by the page; what waits longest comes first."""


class StaleFilter(_Narrowed):
    orderings = {"review": "review_on", "title": "sort_{lang}"}

    why = django_filters.ChoiceFilter(
        choices=Why.choices, method="to_look_at", label=_("To be looked at"), empty_label=_("All")
    )

    class Meta(_Narrowed.Meta):
        fields = ["q", "why", "kind"]

    def to_look_at(self, listings, name, value):
        return stale(listings, value)


class KeptListingFilter(StaleFilter):
    orderings = _Narrowed.orderings
    usual = "-changed"

    status = django_filters.ChoiceFilter(choices=Status.choices, label=_("Status"), empty_label=_("All"))

    class Meta(_Narrowed.Meta):
        fields = ["q", "status", "why", "kind"]


class ListingApiFilter(ListingFilter):
    """Over the API those who keep listings find them in the same list as everybody."""

    status = ChoicesFilter(choices=Status.choices, label=_("Status"))
    kept = YesNoFilter(method="kept_by_ours", label=_("Kept by my organisations"))

    class Meta(ListingFilter.Meta):
        fields = [*ListingFilter.Meta.fields, "status", "kept"]

    def kept_by_ours(self, listings, name, value):
        own = {"owner__in": Organisation.objects.of_member(self.request.user).values("pk")}
        return listings.filter(**own) if value else listings.exclude(**own)
