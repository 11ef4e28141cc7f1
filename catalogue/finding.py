"""What is found in the catalogue: counted and ranked by the search index, read from the listings."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from organisations.models import Organisation
from search.facets import Counts, counted, indexed, narrowed, stored
from search.finding import answering
from search.places import Place, holding, register_place
from search.query import Query

from .filters import ListingFilter
from .languages import languages_offered
from .models import Listing
from .search import FACETS, KIND
from .words import Direction, Industry, Kind, PriceModel

#: What neither narrows nor is counted.
SHOWING = {"q", "ordering"}
OTHERS = ("provider", "tag")  # filters that only the listings themselves know


class Found:
    """What fits a filterset that was asked nothing but what it knows.

    query    the words, as they were understood; falsy where there are none
    chosen   {facet: values} of the filters that the index knows
    """

    def __init__(self, filters: ListingFilter, user):
        self.user = user
        data = filters.data if isinstance(filters.data, QueryDict) else QueryDict()
        asked = {name: [one for one in data.getlist(name) if one] for name in filters.filters}
        self._words = filters.form.cleaned_data["q"] if filters.is_bound else ""
        self.chosen = {name: values for name, values in asked.items() if values and name in FACETS}
        self._others = {
            name: values
            for name, values in asked.items()
            if values and name not in FACETS and name not in SHOWING
        }
        self._filters = filters

    @cached_property
    def counts(self) -> Counts:
        if self._words or self.chosen or self._others:
            return counted(self._entries, self.chosen, FACETS)
        return stored([KIND], self.user, FACETS)

    def best(self, listings: QuerySet[Listing], start: int, size: int) -> list[Listing]:
        """The listings of this queryset that answer the words best, from a place on."""
        entries = narrowed(self._entries, self.chosen).ranked(self.query, self.counts.total)
        places = {entry.record: place for place, entry in enumerate(entries[start : start + size])}
        return sorted(listings.filter(pk__in=places), key=lambda listing: places[listing.pk])

    @property
    def query(self) -> Query | None:
        return self._answer[0]

    @property
    def _entries(self) -> QuerySet:
        """Of listings that fit the words, and the filters that the index does not know."""
        return self._answer[1]

    @cached_property
    def _answer(self) -> tuple[Query | None, QuerySet]:
        entries = self._narrowed_otherwise()
        return answering(self._words, entries) if self._words else (None, entries)

    def _narrowed_otherwise(self) -> QuerySet:
        entries = indexed([KIND], self.user)
        return _of_listings(entries, type(self._filters), self._others, self._filters.request)


def _entries(query: QueryDict, request) -> QuerySet:
    """Of a saved search; what a filter does not know any more finds nothing."""
    others = {name: query.getlist(name) for name in OTHERS if query.get(name)}
    entries = _of_listings(indexed([KIND], request.user), ListingFilter, others, request)
    return narrowed(
        holding(query, entries), {name: query.getlist(name) for name in FACETS if query.get(name)}
    )


def _of_listings(
    entries: QuerySet, filterset: type[ListingFilter], asked: Mapping[str, list[str]], request
) -> QuerySet:
    """Those whose listings fit filters that the index does not know."""
    if not asked:
        return entries
    data = QueryDict(mutable=True)
    for name, values in asked.items():
        data.setlist(name, values)
    filters = filterset(data, Listing.objects.visible_to(request.user), request=request)
    if not filters.form.is_valid():
        return entries.none()
    return entries.filter(record__in=filters.qs.order_by().values("pk"))


def _words(query: QueryDict) -> Iterator[str]:
    """What its filters are called; as it stands what has no other name."""
    words: dict[str, dict] = {
        "kind": dict(Kind.choices),
        "country": dict(countries),
        "industry": dict(Industry.choices),
        "language": dict(languages_offered()),
        "price": dict(PriceModel.choices),
        "direction": dict(Direction.choices),
        "provider_kind": dict(Organisation.Kind.choices),
        "open": {"true": _("Open now"), "false": _("Closed")},
    }
    for name in (*FACETS, *OTHERS):
        for value in filter(None, query.getlist(name)):
            yield str(words.get(name, {}).get(value, value))


register_place(
    Place(
        name="catalogue",
        label=_("Catalogue"),
        url_name="catalogue:list",
        known=frozenset({"q", *FACETS, *OTHERS}),
        entries=_entries,
        words=_words,
    )
)
