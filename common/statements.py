"""Statements that are compiled once and run often.

What a list asks of the database follows from its ordering, its reader and its language; only the cursor
differs from page to page. Policies and the ORM make the statement once for each of these, then it is run
with other values in its holes. Nothing that was read is kept, so any process may have its own; a
filtered list, whose filters read rows, is made anew each time.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

from .versions import fetch_first, version_sql

MOST = 2_000  # statements kept by a process; beyond it forgets them all and begins anew
_kept: dict[Hashable, "Compiled"] = {}


class Hole(str):
    """Stands in a statement for a text that is known when it is run."""

    __slots__ = ()


@dataclass(frozen=True)
class Compiled:
    """SQL, its parameters, where the holes are among them, and what else the maker wants to keep."""

    sql: str
    params: tuple
    holes: tuple[int, ...]
    kept: Any = None

    def run(self, values: Sequence[str] | None = None) -> list[tuple]:
        """All rows; `values` fill the holes by their names, "0", "1" …"""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self._filled(values))
            return cursor.fetchall()

    def run_with_version(self, values: Sequence[str] | None, tables: Sequence[str] | None) -> tuple:
        """The version of these tables and all rows, of one moment: (number, changed at), rows."""
        version, params = version_sql(tables)
        found = fetch_first(
            f"SELECT version.*, page.* FROM ({version}) version LEFT JOIN LATERAL ({self.sql}) page ON TRUE",  # noqa: S608
            [*params, *self._filled(values)],
        )
        # Where there is no row, the version still comes, with nothing beside it.
        return found[0][:2], [row[2:] for row in found if row[2] is not None]

    def _filled(self, values: Sequence[str] | None) -> list:
        params = list(self.params)
        for place in self.holes:
            params[place] = (values or ())[int(params[place])]
        return params


def compiled(key: Hashable | None, make: Callable[[], tuple[QuerySet, object]]) -> Compiled:
    """The statement of this key; made from a queryset of values when it is asked for first.

    key   None for a statement that no later answer may use
    """
    statement = _kept.get(key)
    if statement is None:
        queryset, kept = make()
        # A filter that nothing can pass is still asked for: its page has a version like any other.
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS, elide_empty=False)
        sql, params = compiler.as_sql()
        holes = tuple(place for place, value in enumerate(params) if isinstance(value, Hole))
        statement = Compiled(sql, params, holes, kept)
        if key is not None:
            if len(_kept) >= MOST:
                _kept.clear()
            _kept[key] = statement
    return statement
