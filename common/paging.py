"""Pages by keyset: a page starts after the last row of the one before, however far in.

Rows that come or go meanwhile move nothing: no row is shown twice, none is skipped. There is no
OFFSET and no count; a cursor is the sort key of a row, and says to which ordering it belongs.
"""

import base64
import binascii
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import (
    CharField,
    DateField,
    ExpressionWrapper,
    F,
    IntegerField,
    Model,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from .dates import or_empty
from .shapes import related
from .texts import is_text

PAGE_SIZE, LARGEST_PAGE = 50, 200  # rows of a page of the API


class BadCursor(ValueError):
    """Not a cursor of this list and ordering."""


@dataclass(frozen=True)
class Page:
    """rows in order; next and previous are cursors, None at the ends."""

    rows: list
    next: str | None
    previous: str | None


def keyset_page(queryset: QuerySet, ordering: Sequence[str], cursor: str | None, size: int) -> Page:
    """One page of a queryset.

    ordering   columns, all with or all without a leading "-"; the primary key is added as the last
    Raises     BadCursor
    """
    keyset = Keyset(queryset.model, ordering)
    values, backward = keyset.read(cursor)
    found = list(keyset.rows(queryset, size, values, backward))
    return keyset.page(found, [keyset.key_of(row) for row in found], cursor, backward, size)


class Keyset:
    """The order of a list, and the way from a row to its cursor."""

    def __init__(self, model: type[Model], ordering: Sequence[str]):
        self.descending = bool(ordering) and ordering[0].startswith("-")
        self.columns = [column.lstrip("-") for column in ordering]
        self.name = ",".join(ordering)
        self.aliases = [f"_key_{place}" for place in range(len(self.columns))]
        self.fields = [_field(model, column) for column in self.columns]
        self.expressions = [
            _never_null(column, field) for column, field in zip(self.columns, self.fields, strict=True)
        ]

    def read(self, cursor: str | None) -> tuple[list | None, bool]:
        """The key that a cursor holds, and whether the page lies before it. Raises BadCursor."""
        if not cursor:
            return None, False
        try:
            text = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
            backward, name, *values = json.loads(text)
        except (ValueError, TypeError, binascii.Error, RecursionError):
            raise BadCursor(cursor) from None
        fits = name == self.name and len(values) == len(self.columns) + 1 and backward in (0, 1)
        if not fits or not all(isinstance(value, str) and is_text(value) for value in values):
            raise BadCursor(cursor)
        if not all(_may_be(field, value) for field, value in zip(self.fields, values[:-1], strict=True)):
            raise BadCursor(cursor)
        return values, bool(backward)

    def rows(self, queryset: QuerySet, size: int, values: list | None, backward: bool) -> QuerySet:
        """The rows of the page beyond a key, and one more; their own keys in `_key_0` …"""
        rows = self.in_order(queryset, backward)
        if values is not None:
            rows = rows.filter(self._beyond(values, backward))
        return rows[: size + 1]

    def in_order(self, queryset: QuerySet, backward: bool = False) -> QuerySet:
        """All rows, with their keys in `_key_0` …"""
        rows = queryset.annotate(**dict(zip(self.aliases, self.expressions, strict=True)))
        sign = "-" if self.descending != backward else ""
        return rows.order_by(*(sign + name for name in (*self.aliases, "pk")))

    def key_of(self, row) -> list[str]:
        return [*(getattr(row, alias) for alias in self.aliases), row.pk]

    def page(self, rows: list, keys: list, cursor: str | None, backward: bool, size: int) -> Page:
        """Rows as read, one more than asked for where there are more, put in order."""
        more = len(rows) > size
        rows, keys = rows[:size], keys[:size]
        if backward:
            rows, keys = rows[::-1], keys[::-1]
        has_next, has_previous = (bool(rows), more) if backward else (more, bool(cursor and rows))
        return Page(
            rows,
            self._write(keys[-1], False) if has_next else None,
            self._write(keys[0], True) if has_previous else None,
        )

    def _beyond(self, values: list, backward: bool) -> Q:
        """Rows after the key (before it, read backward), so written that an index finds the first."""
        compare = "lt" if self.descending != backward else "gt"
        names = [*self.aliases, "pk"]
        beyond = Q(**{f"{names[-1]}__{compare}": values[-1]})
        for name, value in reversed(list(zip(names[:-1], values[:-1], strict=True))):
            beyond = Q(**{f"{name}__{compare}e": value}) & (Q(**{f"{name}__{compare}": value}) | beyond)
        return beyond

    def _write(self, key: list, backward: bool) -> str:
        text = json.dumps(
            [int(backward), self.name, *map(str, key)], ensure_ascii=False, separators=(",", ":")
        )
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _field(model: type[Model], column: str) -> Any:
    *way, name = column.split("__")
    for step in way:
        model = related(model, step)
    return model._meta.get_field(name)


def _may_be(field, value: str) -> bool:
    """Whether the column could hold this; a key made by hand may name a day or number that cannot be."""
    if isinstance(field, IntegerField):
        return bool(re.fullmatch(r"-?[0-9]{1,9}", value))
    if not isinstance(field, DateField):
        return True
    try:
        return str(field.to_python(value)) == value
    except ValidationError:
        return False


def _never_null(column: str, field):
    """The column as text that compares; a row without a value sorts as the empty text, without a day last."""
    if not field.null:
        return ExpressionWrapper(F(column), output_field=CharField())
    if isinstance(field, DateField):
        last = Value("9999-12-31", output_field=CharField())
        return ExpressionWrapper(Coalesce(F(column), Cast(last, field)), output_field=CharField())
    return or_empty(column)
