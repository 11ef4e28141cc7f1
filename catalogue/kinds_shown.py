"""The ways into the catalogue: its kinds, and the categories of the one that is chosen, with counts."""

from collections.abc import Mapping

from django.http import QueryDict
from django.urls import reverse

from common.numbers import number
from search.facets import stored

from .kinds import KINDS
from .models import Category
from .search import KIND
from .words import Kind


def kinds_for(user, query: QueryDict) -> dict:
    """For `catalogue/_kinds.html`. Counted is what this user sees, whatever else is filtered by."""
    counts = stored([KIND], user, ("kind", "category")).of
    chosen = _chosen(query)
    kinds = [
        {
            "label": kind.label,
            "icon": KINDS[kind].icon,
            "count": number(counts["kind"].get(kind, 0)),
            "url": _address(kind=kind),
            "is_chosen": kind == chosen,
        }
        for kind in Kind
    ]
    return {"kinds": kinds, "categories": _categories(counts["category"], chosen, query.get("category"))}


def _chosen(query: QueryDict) -> str:
    """The one kind that is asked for; none where there are several."""
    kinds = [one for one in query.getlist("kind") if one in Kind.values]
    return kinds[0] if len(kinds) == 1 else ""


def _categories(counts: Mapping[str, int], kind: str, chosen: str | None) -> list[dict]:
    return [
        {
            "label": category.name,
            "count": number(counts[category.slug]),
            "url": _address(kind=kind, category=category.slug),
            "is_chosen": category.slug == chosen,
        }
        for category in Category.objects.filter(kind=kind)
        if category.slug in counts
    ]


def _address(**parameters: str) -> str:
    query = QueryDict(mutable=True)
    query.update(parameters)
    return f"{reverse('catalogue:list')}?{query.urlencode()}"
