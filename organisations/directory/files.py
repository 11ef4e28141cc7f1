"""Records out of a dump, one at a time: JSON as an array or line by line, CSV; packed or not."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import IO, Any, cast

CHUNK = 1 << 20
MOST_OF_A_RECORD = 64 << 20
_decoder = json.JSONDecoder()


class BadDump(ValueError):
    """Not a dump that can be read; the message says why."""


@contextmanager
def opened(path: Path) -> Iterator[tuple[str, IO[str]]]:
    """The name inside and the text of a dump. Of a zip, the JSON file of the newest schema."""
    with ExitStack() as stack:
        name = path.name.lower()
        binary: IO[bytes]
        try:
            if name.endswith(".zip"):
                archive = stack.enter_context(zipfile.ZipFile(path))
                inside = sorted(
                    one for one in archive.namelist() if one.lower().endswith((".json", ".jsonl"))
                )
                if not inside:
                    raise BadDump("There is no JSON file in this zip.")
                name = max(inside, key=lambda one: ("schema_v2" in one, one))
                binary = stack.enter_context(archive.open(name))
            elif name.endswith(".gz"):
                name = name.removesuffix(".gz")
                unpacked = stack.enter_context(closing(gzip.GzipFile(path)))
                binary = cast(IO[bytes], unpacked)
            else:
                binary = stack.enter_context(path.open("rb"))
            text = stack.enter_context(io.TextIOWrapper(binary, encoding="utf-8-sig", newline=""))
            yield name, text
        except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, UnicodeDecodeError) as error:
            raise BadDump(f"{path.name} is cut off or damaged: {error}") from None


def json_records(text: IO[str]) -> Iterator[dict[str, Any]]:
    """The objects of an array, or of lines; of a text that ends within one, BadDump."""
    buffer, place, number = "", 0, 0
    while chunk := text.read(CHUNK):
        buffer, place = buffer[place:] + chunk, 0
        while True:
            while place < len(buffer) and buffer[place] in " \t\r\n,[]\ufeff":
                place += 1
            if place == len(buffer):
                break
            try:
                record, place = _decoder.raw_decode(buffer, place)
            except json.JSONDecodeError as error:
                if len(buffer) - place > MOST_OF_A_RECORD:
                    raise BadDump(f"Record {number + 1} is not JSON: {error}") from None
                break  # its end is not read yet
            if not isinstance(record, dict):
                raise BadDump(f"Record {number + 1} is not an object.")
            number += 1
            yield record
    if buffer[place:].strip(" \t\r\n,[]"):
        raise BadDump(f"The file is cut off in record {number + 1}, or it is not JSON there.")


def csv_records(text: IO[str]) -> Iterator[dict[str, str]]:
    return csv.DictReader(text)


def groups(rows: Iterator[dict[str, str]], key: str) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Rows with the same key, which must come in rising order."""
    code = ""
    group: list[dict[str, str]] = []
    for row in rows:
        if row[key] != code:
            if row[key] < code:
                raise BadDump(f"The rows are not in the order of {key}: {row[key]} after {code}.")
            if group:
                yield code, group
            code, group = row[key], []
        group.append(row)
    if group:
        yield code, group
