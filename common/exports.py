"""A list as a file, however long: the same rows in the same order, as CSV, XLSX or NDJSON.

PostgreSQL makes each line; a cursor of the server hands them over some thousand at a time and they are
sent as they come, so neither the portal nor the database ever holds the list. Nothing is cut off. Where
the client goes away the statement ends. Whoever may not read any more gets no further row: each portion
is asked for again when something was written since.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import Expression, Model, QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone

from .columns import CODE, LIST, NUMBER, YES_NO, Cell, Column
from .csvstream import BYTE_ORDER_MARK
from .paging import Keyset
from .roles import is_curator
from .shapes import Reader, object_of
from .spreadsheets import CONTENT_TYPES, guarded
from .versions import version_of
from .workbook import workbook

#: By the word that asks for it in an address.
FORMATS = {"csv": "CSV", "xlsx": "Excel", "ndjson": "NDJSON"}
TYPES = CONTENT_TYPES | {"ndjson": "application/x-ndjson"}
PORTION = 2_000  # rows fetched, looked after and sent at a time
# What `spreadsheets.guarded` takes for the start of a formula, as the database sees it; the first
# characters stand apart as a number is quicker compared than a pattern.
FIRST = ", ".join(str(ord(character)) for character in "'=+-@|%\t\r\n＝＋－＠｜％")
LIVE = r"^''*[=+@|\t\r\n\u0025\uFF1D\uFF0B\uFF0D\uFF20\uFF5C\uFF05-]"


class NoLongerYours(Exception):
    """The reader's right ended while the list was sent; the answer breaks off and is seen to be broken."""


def ordered(rows: QuerySet, keyset: Keyset) -> QuerySet:
    """The rows in the order in which pages of the list show them."""
    plain = rows.select_related(None).prefetch_related(None)
    if plain.query.distinct:  # it would compare what is exported, not the rows
        plain = rows.model._default_manager.filter(pk__in=plain.order_by().values("pk"))
    return keyset.in_order(plain)


def export(kind: str, rows: QuerySet, columns: Sequence[Column], reader: Reader) -> StreamingHttpResponse:
    """The download of a list.

    kind   one of FORMATS
    rows   in order, and only those that the reader may see
    """
    if kind == "xlsx":
        portions = (cells for _pks, cells in _portions(_Cells(rows, columns, reader)))
        content = workbook([column.name for column in columns], _sheet_rows(portions, columns))
    elif kind == "csv":
        content = _csv(rows, columns, reader)
    else:
        content = _lines(_Line(rows, columns, reader, _as_json(columns)), "\n")
    return download(kind, rows.model, content)


def export_json(rows: QuerySet, shown: Expression, reader: Reader) -> StreamingHttpResponse:
    """The download of a list as NDJSON, each line made by an expression of the queryset."""
    return download("ndjson", rows.model, _lines(_Shown(rows, shown, reader), "\n"))


def download(kind: str, model: type[Model], content: Iterator[bytes]) -> StreamingHttpResponse:
    name = f"{model._meta.model_name!s}-{timezone.localdate().isoformat()}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(content, content_type=TYPES[kind], headers=headers)


def values(rows: QuerySet, columns: Sequence[Column], reader: Reader) -> dict[str, tuple]:
    """What the columns say of a few rows, by the key of the row."""
    statement = _Cells(rows, columns, reader)
    with connection.cursor() as cursor:
        cursor.execute(*statement.sql())
        return {pk: tuple(cells) for pk, *cells in cursor.fetchall()}


@dataclass(frozen=True)
class _Cells:
    """The statement of an export: the key of each row, then its values."""

    rows: QuerySet
    columns: Sequence[Column]
    reader: Reader

    def made_of(self) -> list[Expression]:
        return [Cell(column, self.reader) for column in self.columns]

    def outer(self) -> str:
        return ", ".join(f"c{place}" for place in range(len(self.columns)))

    def sql(self) -> tuple[str, Sequence]:
        """Raises EmptyResultSet where a filter lets nothing pass."""
        made = self.made_of()
        # Named, as values_list would put those without a name in another order.
        named = {f"_cell_{place}": each for place, each in enumerate(made)}
        rows = self.rows.rewrite(False) if hasattr(self.rows, "rewrite") else self.rows
        query = rows.annotate(**named).values_list("pk", *named).query
        inner, params = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        heads = ", ".join(["k", *(f"c{place}" for place in range(len(made)))])
        return f"SELECT k, {self.outer()} FROM ({inner}) t ({heads})", params  # noqa: S608


