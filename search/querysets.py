from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from common.roles import is_curator

from .registry import KINDS
from .words import asked_words, normalise

TYPING_MISTAKE = 0.55  # word similarity from which a name counts as meant


class EntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Entries of records that this user sees now, whatever the index knew when it was made."""
        if is_curator(user):
            return self
        seen = Q()
        for kind in KINDS.values():
            records = kind.model._default_manager.visible_to(user).filter(pk=OuterRef("record"))
            seen |= Q(kind=kind.name) & Exists(records)
        return self.filter(seen, is_published=True)

    def search(self, text: str):
        """Entries that hold all the words, best first; where none does, those that hold any.

        text   as a person types it, in either language; typing mistakes in names are forgiven
        Adds   rank, to compare within this result only, and is_close: found by likeness alone
        """
        words = asked_words(text)
        if not words:
            return self.none()
        found = self._ranked(words, "&", text)
        if not found.exists():
            found = self._ranked(words, "|", text)
        return found

    def _ranked(self, words, operator, text):
        query = None
        for word in words:
            one = SearchQuery(word, config="english") | SearchQuery(word, config="simple")
            query = one if query is None else (query & one if operator == "&" else query | one)
        name = normalise(text)[:100]
        return (
            self.alias(likeness=TrigramWordSimilarity(name, "names"))
            .annotate(
                is_close=Case(When(vector=query, then=Value(0)), default=Value(1)),
                rank=SearchRank(F("vector"), query) + F("likeness"),
            )
            .filter(Q(vector=query) | Q(likeness__gte=TYPING_MISTAKE))
            .order_by("is_close", "-rank", "pk")
        )
