"""What of a batch can be taken back, worked out and done within one transaction.

The effects (`effects.read_effects`) are marked with why they stay; all that is not marked is taken
back: deletes first, then updates, then inserts, as keys between rows are checked at the end, but
what must be unique at once.
"""

from collections.abc import Iterator
from typing import Any

from django.db import DataError, IntegrityError, InternalError, connection, transaction
from django.db.models import CASCADE, CharField, Field, ForeignKey, Model, TextField

from . import undoing_sql as sql
from .effects import Table, quoted, read_effects, through_tables
from .keys import keys_to
from .models import Batch
from .tags import HOLD, LET_GO

REFUSALS = (IntegrityError, InternalError, DataError)


class Plan:
    """How a batch is taken back. To be used within a transaction.

    is_real   whether it will be done: then its rows are locked
    """

    def __init__(self, batch: Batch, *, is_real: bool):
        self.tables = read_effects(batch)
        self.by_resource = {table.resource: table for table in self.tables}
        self.links = {name: known for name, known in through_tables().items() if self._has_links(name)}
        if is_real:
            for table in self.tables:
                self._execute(sql.LOCK, table)
        self._find_what_stays()

    # what stays

    def _find_what_stays(self) -> None:
        for table in self.tables:
            self._mark(sql.CAME_OR_WENT, table, "created", {"why": "went"}, is_there="NOT")
            self._mark(sql.CAME_OR_WENT, table, "changed", {"why": "gone"}, is_there="NOT")
            self._mark(sql.CAME_OR_WENT, table, "deleted", {"why": "there"}, is_there="")
            self._mark(sql.NO_STATE, table, "changed")
            self._mark(sql.NO_STATE, table, "deleted")
            differs = " OR ".join(_unlike(field, "t", "a") for field in table.told)
            self._mark(sql.EDITED, table, "created", differs=differs or "false")
        self.settle()

    def settle(self) -> None:
        """Follow the keys between rows until nothing more stays."""
        while self._lose_orphans():
            pass
        for table, key in self._keys(self.tables):
            self._mark(sql.BLOCK, table, "changed", _names(key), **self._other(key))
        while self._keep_what_is_needed():
            pass

    def _lose_orphans(self) -> int:
        lost = 0
        for table, key in self._keys(self.tables):
            lost += self._mark(sql.ORPHAN, table, "deleted", _names(key), **self._other(key))
        return lost

    def _keep_what_is_needed(self) -> int:
        kept = 0
        for far in self.tables:
            if not self._is_planned(far, "created"):
                continue
            for near, key in keys_to(far.model):
                kept += self._keep_for(far, near, key)
        for table, key in self._keys(self.tables):
            if key.remote_field.on_delete is CASCADE:
                whole = {"far": key.related_model._meta.label_lower}
                kept += self._mark(sql.PARTS, table, "created", whole, column=_column(key))
        for through in self.links:
            values = {"through": through, "near": self.links[through][0]._meta.label_lower}
            kept += self._execute(sql.PARTS_BY_LINK, None, values)
        return kept

    def _keep_for(self, far: Table, near: type[Model], key: Field) -> int:
        opts = near._meta
        words = {"near": quoted(opts.db_table), "column": quoted(key.column)}
        if opts.auto_created:
            values = {"through": opts.db_table}
            columns = self._columns_of(opts.db_table) | words
            return self._mark(sql.NEEDED_BY_LINK, far, "created", values, **columns)
        table = self.by_resource.get(opts.label_lower)
        turns_away = "false"
        if table and key in table.columns:
            turns_away = sql.TURNS_AWAY.format(column=words["column"], near_states=table.words["states"])
        near_words = {**words, "near_key": quoted(opts.pk.column), "turns_away": turns_away}
        values = {"near": opts.label_lower, "field": key.attname}
        return self._mark(sql.NEEDED, far, "created", values, **near_words)

    def refuse(self, refused: list[tuple[str, str]]) -> None:
        """The database would not have these rows as they were."""
        with connection.cursor() as cursor:
            cursor.execute(sql.REFUSE, [list(column) for column in zip(*refused, strict=True)])
        self.settle()

    def conflicts(self, table: Table, limit: int) -> list[tuple]:
        """pk, state before, state after, why, blocked fields: of rows that are not wholly taken back."""
        edited = " OR ".join(map(_edited, table.told))
        query = sql.CONFLICTS.format(**table.words, edited=edited or "false")
        with connection.cursor() as cursor:
            cursor.execute(query, {"resource": table.resource, "limit": limit})
            return cursor.fetchall()

    def count(self) -> int:
        """How many rows are taken back."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT count(*) FROM curation_effect WHERE kept IS NULL)"
                " + (SELECT count(*) FROM curation_link_effect WHERE kept IS NULL)"
            )
            return cursor.fetchone()[0]

    # taking back

    def carry_out(self) -> list[tuple[str, str]]:
        """Write it. Returns the rows (kind, id) that the database refused; then nothing is right yet."""
        refused: list[tuple[str, str]] = []
        self._execute(HOLD, None)
        for through in self.links:
            self._link(sql.UNLINK, through)
        for table in self.tables:
            refused += self._write(table, "created", sql.DELETE)
        for table in self.tables:
            refused += self._write(table, "changed", *self._update(table))
        for table in self.tables:
            columns = ", ".join(_column(c) for c in table.columns)
            values = ", ".join(f"b.{_column(c)}" for c in table.columns)
            refused += self._write(table, "deleted", sql.INSERT, columns, values)
        for through in self.links:
            self._link(sql.LINK, through)
        for table in self.tables:
            self._mark(sql.UNTAG, table, "created")
        self._execute(LET_GO, None)
        return refused

    def _update(self, table: Table) -> tuple[str, str, str]:
        """The statement, what it sets, and which rows need it."""
        sets, any_ = [], []
        for field in table.columns:
            column = _column(field)
            if getattr(field, "auto_now", False):
                sets.append(f"{column} = now()")
                continue
            given_back = sql.GIVEN_BACK.format(column=column, field=field.attname)
            sets.append(f"{column} = CASE WHEN {given_back} THEN b.{column} ELSE t.{column} END")
            any_.append(f"({given_back})")
        return sql.UPDATE, ", ".join(sets), " OR ".join(any_)

    def _write(self, table: Table, did: str, statement: str, columns: str = "", more: str = "") -> list:
        if not self._is_planned(table, did) or (did != "created" and not columns):
            return []
        query = statement.format(
            **table.words, rows=sql.ROWS, only=sql.ONLY, columns=columns, values=more, any_given_back=more
        )
        refused = list(self._attempt(query, table, did, None))
        while refused:  # what was in the way of one may be gone by now
            again = [pk for one in refused for pk in self._attempt(query, table, did, [one])]
            if len(again) == len(refused):
                break
            refused = again
        return [(table.resource, pk) for pk in refused]

    def _attempt(self, query: str, table: Table, did: str, only: list[str] | None) -> Iterator[str]:
        """Write these rows, halving them until those that are refused stand alone. Yields the refused."""
        values = {"resource": table.resource, "did": did, "only": only}
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(query, values)
                return
        except REFUSALS:
            rows = only or self._planned(table, did)
        if len(rows) == 1:
            yield rows[0]
            return
        middle = len(rows) // 2
        yield from self._attempt(query, table, did, rows[:middle])
        yield from self._attempt(query, table, did, rows[middle:])

    def _link(self, statement: str, through: str) -> None:
        self._execute(statement, None, {"through": through}, **self._columns_of(through))

    # words for the statements

    def _planned(self, table: Table, did: str) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(sql.PLANNED.format(rows=sql.ROWS), {"resource": table.resource, "did": did})
            return [pk for (pk,) in cursor.fetchall()]

    def _is_planned(self, table: Table, did: str) -> bool:
        with connection.cursor() as cursor:
            query = f"SELECT EXISTS ({sql.PLANNED.format(rows=sql.ROWS)})"
            cursor.execute(query, {"resource": table.resource, "did": did})
            return cursor.fetchone()[0]

    def _has_links(self, through: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM curation_link_effect WHERE resource = %s)", [through])
            return cursor.fetchone()[0]

    def _keys(self, tables: list[Table]) -> list[tuple[Table, Any]]:
        return [(table, key) for table in tables for key in table.columns if _is_key(key)]

    def _other(self, key: Any) -> dict[str, str]:
        """The words that say that the row which a key names stands."""
        opts = key.related_model._meta
        column = quoted(key.column)
        there = sql.OTHER_IS_THERE.format(
            other=quoted(opts.db_table), other_key=quoted(opts.pk.column), column=column
        )
        return {"column": column, "other_is_there": there}

    def _columns_of(self, through: str) -> dict[str, str]:
        model, many = through_tables()[through]
        far = (many.related_model or model)._meta
        return {
            "through": quoted(through),
            "near_column": quoted(many.m2m_column_name()),
            "far_column": quoted(many.m2m_reverse_name()),
            "near": quoted(model._meta.db_table),
            "near_key": quoted(model._meta.pk.column),
            "near_type": str(model._meta.pk.rel_db_type(connection)),
            "far": quoted(far.db_table),
            "far_key": quoted(far.pk.column),
            "far_type": str(far.pk.rel_db_type(connection)),
        }

    def _mark(self, statement: str, table: Table, did: str, values=None, **words) -> int:
        return self._execute(statement, table, {"did": did, **(values or {})}, **words)

    def _execute(self, statement: str, table: Table | None, values=None, **words) -> int:
        own = table.words if table else {}
        query = statement.format(**{"rows": sql.ROWS, **own, **words})
        with connection.cursor() as cursor:
            cursor.execute(query, {"resource": table.resource if table else None, **(values or {})})
            return cursor.rowcount


def _names(key: Any) -> dict[str, str]:
    """The values that stand for a key in the statements."""
    return {"field": key.attname, "other": key.related_model._meta.label_lower}


def _column(field: Field) -> str:
    return quoted(field.column)


def _is_key(field: Field) -> bool:
    return isinstance(field, ForeignKey) and field.db_constraint


def _unlike(field: Field, one: str, other: str) -> str:
    """That a column says different things in two rows; no text and an empty one are the same."""
    column = _column(field)
    if field.null and isinstance(field, CharField | TextField):
        return f"coalesce({one}.{column}, '') <> coalesce({other}.{column}, '')"
    return f"{one}.{column} IS DISTINCT FROM {other}.{column}"


def _edited(field: Field) -> str:
    """That somebody gave a column another value than the batch did, and than it had before."""
    return sql.EDITED_FIELD.format(
        was_written=_unlike(field, "b", "a"),
        is_not_ours=_unlike(field, "t", "a"),
        is_not_earlier=_unlike(field, "t", "b"),
    )
