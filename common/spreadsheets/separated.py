"""CSV and TSV, line by line."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from .tables import MOST_CHARACTERS, UnreadableFile

DELIMITERS = ",;\t|"
SAMPLE_CHARACTERS = 1 << 16
csv.field_size_limit(MOST_CHARACTERS)


class _Bytes(io.RawIOBase):
    """Any file-like thing, wherever it is kept, as Python's own readers want it."""

    def __init__(self, file: BinaryIO):
        self.file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self.file.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)


def _text(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    file.seek(0)
    buffered = io.BufferedReader(_Bytes(file), 1 << 16)
    text = io.TextIOWrapper(buffered, encoding=encoding, errors="replace", newline="")
    if encoding.startswith("utf") and text.read(1) != "\ufeff":
        file.seek(0)
        buffered = io.BufferedReader(_Bytes(file), 1 << 16)
        text = io.TextIOWrapper(buffered, encoding=encoding, errors="replace", newline="")
    return text


class Separated:
    """The records of a CSV file; `is_cut_off` is known after the last."""

    def __init__(self, file: BinaryIO, encoding: str, delimiter: str = ""):
        self.file, self.encoding = file, encoding
        sample = _text(file, encoding).read(SAMPLE_CHARACTERS)
        self.skipped = 1 if sample[:4].lower() == "sep=" else 0  # a line for Excel
        if self.skipped and not delimiter:
            delimiter = sample[4:5]
        self.delimiter = delimiter or delimiter_of(sample)
        self.is_cut_off = False
        self.has_last_line_end = True

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Number (from 1, blank ones counted) and cells of each record."""
        lines = _Lines(_text(self.file, self.encoding))
        try:
            reader = csv.reader(lines, delimiter=self.delimiter)
            for number, cells in enumerate(reader, 1):
                if number > self.skipped:
                    yield number, cells
                lines.forget()
        except csv.Error as error:
            if "field limit" not in str(error):
                raise UnreadableFile(
                    _("The file is not a CSV table: %(error)s.") % {"error": error}
                ) from None
            raise UnreadableFile(
                _("A quotation mark in line %(line)s is opened and never closed.") % {"line": lines.first}
            ) from None
        self.is_cut_off = lines.ends_in_quotes(self.delimiter)
        self.has_last_line_end = lines.last.endswith(("\n", "\r")) or not lines.last


class _Lines:
    """Lines that are not too long, of which those of the record at hand are kept.

    first   number of the first line of the record at hand
    """

    def __init__(self, text: io.TextIOWrapper):
        self.text = text
        self.kept: list[str] = []
        self.before: list[str] = []
        self.number = 0
        self.first = 1
        self.last = ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.text.readline(MOST_CHARACTERS + 1)
        if not line:
            raise StopIteration
        if len(line) > MOST_CHARACTERS:
            raise UnreadableFile(
                _("Line %(line)s is longer than a million characters: this is not a table.")
                % {"line": self.number + 1}
            )
        self.number += 1
        self.kept.append(line)
        self.last = line
        return line

    def forget(self) -> None:
        """A record is whole; the last one is looked at again when the file ends."""
        self.before, self.kept = self.kept, []
        self.first = self.number + 1

    def ends_in_quotes(self, delimiter: str) -> bool:
        record = self.kept or self.before
        try:
            list(csv.reader(record, delimiter=delimiter, strict=True))
        except csv.Error as error:
            return "unexpected end" in str(error)
        return False


def delimiter_of(sample: str) -> str:
    """What parts the first records into most columns, most evenly."""

    def points(delimiter: str) -> tuple[float, int]:
        records = []
        try:
            for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
                if any(cells):
                    records.append(len(cells))
                if len(records) == 50:
                    break
        except csv.Error:
            return 0, 0
        if not records:
            return 0, 0
        width, times = Counter(records).most_common(1)[0]
        return (times / len(records) if width > 1 else 0), width

    return max(DELIMITERS, key=points)