@dataclass(frozen=True)
class _Line(_Cells):
    """The same with one text for each row."""

    line: str

    def outer(self):
        return self.line


@dataclass(frozen=True)
class _Shown(_Cells):
    """The key of each row, and one expression of it."""

    def __init__(self, rows, shown, reader):
        super().__init__(rows, (), reader)
        object.__setattr__(self, "shown", shown)

    def made_of(self):
        return [self.shown]  # type: ignore[attr-defined]

    def outer(self):
        return "c0"


def _csv(rows: QuerySet, columns: Sequence[Column], reader: Reader) -> Iterator[bytes]:
    head = ",".join(column.name for column in columns)
    yield f"{BYTE_ORDER_MARK}{head}\r\n".encode()
    yield from _lines(_Line(rows, columns, reader, _as_csv(columns)), "\r\n")


def _lines(statement: _Cells, end: str) -> Iterator[bytes]:
    for _pks, cells in _portions(statement):
        yield (end.join(line for (line,) in cells) + end).encode()


def _portions(statement: _Cells) -> Iterator[tuple[list[str], list[tuple]]]:
    """Keys and values, some thousand rows at a time, all of one moment."""
    try:
        sql, params = statement.sql()
    except EmptyResultSet:
        return
    guard = _Guard(statement.rows.model, statement.reader.user)
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        # Within a transaction the cursor of the server reads on; without, it would first keep all rows.
        cursor.itersize = PORTION
        cursor.execute(sql, params)
        while found := cursor.fetchmany(PORTION):
            allowed = guard.allowed([row[0] for row in found])
            rows = [row for row in found if row[0] in allowed] if allowed is not None else found
            if rows:
                yield [row[0] for row in rows], [row[1:] for row in rows]


class _Guard:
    """Asks again who may read, where anything was written since it was asked for last."""

    def __init__(self, model: type[Model], user: Any):
        self.model, self.user = model, user
        self.acts_still = getattr(user, "acts_still", lambda: True)  # a key may be revoked on the way
        self.version = version_of(None) if user.is_authenticated else None

    def allowed(self, pks: list[str]) -> set[str] | None:
        """Those of these rows that may still be read; None for all. Raises NoLongerYours"""
        if not self.acts_still():
            raise NoLongerYours
        if self.version is None or (now := version_of(None)) == self.version:
            return None
        self.version = now
        was_curator = is_curator(self.user)
        self.user.refresh_from_db(fields=["is_active", "is_staff"])
        if not self.user.is_active or was_curator != is_curator(self.user):
            raise NoLongerYours
        seen = self.model._default_manager.visible_to(self.user).filter(pk__in=pks)
        allowed = set(seen.values_list("pk", flat=True))
        if not allowed:
            raise NoLongerYours
        return allowed


def _as_csv(columns: Sequence[Column]) -> str:
    """The line of a row in SQL. Numbers, codes and days need no quotes."""
    return f"concat_ws(',', {', '.join(_csv_cell(column, f'c{n}') for n, column in enumerate(columns))})"


def _csv_cell(column: Column, cell: str) -> str:
    if column.kind == YES_NO:
        return f"CASE {cell} WHEN TRUE THEN 'yes' WHEN FALSE THEN 'no' ELSE '' END"
    if column.kind in (NUMBER, CODE):
        return f"coalesce({cell}::text, '')"
    text = f"array_to_string({cell}, '; ')" if column.kind == LIST else cell
    safe = f"CASE WHEN ascii({text}) IN ({FIRST}) AND {text} ~ '{LIVE}' THEN '''' || {text} ELSE {text} END"
    return f"""CASE WHEN {text} <> '' THEN '"' || replace({safe}, '"', '""') || '"' ELSE '' END"""


def _as_json(columns: Sequence[Column]) -> str:
    pairs = [f"'{column.name}', c{place}" for place, column in enumerate(columns)]
    return f"{object_of(pairs)}::text"


def _sheet_rows(portions: Iterator[list[tuple]], columns: Sequence[Column]) -> Iterator[list]:
    writers = [_WRITERS.get(column.kind, guarded) for column in columns]
    for rows in portions:
        for cells in rows:
            yield ["" if cell is None else write(cell) for write, cell in zip(writers, cells, strict=True)]


_WRITERS: dict[str, Callable[[Any], Any]] = {
    YES_NO: lambda value: "yes" if value else "no",
    LIST: lambda value: guarded("; ".join(value)),
    NUMBER: lambda value: value,
    CODE: str,
}
