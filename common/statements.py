"""Statements that are compiled once and run often.

What a list asks of the database follows from its ordering, its reader and its language; only the cursor
differs from page to page. Policies and the ORM make the statement once for each of these, then it is run
with other values in its holes. Nothing that was read is kept, so any process may have its own; a
filtered list, whose filters read rows, is made anew each time.

PostgreSQL keeps the plans of those that are asked for again and again: each connection prepares such a
statement once, and from then on is sent its name and the values.
"""

import hashlib
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from psycopg2.extensions import AsIs

from .versions import fetch_first, version_sql

MOST = 2_000  # statements kept by a process; beyond it forgets them all and begins anew
OFTEN = 5  # runs after which a statement is worth preparing
MOST_PREPARED = 100  # by one connection, as each plan takes memory of its backend
_kept: dict[Hashable, "Compiled"] = {}
_prepared: WeakKeyDictionary[Any, dict[str, None]] = WeakKeyDictionary()  # names, oldest first, by connection


class Hole(str):
    """Stands in a statement for a text that is known when it is run."""

    __slots__ = ()


@dataclass(eq=False)
class Compiled:
    """A page and, beside it, the version of the tables that it is made of: SQL and its parameters.

    kept   what else the maker wants to keep
    """

    sql: str
    params: Sequence
    kept: Any = None
    runs: int = field(default=0, init=False)

    def run(self, values: Sequence[str] | None = None) -> tuple:
        """The version and all rows, of one moment: (number, changed at), rows.

        values   fill the holes by their names, "0", "1" …
        """
        self.runs += 1
        found = fetch_first(lambda cursor: self._ask(cursor, values or ()))
        # Where there is no row, the version still comes, with nothing beside it.
        return found[0][:2], [row[2:] for row in found if row[2] is not None]

    def _ask(self, cursor, values: Sequence[str]) -> None:
        if self.runs <= OFTEN:
            cursor.execute(self.sql, [values[int(p)] if isinstance(p, Hole) else p for p in self.params])
        else:
            self._prepare()
            cursor.execute(self._execute, [values[int(hole)] for hole in self._holes])

    def _prepare(self) -> None:
        names = _prepared.setdefault(connection.connection, {})
        if self._name in names:
            return
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            if len(names) >= MOST_PREPARED:
                oldest = next(iter(names))
                cursor.execute(f"DEALLOCATE {oldest}")
                del names[oldest]
            numbers = iter(range(1, len(self._holes) + 1))
            given = [AsIs(f"${next(numbers)}") if isinstance(p, Hole) else p for p in self.params]
            cursor.execute(f"PREPARE {self._name} AS {self.sql}", given)
        names[self._name] = None

    @cached_property
    def _holes(self) -> list[Hole]:
        return [p for p in self.params if isinstance(p, Hole)]

    @cached_property
    def _name(self) -> str:
        text = repr((self.sql, self.params))
        return f"page_{hashlib.blake2b(text.encode(), digest_size=12).hexdigest()}"

    @cached_property
    def _execute(self) -> str:
        values = ", ".join(["%s"] * len(self._holes))
        return f"EXECUTE {self._name}({values})" if values else f"EXECUTE {self._name}"


def compiled(
    key: Hashable | None, tables: Sequence[str] | None, make: Callable[[], tuple[QuerySet, object]]
) -> Compiled:
    """The statement of this key; made from a queryset of values when it is asked for first.

    key      None for a statement that no later answer may use
    tables   those that its version is of; None for all
    """
    statement = _kept.get(key)
    if statement is None:
        queryset, kept = make()
        # A filter that nothing can pass is still asked for: its page has a version like any other.
        page, params = queryset.query.get_compiler(DEFAULT_DB_ALIAS, elide_empty=False).as_sql()
        version, version_params = version_sql(tables)
        sql = f"SELECT version.*, page.* FROM ({version}) version LEFT JOIN LATERAL ({page}) page ON TRUE"  # noqa: S608
        statement = Compiled(sql, [*version_params, *params], kept)
        if key is not None:
            if len(_kept) >= MOST:
                _kept.clear()
            _kept[key] = statement
    return statement
