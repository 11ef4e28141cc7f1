"""XLSX workbooks, read row by row, and never unpacked further than is safe.

A workbook is a zip of XML. Its directory is asked first: how many parts, how large, how well packed.
A directory that lies gains nothing, as each part is read no further than it says. XML with a document type,
the way to entities that grow, is refused: the standard forbids it.
"""

import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from .tables import MOST_CHARACTERS, MOST_COLUMNS, UnreadableFile, too_many_columns

MOST_PARTS = 2_000
MOST_DIRECTORY = 1 << 20  # bytes of the zip's list of parts
MOST_SHARED = 48 << 20  # bytes of the texts that cells share: these are held in memory
MOST_OTHER = 8 << 20
MOST_EMPTY_ROWS = 100_000
PACKED_TIMES = 150  # what is packed better than this is no table that somebody wrote
LARGE = 16 << 20
CHUNK = 1 << 16
WHOLE = re.compile(r"-?\d{1,40}")
MERGED_AT_TOP = re.compile(rb'mergeCell [^>]*ref="\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)"')


class _Measured:
    """A file that hands out no more than a zip's directory may have, while it is opened."""

    def __init__(self, file: BinaryIO):
        self.file, self.is_open = file, False

    def read(self, size: int = -1) -> bytes:
        if self.is_open:
            return self.file.read(size)
        data = self.file.read(MOST_DIRECTORY + 1 if size < 0 else min(size, MOST_DIRECTORY + 1))
        if len(data) > MOST_DIRECTORY:
            raise _too_many_parts()
        return data

    def seek(self, *place: int) -> int:
        return self.file.seek(*place)

    def tell(self) -> int:
        return self.file.tell()

    def seekable(self) -> bool:
        return True


