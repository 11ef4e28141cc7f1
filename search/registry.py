"""What can be found. Each room registers its models in its ``search.py``::

register("park", Park, label=_("Parks"), url_name="parks:detail", rows=_rows, document=_document)
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial, reduce
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from common.shapes import related


@dataclass(frozen=True)
class Document:
    """What a record is found by. Texts are pairs: English, Simplified Chinese.

    facets      beside its countries: "name:value", see `search.facets`
    about       what it is filed under, in words: its category, its kind
    newest_at   since when it is there; starts_at, when it takes place; closes_at, when it is over
    """

    slug: str
    title: tuple[str, str]
    summary: tuple[str, str] = ("", "")
    names: Sequence[str] = ()
    text: tuple[str, str] = ("", "")
    about: tuple[str, str] = ("", "")
    countries: Sequence[str] = ()
    facets: Sequence[str] = ()
    newest_at: datetime | None = None
    starts_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of record in the index.

    label      what they are called together; label_of_one, one of them
    rows       all records, with what the document needs fetched at once
    document   what one is found by
    url_name   the route of its page, called with the slug
    """

    name: str
    model: type[Model]
    label: str | Promise
    label_of_one: str | Promise
    url_name: str
    document: Callable[[Model], Document]
    rows: Callable[[], QuerySet] | None = field(default=None)

    def url(self, slug: str) -> str:
        """The page of a record; what follows "#" in its slug is a place on that page."""
        page, hash_, place = slug.partition("#")
        return reverse(self.url_name, args=[page]) + hash_ + place

    def queryset(self) -> QuerySet:
        return self.rows() if self.rows else self.model._default_manager.all()


KINDS: dict[str, Kind] = {}


def register(name: str, model: type[Model], **how) -> None:
    KINDS[name] = Kind(name, model, **how)


_FOLLOWERS: dict[type[Model], list[Callable[[Sequence[Any]], QuerySet]]] = {}


def follow(model: type[Model], records: Callable[[Sequence[Any]], QuerySet]) -> None:
    """When some rows of this model change, these records are found by other words."""
    _FOLLOWERS.setdefault(model, []).append(records)


def follow_what_hides() -> None:
    """What is seen only where something else is (`visible_through`) follows that; once all are known."""
    for model in {kind.model for kind in KINDS.values()}:
        for path in getattr(model, "visible_through", ()):
            follow(reduce(related, path.split("__"), model), partial(_hanging_on, model, path))


def _hanging_on(model: type[Model], path: str, rows: Sequence[Any]) -> QuerySet:
    return model._default_manager.filter(**{f"{path}__in": [row.pk for row in rows]})


def with_followers(records: Iterable[Model]) -> dict[type[Model], set[Any]]:
    """The ids of these records, of those that follow them, and of those that follow these."""
    found: dict[type[Model], set[Any]] = defaultdict(set)
    waiting = _by_model(records)
    while waiting:
        model, rows = waiting.popitem()
        rows = [row for row in rows if row.pk not in found[model]]
        found[model] |= {row.pk for row in rows}
        for followers in _FOLLOWERS.get(model, []) if rows else []:
            for kind, more in _by_model(followers(rows).order_by()).items():
                waiting.setdefault(kind, []).extend(more)
    return found


def _by_model(records: Iterable[Model]) -> dict[type[Model], list[Model]]:
    some: dict[type[Model], list[Model]] = {}
    for record in records:
        some.setdefault(type(record), []).append(record)
    return some


def kinds_of(model: type[Model]) -> list[Kind]:
    return [kind for kind in KINDS.values() if kind.model is model]
