"""Tables read row by row, as people have them."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from . import findings
from .encodings import ENCODINGS, encoding_of
from .findings import Finding, Observer
from .guard import unguarded
from .separated import Separated
from .tables import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Row, Table, UnreadableFile, too_many_columns
from .workbooks import Workbook


class OpenTable:
    """A file of which the head was read.

    encoding    which was found or given, a key of `encodings.ENCODINGS`; empty for a workbook
    delimiter   likewise
    sheets      names of a workbook's sheets; `sheet` is the one that is read
    headers     names of the columns; those without one at the end are left out
    head        which row of the file they stand in
    findings    what is wrong as a whole; complete after the last row
    """

    def __init__(self, name: str, file: BinaryIO, encoding: str = "", delimiter: str = "", sheet: str = ""):
        size = file.seek(0, io.SEEK_END)
        if size > settings.IMPORT_MOST_BYTES:
            raise UnreadableFile(
                _("The file is larger than %(most)s MB. Split it.")
                % {"most": settings.IMPORT_MOST_BYTES >> 20}
            )
        self.encoding = self.delimiter = self.sheet = ""
        self.sheets: list[str] = []
        self.source: Separated | Workbook
        if name.lower().endswith(".xlsx"):
            self.source = Workbook(file, settings.IMPORT_MOST_BYTES)
            self.sheets, self.sheet = self.source.sheets, sheet or self.source.active
        elif name.lower().endswith((".csv", ".tsv", ".txt")):
            if encoding and encoding not in ENCODINGS:
                raise UnreadableFile(_("“%(name)s” is not an encoding known here.") % {"name": encoding})
            self.encoding = encoding or encoding_of(file)
            self.source = Separated(file, self.encoding, delimiter)
            self.delimiter = self.source.delimiter
        else:
            raise UnreadableFile(
                _("“%(name)s” is neither a .csv, a .tsv nor an .xlsx file.") % {"name": name}
            )
        self._above: list[Finding] = []
        self._records = self._stripped()
        self.head, self.headers = self._read_head()
        self._observer = Observer(self.headers)
        self._after: list[Finding] = []

    @property
    def findings(self) -> list[Finding]:
        return [*self._above, *self._observer.told(), *self._after]

    def rows(self) -> Iterator[Row]:
        """Each row that holds something; once."""
        width = len(self.headers)
        full = short = last = 0
        for number, cells in self._records:
            if not any(cells):
                continue
            last, short = number, len(cells) < width
            full += not short
            row = Row(number, _wide(cells, width), [cell for cell in cells[width:] if cell])
            self._observer.note(number, row.cells)
            yield row
        if isinstance(self.source, Workbook):
            if self.source.rounded:
                self._after.append(findings.rounded(self.source.rounded))
        elif self.source.is_cut_off or (short and full and not self.source.has_last_line_end):
            self._after.append(findings.cut_off(last))

    def chunks(self, size: int) -> Iterator[Table]:
        """The rows in tables of so many; what stands beyond the last column is left out."""
        rows: list[Row] = []
        for row in self.rows():
            rows.append(row)
            if len(rows) == size:
                yield self._table(rows)
                rows = []
        if rows:
            yield self._table(rows)

    def _table(self, rows: list[Row]) -> Table:
        return Table(self.headers, [row.cells for row in rows], [row.number for row in rows])

    def _stripped(self) -> Iterator[tuple[int, list[str]]]:
        records = (
            self.source.records(self.sheet) if isinstance(self.source, Workbook) else self.source.records()
        )
        for number, cells in records:
            if len(cells) > MOST_COLUMNS:
                raise too_many_columns()
            yield number, [unguarded(cell.strip()) if cell else cell for cell in cells]

    def _read_head(self) -> tuple[int, list[str]]:
        """The first row that names more than one column; a title above it is left out and told."""
        seen: list[tuple[int, list[str]]] = []
        for number, cells in self._records:
            if any(cells):
                seen.append((number, cells))
            if len(seen) == 2:
                break
        if not seen:
            raise UnreadableFile(_("The first row must hold the names of the columns."))
        (number, cells), below = seen[0], seen[1:]
        if below and _is_title(cells, below[0][1]):
            self._above.append(findings.title(number))
            (number, cells), below = below[0], []
        is_narrow = below and _width(below[0][1]) > _width(cells)
        if isinstance(self.source, Workbook) and ("" in cells[: _width(cells)] or is_narrow or not below):
            merged = self.source.merged_at_top(self.sheet, number)
            if merged:
                if not below:
                    below = [next(self._records, (number + 1, []))]
                cells, is_used = _two_in_one(cells, below[0][1], merged, number)
                below = [] if is_used else below
        self._records = _chained(below, self._records)
        cells = cells[: _width(cells)]
        if not any(cells):
            raise UnreadableFile(_("The first row must hold the names of the columns."))
        return number, cells


def open_table(
    name: str, file: BinaryIO, encoding: str = "", delimiter: str = "", sheet: str = ""
) -> OpenTable:
    """The table in a file that can seek, with its head read; its kind is told by the end of its name.

    encoding, delimiter, sheet   given by who knows better than what would be found
    Raises UnreadableFile, here and while its rows are read
    """
    return OpenTable(name, file, encoding, delimiter, sheet)


def read(name: str, data: bytes) -> Table:
    """A small table as a whole, with nothing gravely wrong in it. Raises UnreadableFile"""
    if len(data) > MOST_BYTES:
        raise UnreadableFile(_("The file is larger than 10 MB. Split it."))
    table = open_table(name, io.BytesIO(data))
    rows, numbers = [], []
    for row in table.rows():
        if row.surplus:
            raise UnreadableFile(
                _("Row %(row)s has more cells than there are columns in the first row.") % {"row": row.number}
            )
        rows.append(row.cells)
        numbers.append(row.number)
        if len(rows) > MOST_ROWS:
            raise UnreadableFile(_("More than %(most)s rows. Split the file.") % {"most": MOST_ROWS})
    for finding in table.findings:
        if finding.code in ("cut_off", "encoding"):
            raise UnreadableFile(finding.sentence)
    return Table(table.headers, rows, numbers, table.findings)


def _wide(cells: list[str], width: int) -> list[str]:
    return cells[:width] if len(cells) >= width else cells + [""] * (width - len(cells))


def _width(cells: list[str]) -> int:
    """How many there are up to the last that holds something."""
    return max((place for place, cell in enumerate(cells, 1) if cell), default=0)


def _is_title(cells: list[str], below: list[str]) -> bool:
    return bool(cells[0]) and not any(cells[1:]) and sum(map(bool, below)) > 1


def _chained(
    first: list[tuple[int, list[str]]], rest: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    yield from first
    yield from rest


def _two_in_one(
    upper: list[str], lower: list[str], merged: list[tuple[int, int, int]], row: int
) -> tuple[list[str], bool]:
    """The names of columns under merged cells, and whether the second row was part of the head.

    "Contact" over "name" and "mail" gives "Contact name" and "Contact mail"; where only the upper row was
    merged and no name stands below, the columns under it are "Contact" and "Contact 2".
    """
    width = max(_width(upper), max(last for _first, last, _bottom in merged) + 1)
    upper, lower = _wide(upper, width), _wide(lower, width)
    beside = [(first, last) for first, last, bottom in merged if last > first and bottom == row]
    under = {place for first, last in beside for place in range(first, last + 1)}
    alone = [place for place in range(width) if place not in under and upper[place] and lower[place]]
    is_used = any(lower[place] for place in under) and not alone
    names = list(upper)
    for first, last in beside:
        for place in range(first, last + 1):
            below = lower[place] if is_used else ""
            second = f"{upper[first]} {place - first + 1}" if place > first else upper[first]
            names[place] = f"{upper[first]} {below}" if below else second
    return names, is_used