class Workbook:
    """A workbook that was found safe to read.

    sheets   names of the sheets, as people see them, hidden ones last
    active   the sheet that was in front when it was saved
    """

    def __init__(self, file: BinaryIO, most_bytes: int):
        self.most_bytes = most_bytes
        self.rounded: list[int] = []
        measured = _Measured(file)
        try:
            self.zip = zipfile.ZipFile(measured)  # type: ignore[arg-type]
            measured.is_open = True
            self._check_directory()
            self._read_plan()
        except zipfile.BadZipFile:
            file.seek(0)
            if file.read(2) == b"PK":
                raise UnreadableFile(
                    _("The workbook is cut off or damaged. Save or download it again.")
                ) from None
            raise _unreadable() from None
        except (KeyError, ValueError, NotImplementedError, RuntimeError, OSError) as error:
            if isinstance(error, UnreadableFile):
                raise
            raise _unreadable() from None

    def _check_directory(self) -> None:
        parts = self.zip.infolist()
        if len(parts) > MOST_PARTS:
            raise _too_many_parts()
        unpacked = sum(part.file_size for part in parts if _is_read(part.filename))
        packed = sum(part.compress_size for part in parts)
        most = {"shared": MOST_SHARED, "sheet": self.most_bytes, "other": MOST_OTHER}
        for part in parts:
            if _is_read(part.filename) and part.file_size > most[_part(part.filename)]:
                raise _too_large()
        if unpacked > self.most_bytes or (unpacked > LARGE and unpacked > packed * PACKED_TIMES):
            raise _too_large()

    def _read_plan(self) -> None:
        """Which part holds which sheet, the texts, and the styles."""
        main = next(
            (path for path, kind in self._links("").values() if kind.endswith("/officeDocument")),
            "xl/workbook.xml",
        )
        links = self._links(main)
        sheets: list[tuple[bool, str, str]] = []
        self.epoch, active = CALENDAR_WINDOWS_1900, 0
        for name, attributes in self._elements(main):
            if name == "sheet" and attributes.get("id") in links:
                path, kind = links[attributes["id"]]
                if kind.endswith("/worksheet"):
                    hidden = attributes.get("state", "visible") != "visible"
                    sheets.append((hidden, attributes["name"], path))
            elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                self.epoch = CALENDAR_MAC_1904
            elif name == "workbookView" and attributes.get("activeTab", "").isdigit():
                active = int(attributes["activeTab"])
        if not sheets:
            raise _unreadable()
        front = sheets[active] if active < len(sheets) else sheets[0]
        ordered = sorted(sheets, key=lambda sheet: sheet[0])
        self.paths = {name: path for _hidden, name, path in ordered}
        self.sheets = list(self.paths)
        self.active = self.sheets[0] if front[0] else front[1]
        by_kind = {kind.rpartition("/")[2]: path for path, kind in links.values()}
        self.strings = self._shared(by_kind["sharedStrings"]) if "sharedStrings" in by_kind else []
        self.dates = self._date_styles(by_kind["styles"]) if "styles" in by_kind else set()

    def _links(self, path: str) -> dict[str, tuple[str, str]]:
        """What a part points to: id → (path in the zip, kind)."""
        folder, _slash, name = path.rpartition("/")
        links: dict[str, tuple[str, str]] = {}
        for element, attributes in self._elements(f"{folder}/_rels/{name}.rels".lstrip("/")):
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes["Target"]
                inside = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
                links[attributes["Id"]] = (inside, attributes.get("Type", ""))
        return links

    def _elements(self, path: str) -> list[tuple[str, dict[str, str]]]:
        """All elements of a small part with their attributes, without prefixes."""
        found: list[tuple[str, dict[str, str]]] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            found.append((_bare(name), {_bare(key): value for key, value in attributes.items()}))

        for _chunk in self._parsed(path, start=start):
            pass
        return found

    def _parsed(self, path: str, **handlers: Any) -> Iterator[None]:
        """Parse a part; stops after each chunk. Raises UnreadableFile"""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = handlers.get("start")
        parser.EndElementHandler = handlers.get("end")
        parser.CharacterDataHandler = handlers.get("text")
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            with self.zip.open(path) as part:
                while chunk := part.read(CHUNK):
                    parser.Parse(chunk, False)
                    yield
                parser.Parse(b"", True)
                yield
        except (expat.ExpatError, zipfile.BadZipFile, EOFError, OSError):
            raise UnreadableFile(
                _("The workbook is cut off or damaged. Save or download it again.")
            ) from None

    def _shared(self, path: str) -> list[str]:
        strings: list[str] = []
        pieces: list[str] = []
        state = {"in_text": False, "in_sound": False}

        def start(name: str, _attributes: dict[str, str]) -> None:
            bare = _bare(name)
            if bare == "si":
                pieces.clear()
            elif bare == "rPh":  # how it is read aloud
                state["in_sound"] = True
            elif bare == "t":
                state["in_text"] = not state["in_sound"]

        def end(name: str) -> None:
            bare = _bare(name)
            if bare == "si":
                strings.append("".join(pieces))
            elif bare == "rPh":
                state["in_sound"] = False
            elif bare == "t":
                state["in_text"] = False

        def text(data: str) -> None:
            if state["in_text"]:
                pieces.append(data)

        for _chunk in self._parsed(path, start=start, end=end, text=text):
            pass
        return strings

    def _date_styles(self, path: str) -> set[str]:
        """The numbers of cell styles that show a day."""
        formats = {str(number): code for number, code in BUILTIN_FORMATS.items()}
        styles: list[str] = []
        inside = False
        for name, attributes in self._elements(path):
            if name == "numFmt" and "numFmtId" in attributes:
                formats[attributes["numFmtId"]] = attributes.get("formatCode", "")
            elif name in ("cellXfs", "cellStyles", "dxfs"):
                inside = name == "cellXfs"
            elif name == "xf" and inside:
                styles.append(attributes.get("numFmtId", "0"))
        shown = (formats.get(number, "") for number in styles)
        return {str(place) for place, code in enumerate(shown) if code and is_date_format(code)}

    def records(self, sheet: str) -> Iterator[tuple[int, list[str]]]:
        """Number and cells of each row that holds something. Raises UnreadableFile"""
        if sheet not in self.paths:
            raise UnreadableFile(_("The workbook has no sheet “%(name)s”.") % {"name": sheet})
        reader = _SheetReader(self)
        handlers = {"start": reader.start, "end": reader.end, "text": reader.text}
        for _chunk in self._parsed(self.paths[sheet], **handlers):
            yield from reader.rows
            reader.rows.clear()

    def merged_at_top(self, sheet: str, row: int) -> list[tuple[int, int, int]]:
        """Cells that were made one in a row at the top: first column, last column, last row; from 0 and 1."""
        found, tail = [], b""
        with self.zip.open(self.paths[sheet]) as part:
            while chunk := part.read(CHUNK * 4):
                for first, top, last, bottom in MERGED_AT_TOP.findall(tail + chunk):
                    if int(top) == row:
                        found.append((_place(first.decode()), _place(last.decode()), int(bottom)))
                tail = chunk[-200:]
        return sorted(set(found))


