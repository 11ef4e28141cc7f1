"""Tables written as CSV and XLSX."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from .guard import guarded

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def write(kind: str, headers: Sequence[str], rows: Iterable[Sequence]) -> bytes:
    """kind: csv or xlsx. Texts are guarded; numbers stay numbers."""
    return _write_csv(headers, rows) if kind == "csv" else _write_xlsx(headers, rows)


def _write_csv(headers: Sequence[str], rows: Iterable[Sequence]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headers)
    writer.writerows([guarded(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")  # the mark lets Excel read Chinese


def _write_xlsx(headers: Sequence[str], rows: Iterable[Sequence]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append(list(headers))
    for row in rows:
        sheet.append([_legal(guarded(value)) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _legal(value: Any) -> Any:
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
