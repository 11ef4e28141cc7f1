import operator
from collections.abc import Iterable
from functools import reduce
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.fields.array import ArrayOverlap as Overlaps
from django.contrib.postgres.search import (
    SearchRank,
    SearchVectorExact,
    SearchVectorField,
    TrigramWordSimilarity,
)
from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, FloatField, Func, OuterRef, Q, Value, When
from django.db.models.functions import Greatest

from common.roles import is_curator

from .query import Query
from .registry import KINDS
from .sought import compared, sought

WEIGHED, NEWEST = 3_000, 500  # entries that are all weighed; of more, so many of each kind
#: What stands in a text, a summary, a name counts; what it is filed under, little. D, C, B, A
WEIGHTS = [0.05, 0.15, 0.4, 1.0]
EXACT, WHOLE_TITLE, MEANT_ALIKE = 1.2, 1.5, 0.5
#: What people come for, before what explains it.
PRIOR = {
    "listing": 0.1,
    "park": 0.15,
    "partner": 0.1,
    "project": 0.1,
    "country": 0.2,
    "guide": 0.15,
    "term": -0.5,
    "discrepancy": -0.2,
}


class EntryQuerySet(models.QuerySet):
    def visible_to(self, user, kinds: Iterable[str] = ()):
        """Entries of records that this user sees now, whatever the index knew when it was made.

        kinds   that there are among them, where that is known; each takes a look at a table of its own
        """
        if is_curator(user):
            return self
        seen: Any = Q(pk__in=[])
        for kind in map(KINDS.__getitem__, set(kinds) or KINDS):
            records = kind.model._default_manager.visible_to(user).filter(pk=OuterRef("record"))
            seen |= Q(kind=kind.name) & Exists(records)
        return self.filter(seen, is_published=True)

    def holding(self, query: Query):
        """Entries in which each part is found. Adds is_close, as `near` does."""
        return self.filter(vector=compared(sought(query.parts).all)).annotate(is_close=Value(0))

    def near(self, query: Query):
        """Entries in which half of the parts are found, or that are called alike.

        Adds  is_close: found by likeness alone
        """
        # What is asked of the index comes first: each side of it can be looked up.
        enough = Q(vector=compared(sought(query.parts).any), held__gte=len(query.parts) / 2)
        return (
            self.alias(held=_held(query))
            .annotate(is_close=Case(When(enough, then=Value(0)), default=Value(1)))
            .filter(enough | _called_like(query))
        )

    def newest(self):
        """Of too many to weigh those of each kind that came last."""
        first, *others = (
            self.filter(kind=name).order_by("-newest_at", "-pk").values("pk")[:NEWEST] for name in KINDS
        )
        return self.model.objects.filter(pk__in=first.union(*others)).annotate(is_close=Value(0))

    def ranked(self, query: Query, total: int, explained: bool = False):
        """What matches, best first, of however many.

        total       how many there are, at least as far as that is more than are weighed
        explained   costs as much again: adds what the rank is the sum of, `by_` and a name of `search.why`
        Adds rank, to compare within this result only.
        """
        points = _points(query)
        rank = ExpressionWrapper(reduce(operator.add, points.values()), FloatField())
        told = {f"by_{name}": each for name, each in points.items()} if explained else {}
        weighed = self if total <= WEIGHED else self.newest()
        return weighed.annotate(rank=rank, **told).order_by("is_close", "-rank", "pk")


def _points(query: Query) -> dict[str, Any]:
    texts, nothing = sought(query.parts), Value(0.0)
    return {
        "name": Case(When(_is_called(query.names), then=Value(EXACT)), default=nothing),
        "title": _held(query, in_titles=True) * (WHOLE_TITLE / len(query.parts)),
        "parts": _held(query),
        "words": _rank(texts.own),
        "alike": _rank(texts.alike) * MEANT_ALIKE if texts.alike else nothing,
        "likeness": _likeness(query),
        "kind": Case(*(When(kind=kind, then=Value(more)) for kind, more in PRIOR.items()), default=nothing),
    }


def _is_called(names: list[str]) -> Q:
    lines = Func(
        F("names"), Value("\n"), function="string_to_array", output_field=ArrayField(models.TextField())
    )
    return Q(Overlaps(lines, Value(names, output_field=ArrayField(models.TextField()))))


def _held(query: Query, in_titles: bool = False):
    """How many of the parts are found, anywhere or in names."""
    text: Any = F("vector")
    if in_titles:
        text = Func(text, Value("{a}"), function="ts_filter", output_field=SearchVectorField())
    found = (SearchVectorExact(text, compared(part)) for part in sought(query.parts).each)
    return reduce(operator.add, (Case(When(one, then=Value(1.0)), default=Value(0.0)) for one in found))


def _called_like(query: Query) -> Q:
    """By the index of trigrams; how alike is enough is said by pg_trgm.word_similarity_threshold."""
    alike = Q(names__trigram_word_similar=query.name)
    return alike | Q(names__trigram_word_similar=query.sound) if query.sound else alike


def _likeness(query: Query):
    told = [TrigramWordSimilarity(name, "names") for name in (query.name, query.sound) if name]
    return Greatest(*told, output_field=FloatField()) if len(told) > 1 else told[0]


def _rank(any_of: str):
    return SearchRank(F("vector"), compared(any_of), weights=WEIGHTS)