class _SheetReader:
    """Puts together the cells of a sheet as its XML passes."""

    def __init__(self, book: Workbook):
        self.book = book
        self.rows: list[tuple[int, list[str]]] = []
        self.number = self.empty = self.column = 0
        self.cells: list[str] = []
        self.kind = self.style = ""
        self.is_wanted = self.in_sound = False
        self.pieces: list[str] = []
        self.length = 0
        self.names: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        bare = self.names.get(name) or self.names.setdefault(name, _bare(name))
        if bare == "c":
            place = attributes.get("r")
            self.column = _place(place.rstrip("0123456789")) if place else self.column + 1
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
            self.pieces.clear()
            self.length = 0
        elif bare in ("v", "t"):
            self.is_wanted = not self.in_sound
        elif bare == "row":
            number = attributes.get("r", "")
            self.number = int(number) if number.isdigit() else self.number + 1
            self.column, self.cells = -1, []
        elif bare == "rPh":
            self.in_sound = True

    def text(self, data: str) -> None:
        if self.is_wanted:
            self.length += len(data)
            if self.length > MOST_CHARACTERS:
                raise _too_large()
            self.pieces.append(data)

    def end(self, name: str) -> None:
        bare = self.names[name]
        if bare in ("v", "t"):
            self.is_wanted = False
        elif bare == "c":
            if self.pieces:
                self._keep(self._told("".join(self.pieces)))
        elif bare == "row":
            if any(self.cells):
                self.rows.append((self.number, self.cells))
                self.empty = 0
            else:
                self.empty += 1
                if self.empty > MOST_EMPTY_ROWS:
                    raise UnreadableFile(
                        _("The sheet has %(most)s empty rows and more. Delete them, or save it as CSV.")
                        % {"most": MOST_EMPTY_ROWS}
                    )
        elif bare == "rPh":
            self.in_sound = False

    def _keep(self, told: str) -> None:
        if told:
            if self.column >= MOST_COLUMNS:
                raise too_many_columns()
            self.cells.extend([""] * (self.column + 1 - len(self.cells)))
            self.cells[self.column] = told

    def _told(self, raw: str) -> str:
        if self.kind == "s":
            try:
                return self.book.strings[int(raw)]
            except (ValueError, IndexError):
                raise _unreadable() from None
        if self.kind == "b":
            return "yes" if raw == "1" else "no"
        if self.kind != "n":
            return raw
        if self.style in self.book.dates:
            return self._day(raw)
        if WHOLE.fullmatch(raw) and len(raw) < 16:
            return raw
        return self._number(raw)

    def _number(self, raw: str) -> str:
        """Without a power of ten; what it cannot hold exactly is noted."""
        try:
            number = Decimal(raw)
        except InvalidOperation:
            return raw
        if not number.is_finite() or abs(number.adjusted()) > 300:
            return raw
        if number.adjusted() >= 15:
            self.book.rounded.append(self.number)
        told = format(Decimal(repr(float(raw))), "f")
        return told.removesuffix(".0")

    def _day(self, raw: str) -> str:
        try:
            moment = from_excel(float(raw), self.book.epoch)
        except (ValueError, OverflowError, TypeError):
            return raw
        if isinstance(moment, datetime):
            if not (moment.hour or moment.minute or moment.second):
                return moment.date().isoformat()
            return moment.isoformat(timespec="minutes" if not moment.second else "seconds")
        return moment.isoformat() if hasattr(moment, "isoformat") else str(moment)


def _bare(name: str) -> str:
    return name.rpartition(" ")[2]


def _place(letters: str) -> int:
    """The column that letters name, from 0."""
    number = 0
    for letter in letters.replace("$", "").upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _part(path: str) -> str:
    if "sharedstrings" in path.lower():
        return "shared"
    return "sheet" if "sheets/" in path.lower() else "other"


def _is_read(path: str) -> bool:
    """Pictures and the like are never unpacked."""
    return path.lower().endswith((".xml", ".rels")) or _part(path) != "other"


def _refuse_doctype(*_told: Any) -> None:
    raise UnreadableFile(_("The workbook holds what no workbook may hold (a document type)."))


def _too_many_parts() -> UnreadableFile:
    return UnreadableFile(_("The workbook has more parts than a table needs."))


def _too_large() -> UnreadableFile:
    return UnreadableFile(_("The workbook unpacks to more than can be read. Split it, or save it as CSV."))


def _unreadable() -> UnreadableFile:
    return UnreadableFile(_("The file is not an .xlsx workbook that can be read."))
