"""What stands at a place of a source: the records of all rooms that cite it, asked from below.

The rooms above are not imported: each model that is a `Record` is found in Django's registry.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import F, Prefetch

from common.templatetags.components import fallback_lang

from .models import Record


@dataclass
class Fact:
    """A record as a line: what it says, whose it is where that is not said, and where it is shown."""

    record: Record
    text: str
    owner: str
    url: str
    lang: str


@dataclass
class Group:
    """The facts of one kind."""

    name: str
    facts: list[Fact] = field(default_factory=list)


def facts_citing(field_name: str, targets: Iterable, user, *prefetched: Prefetch) -> dict[str, list[Group]]:
    """By the key of each target the groups of visible records that name it in `field_name`.

    field_name   "passages" or "discrepancies"
    targets      their rows or keys, or a queryset of them
    prefetched   what else is shown of each record, such as `places()`
    One query a model, however many records there are.
    """
    found: dict[str, list[Group]] = defaultdict(list)
    for model in record_models():
        rows = (
            model.objects.visible_to(user)
            .filter(**{f"{field_name}__in": targets})
            .annotate(target=F(field_name))
            .select_related()
            .prefetch_related(*prefetched)
        )
        groups: dict[str, Group] = {}
        for row in rows:
            if row.target not in groups:
                groups[row.target] = Group(str(model._meta.verbose_name_plural))
                found[row.target].append(groups[row.target])
            groups[row.target].facts.append(_fact(row))
    return found


def record_models() -> list[type[Record]]:
    """Every kind of fact that the portal states, in the order of the rooms."""
    return [model for model in apps.get_models() if issubclass(model, Record)]


def _fact(row: Record) -> Fact:
    text = str(row)
    owners = [getattr(row, path) for path in row.visible_through if "__" not in path]
    unsaid = (str(owner) for owner in owners if str(owner) not in text)
    shown_at = row if hasattr(row, "get_absolute_url") else owners[0]
    return Fact(row, text, next(unsaid, ""), shown_at.get_absolute_url(), _foreign(row))


def _foreign(row: Record) -> str:
    """The code of the language that a fact's text falls back to; empty where it is the reader's own."""
    names = [name for name in ("name", "title") if hasattr(row, name)]
    return fallback_lang(row, names[0]) if names else ""
