"""Searches that somebody keeps: saved once, looked at again, with what came since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import RuleBroken

from .estimates import statement
from .models import SavedSearch
from .places import PLACES, Place

MOST, COUNTED = 50, 1_000  # searches of one user; results that are counted


@dataclass(frozen=True)
class Standing:
    """A saved search now. total and fresh are at most `COUNTED` + 1."""

    saved: SavedSearch
    place: Place
    words: str
    filters: Sequence[str]
    total: int
    fresh: int

    @property
    def is_more(self) -> bool:
        return self.total > COUNTED

    @property
    def shown_total(self) -> int:
        return min(self.total, COUNTED)


def proposed_name(place: Place, query: QueryDict) -> str:
    words = [query.get("q", "").strip(), *place.words(query)]
    return " · ".join(filter(None, words))[:100]


@transaction.atomic
def save(search: SavedSearch) -> tuple[SavedSearch, bool]:
    """Keep a search; the same search is kept once. Returns it, and whether it is new.

    Raises  RuleBroken where there are too many; ValidationError of its fields
    """
    if search.place not in PLACES or not search.query:
        raise RuleBroken(_("Search for something first, then save the search."))
    own = SavedSearch.objects.select_for_update().filter(made_by=search.made_by)
    same = own.filter(place=search.place, query=search.query).first()
    if same:
        return same, False
    if own.count() >= MOST:
        raise RuleBroken(_("You have %d saved searches. Delete one that you no longer need.") % MOST)
    search.full_clean()
    search.save()
    return search, True


def look_at(saved: SavedSearch) -> str:
    """From now on only what comes later is new. Returns where the search is."""
    saved.looked_at = timezone.now()
    saved.save(update_fields=["looked_at"])
    return PLACES[saved.place].address(saved.query)


def standings(searches: Iterable[SavedSearch], request) -> list[Standing]:
    """How many each finds now, and how many of them came since it was looked at; counted in one statement."""
    known = [(one, PLACES[one.place], QueryDict(one.query)) for one in searches if one.place in PLACES]
    asked = []
    for saved, place, query in known:
        found = place.entries(query, request)
        asked += [found, found.filter(newest_at__gt=saved.looked_at)]
    numbers = _counts(asked)
    return [
        Standing(
            saved,
            place,
            query.get("q", ""),
            list(place.words(query)),
            numbers[2 * at],
            numbers[2 * at + 1],
        )
        for at, (saved, place, query) in enumerate(known)
    ]


def _counts(asked) -> list[int]:
    """How many rows each holds, at most one more than is counted."""
    if not asked:
        return []
    parts: list[str] = []
    params: list = []
    for rows in asked:
        sql, given = statement(rows.order_by().values_list("pk")[: COUNTED + 1])
        parts.append(f"(SELECT count(*) FROM ({sql}) found)")  # noqa: S608  as the ORM wrote it
        params += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return list(cursor.fetchone())
