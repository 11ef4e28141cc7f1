"""What somebody may mean while they type: names that begin so, or have a word that does."""

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Length

from .facets import indexed
from .finding import Hit, as_hit
from .models import Entry
from .registry import KINDS
from .words import HAN, MOST_WORDS, cut, normalise, pieces

SHOWN, LOOKED_AT, SHORTEST = 8, 300, 2
LONGEST = 100  # characters that are typed
#: What people mean, before what explains it.
FIRST = ("country", "park", "partner", "project", "enterprise", "listing", "organisation", "agreement")


def suggestions(text: str, user) -> list[Hit]:
    """The best few of a bounded number of names; also as Chinese is read, and by acronyms."""
    typed = " ".join(pieces(normalise(text[:LONGEST])))
    if len(typed) < SHORTEST and not HAN.match(typed):
        return []
    beginning = SearchQuery(_begins(typed), config="simple", search_type="raw")
    found = indexed(KINDS, user).filter(vector=beginning).order_by()[:LOOKED_AT]
    kinds = [When(kind=kind, then=Value(place)) for place, kind in enumerate(FIRST)]
    begins_so = Q(names__startswith=typed) | Q(names__contains=f"\n{typed}")
    best = (
        Entry.objects.visible_to(user)
        .filter(pk__in=found.values("pk"))
        .annotate(
            part=Case(When(begins_so, then=Value(0)), default=Value(1)),
            place=Case(*kinds, default=Value(len(FIRST)), output_field=IntegerField()),
        )
        .order_by("part", "place", Length("names"), "pk")
    )
    return [as_hit(entry) for entry in best[:SHOWN]]


def _begins(typed: str) -> str:
    """All words in names, and how those are spelt otherwise; the last one need not be whole."""
    words = [word for piece in typed.split() for word in (cut(piece) if HAN.match(piece) else (piece,))][
        :MOST_WORDS
    ]
    quoted = [f"'{word}'" for word in words]
    return " & ".join([*(f"{word}:AB" for word in quoted[:-1]), f"{quoted[-1]}:*AB"])
