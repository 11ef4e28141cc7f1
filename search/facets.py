"""Narrowing down what is found, and how many there would be of each value.

A facet has a name and values. An entry is of a value where it holds the token "name:value", and of all
of them where it holds "name:*"; of which kind of record it is, is the facet "@". Values of one facet
widen, facets narrow: of these kinds, and in one of these countries. What an entry is open for follows
from the clock, so it is no token: `open` is answered from `closes_at`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from common.roles import is_curator

from .estimates import expected, statement
from .models import Entry
from .tally import tallied

ANY, OPEN, KIND = "*", "open", "@"
#: Entries that are all counted; where more are expected, how many are looked at and taken for all of them.
MOST, SAMPLE = 30_000, 5_000
Chosen = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Counts:
    """How many entries there are, and how many there would be of each value: {facet: {value: number}}.

    is_exact   else numbers follow from some of the entries, and from how many the planner expects
    without    how many there would be without one of the facets chosen
    """

    total: int = 0
    is_exact: bool = True
    of: dict[str, dict[str, int]] = field(default_factory=dict)
    without: dict[str, int] = field(default_factory=dict)


def token(name: str, value: str) -> str:
    return f"{name}:{value}"


def tokens(name: str, values: Iterable[str], none_is_any: bool = False) -> list[str]:
    """none_is_any   whether to be of no value means to be of each"""
    return [token(name, value) for value in values] or ([token(name, ANY)] if none_is_any else [])


def indexed(kinds: Iterable[str], user) -> QuerySet:
    """Entries of these kinds that this user sees, by what the index knows of it; hits are checked again."""
    entries = Entry.objects.filter(kind__in=list(kinds))
    return entries if is_curator(user) else entries.filter(is_published=True)


def narrowed(entries: QuerySet, chosen: Chosen) -> QuerySet:
    for name, values in chosen.items():
        if name == OPEN:
            entries = entries.filter(_open(values))
        elif name == KIND and values:
            entries = entries.filter(kind__in=values)
        elif values:
            entries = entries.filter(facets__overlap=[token(name, value) for value in (*values, ANY)])
    return entries


def stored(kinds: Iterable[str], user, names: Iterable[str]) -> Counts:
    """Of all entries of these kinds, as they are tallied; what they are open for is not."""
    numbers = tallied(kinds, user)
    return Counts(numbers[""], of={name: _values(numbers, name) for name in names if name != OPEN})


def counted(entries: QuerySet, chosen: Chosen, names: Iterable[str]) -> Counts:
    """Of the entries that fit what was chosen; a facet's own values are counted as if none of them were.

    One statement, and one for each way to narrow down that asks the planner. names   of the facets to count
    """
    asked = {name: values for name, values in chosen.items() if values}
    ways = {"": narrowed(entries, asked)}
    for name in asked:
        ways[name] = narrowed(entries, {other: values for other, values in asked.items() if other != name})
    likely = {way: expected(found) for way, found in ways.items()}
    limits = {way: MOST + 1 if number <= MOST else SAMPLE for way, number in likely.items()}
    numbers = _numbers({way: found.order_by()[: limits[way]] for way, found in ways.items()})
    seen = {way: found[""] for way, found in numbers.items()}
    # How many entries stand behind each that was looked at.
    shares = {
        way: max(likely[way], number) / number if number == limits[way] else 1 for way, number in seen.items()
    }
    of = {
        name: _values(numbers.get(name) or numbers[""], name, shares[name if name in asked else ""])
        for name in names
    }
    without = {name: round(seen[name] * shares[name]) for name in asked}
    is_exact = all(number < limits[way] for way, number in seen.items())
    return Counts(round(seen[""] * shares[""]), is_exact, of, without)


def _open(values: Sequence[str]) -> Q:
    over = Q(closes_at__lte=timezone.now())
    wanted = Q()
    for value in set(values):
        wanted |= over if value == "false" else ~over
    return wanted


def _numbers(ways: Mapping[str, QuerySet]) -> dict[str, dict[str, int]]:
    """For each way to narrow down: how many hold each token, and under "" how many there are."""
    parts, params = [], []
    for way, entries in ways.items():
        rows = entries.values_list("kind", "facets", "closes_at")
        sql, given = statement(rows)
        parts.append(
            f"(WITH found(kind, facets, closes_at) AS MATERIALIZED ({sql})"  # noqa: S608  as the ORM wrote it
            " SELECT %s, token, count(*) FROM found, unnest(facets) token GROUP BY token"
            " UNION ALL SELECT %s, '@:' || kind, count(*) FROM found GROUP BY kind"
            " UNION ALL SELECT %s, '', count(*) FROM found"
            " UNION ALL SELECT %s, 'open:false', count(*) FROM found WHERE closes_at <= now())"
        )
        params += [*given, way, way, way, way]
    found: dict[str, dict[str, int]] = {way: {} for way in ways}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        for way, name, number in cursor.fetchall():
            found[way][name] = number
    for numbers in found.values():
        numbers["open:true"] = numbers[""] - numbers["open:false"]
    return found


def _values(numbers: Mapping[str, int], name: str, share: float = 1) -> dict[str, int]:
    """The values of one facet, with how many there would be of each."""
    head = f"{name}:"
    own = {key.removeprefix(head): number for key, number in numbers.items() if key.startswith(head)}
    of_all = own.pop(ANY, 0)
    return {value: round((number + of_all) * share) for value, number in own.items() if number}
