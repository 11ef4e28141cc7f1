"""Where one can search: everything, or what a room registers, and how a search there is read again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from .facets import KIND, indexed, narrowed
from .query import understand
from .registry import KINDS


@dataclass(frozen=True)
class Place:
    """known    parameters of its addresses that say what is looked for, not how it is shown
    entries  of the index, that a search finds for who asks (a request)
    words    of its filters, for a reader
    """

    name: str
    label: str | Promise
    url_name: str
    known: frozenset[str]
    entries: Callable[[QueryDict, Any], QuerySet]
    words: Callable[[QueryDict], Iterable[str]]

    def canonical(self, query: QueryDict) -> str:
        """The same search is always written alike."""
        kept = QueryDict(mutable=True)
        for name in sorted(self.known & set(query)):
            values = sorted({value.strip() for value in query.getlist(name)} - {""})
            kept.setlist(name, values)
        return kept.urlencode()

    def save_url(self, query: QueryDict) -> str:
        """Where this search is saved; "" where there is nothing to look for."""
        told = self.canonical(query)
        return f"{reverse('search:save')}?place={self.name}&{told}" if told else ""

    def address(self, query: str) -> str:
        return f"{reverse(self.url_name)}?{query}"


PLACES: dict[str, Place] = {}


def register_place(place: Place) -> None:
    PLACES[place.name] = place


def holding(query: QueryDict, entries: QuerySet) -> QuerySet:
    """Those that hold all the words, if there are any: what is near is not told of as new."""
    understood = understand(query.get("q", ""))
    return entries.holding(understood) if understood else entries  # type: ignore[attr-defined]


def _everything(query: QueryDict, request: Any) -> QuerySet:
    chosen = {KIND: query.getlist("kind"), "country": query.getlist("country")}
    return narrowed(holding(query, indexed(KINDS, request.user)), chosen)


def _words_of_everything(query: QueryDict) -> Iterable[str]:
    yield from (str(KINDS[name].label) for name in query.getlist("kind") if name in KINDS)
    yield from (str(countries.name(code)) for code in query.getlist("country") if code in countries)


register_place(
    Place(
        name="everything",
        label=_("Everything"),
        url_name="search:search",
        known=frozenset({"q", "kind", "country"}),
        entries=_everything,
        words=_words_of_everything,
    )
)
