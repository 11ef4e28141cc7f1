"""A file of organisations read in by the steps of the wizard, against COPY and INSERT … ON CONFLICT of its rows.

What counts is both steps, the look at the rows and the writing of them, with all that comes with it: rules,
what became of each row, the search index, the scores. Each is into a copy of the database of its own.
"""

import csv
import gc
import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from django.core.files import File
from django.core.files.storage import InMemoryStorage
from django.db import connection

from accounts.models import User
from curation.importing.sheets import sheet_of
from curation.models import Import
from curation.operations import imports
from organisations.models import Organisation

from .databases import working_in_a_copy
from .directory import FIELDS, HAN, WORDS, _copy_and_insert, _cost, _memory_of

ROUNDS = 3
ROWS = {"1k": 1_000, "10k": 10_000, "100k": 100_000, "1m": 100_000}
#: Written by an import, and which of their rows it wrote, in an order that their keys allow.
TABLES = {
    "organisations_organisation": "slug LIKE 'read-in-%'",
    "organisations_organisationname": "organisation_id IN"
    " (SELECT id FROM organisations_organisation WHERE slug LIKE 'read-in-%')",
}
HEAD = ("slug", "name_en", "name_zh_hans", "kind", "country", "city_en", "website", "founded_on", "names")


def results(size: str, report) -> Iterator[dict]:
    """report   as in `bench.__main__`: takes name, target and the ratios of the rounds"""
    count = ROWS[size]
    with tempfile.TemporaryDirectory() as folder, _nothing_sent():
        table, small = Path(folder, "table.csv"), Path(folder, "small.csv")
        _write_table(table, count)
        _write_table(small, count // 10)
        taken, again = [], []
        for _round in range(ROUNDS):
            with working_in_a_copy():
                first = _cost(lambda: _read_in(table))
                same = _cost(lambda: _read_in(table))
                rows = _rows()
            with working_in_a_copy():
                bare = _cost(lambda rows=rows: _copy_and_insert(rows))
                if _counts(rows) != _counts(_rows()):
                    sys.exit("Not the same rows, so nothing to compare")
            taken.append(first / bare)
            again.append(same / first)
            del rows
            gc.collect()
        grown = _memory_of(lambda: _read_in(table)) / _memory_of(lambda: _read_in(small))
    yield report(f"wizard: {count:,} rows looked at and written", 30.0, taken)
    yield report("wizard: the same file again", 0.25, again)
    yield report("wizard: memory, ten times the rows", 1.5, [grown])


def _nothing_sent():
    """The steps are done here, and by no worker that may be running."""
    return patch.object(imports, "send", lambda *_task: None)


def _write_table(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEAD)
        for n in range(count):
            chinese = "".join(HAN[(n * 7 + place * place) % len(HAN)] for place in range(5)) + str(n)
            name = f"{WORDS[n % 11]} {FIELDS[n % 9]} Institute {n}"
            founded, more = f"{1900 + n % 120}-0{1 + n % 9}", f"Institut {n}" if n % 4 == 0 else ""
            site = f"https://body-{n}.example/"
            table.writerow([f"read-in-{n}", name, chinese, "company", "CN", "Beijing", site, founded, more])


def _read_in(table: Path) -> None:
    """Upload, look, write: what a curator does and the worker."""
    curator, _is_new = User.objects.get_or_create(
        email="curator@example.org", defaults={"name": "Curator", "is_staff": True}
    )
    sheet = sheet_of(Organisation)
    assert sheet
    with table.open("rb") as file, patch.object(Import.file.field, "storage", InMemoryStorage()):
        import_ = imports.take_in(File(file, table.name), sheet=sheet, owner="", by=curator)
        imports.choose_columns(import_, import_.mapping, by=curator)
        imports.work_at(import_.pk)
        import_.refresh_from_db()
        imports.start(import_, by=curator, good_only=False, with_doubles=True)
        imports.work_at(import_.pk)
    import_.refresh_from_db()
    if import_.state != Import.State.DONE:
        sys.exit(f"Not written: {import_.problem}")


def _rows() -> dict[str, bytes]:
    """What was written, as COPY gives it, in the order that it was written in."""
    rows = {}
    with connection.cursor() as cursor:
        for table, which in TABLES.items():
            out = io.BytesIO()
            cursor.copy_expert(f"COPY (SELECT * FROM {table} WHERE {which} ORDER BY ctid) TO STDOUT", out)
            rows[table] = out.getvalue()
    return rows


def _counts(rows: dict[str, bytes]) -> dict[str, int]:
    return {table: data.count(b"\n") for table, data in rows.items()}
