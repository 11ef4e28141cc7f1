"""Tables as files that people open in a spreadsheet program: CSV and XLSX.

A text that such a program would take for a formula gets an apostrophe in front when it is written,
and loses it when it is read: what goes out comes back the same.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.exceptions import InvalidFileException

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_BYTES = 10_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
# Also the full-width forms, which some programs make plain, and what some of them skip at the start.
LIVE = re.compile(r"'*[=+\-@|%\t\r\n\0＝＋－＠｜％]")


class UnreadableFile(ValueError):
    """Not a table that can be read; the message tells people why."""


@dataclass(frozen=True)
class Table:
    """headers, and rows of as many texts; numbers: which row of the file each one was, the head being 1."""

    headers: list[str]
    rows: list[list[str]]
    numbers: list[int]


def guarded(value):
    """A text that no spreadsheet program runs; other values stay as they are."""
    return f"'{value}" if isinstance(value, str) and LIVE.match(value) else value


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and LIVE.match(text) else text


def write(kind: str, headers: Sequence[str], rows: Iterable[Sequence]) -> bytes:
    """kind: csv or xlsx. Texts are guarded; numbers stay numbers."""
    return _write_csv(headers, rows) if kind == "csv" else _write_xlsx(headers, rows)


def _write_csv(headers, rows) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headers)
    writer.writerows([guarded(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")  # the mark lets Excel read Chinese


def _write_xlsx(headers, rows) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append(list(headers))
    for row in rows:
        sheet.append([_legal(guarded(value)) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _legal(value):
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value


def read(name: str, data: bytes) -> Table:
    """The table in a file; its kind is told by the end of its name. Raises UnreadableFile."""
    if len(data) > MOST_BYTES:
        raise UnreadableFile(_("The file is larger than 10 MB. Split it."))
    if name.lower().endswith(".csv"):
        return _table(_read_csv(data))
    if name.lower().endswith(".xlsx"):
        return _table(_read_xlsx(data))
    raise UnreadableFile(_("“%(name)s” is neither a .csv nor an .xlsx file.") % {"name": name})


def _read_csv(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile(_("The file is not in UTF-8. Save it as “CSV UTF-8”, or as .xlsx.")) from None
    head = text.split("\n", 1)[0]
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count)))
    except csv.Error as error:
        raise UnreadableFile(_("The file is not a CSV table: %(error)s.") % {"error": error}) from None


def _read_xlsx(data: bytes) -> list[list[str]]:
    try:
        sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True).active
        cells = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True)
        return [[_cell_text(value) for value in row] for row in cells]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise UnreadableFile(_("The file is not an .xlsx workbook that can be read.")) from None


def _cell_text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _table(lines: list[list[str]]) -> Table:
    lines = [[cell.strip() for cell in line] for line in lines]
    if not lines or not any(lines[0]):
        raise UnreadableFile(_("The first row must hold the names of the columns."))
    headers = lines[0]
    while headers and not headers[-1]:
        headers = headers[:-1]
    width = len(headers)
    rows, numbers = [], []
    for number, line in enumerate(lines[1:], 2):
        if not any(line):
            continue
        if any(line[width:]):
            raise UnreadableFile(
                _("Row %(row)s has more cells than there are columns in the first row.") % {"row": number}
            )
        rows.append([unguarded(cell) for cell in (line + [""] * width)[:width]])
        numbers.append(number)
    if len(rows) > MOST_ROWS:
        raise UnreadableFile(_("More than %(most)s rows. Split the file.") % {"most": MOST_ROWS})
    return Table(headers, rows, numbers)
