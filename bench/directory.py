"""The directory: a dump of 100,000 bodies taken in, against COPY and INSERT … ON CONFLICT of the same rows.

Each load is into a copy of the database of its own, with the same indexes and triggers; the CPU time of both
ends counts. Then the same dump once more, and how much memory the larger dump takes.
"""

import gc
import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pghistory
from django.db import connection

from organisations.directory import ror
from organisations.directory.loading import CHUNK, load
from organisations.identifiers import CROCKFORD
from organisations.models import DirectoryEntry, DirectoryLoad

from .databases import working_in_a_copy
from .servers import seconds_of

ROUNDS = 5
BODIES = {"1k": 2_000, "10k": 20_000, "100k": 100_000, "1m": 100_000}
#: Bodies of some portions: a load of fewer does not yet need what each larger one does.
FILLED = 8_000
#: Written by a load, in an order that their keys allow.
TABLES = (
    "organisations_organisation",
    "organisations_organisationname",
    "organisations_identifier",
    "organisations_directoryentry",
    "organisations_organisationrelation",
)
WORDS = (
    "Lake",
    "Hill",
    "River",
    "Harbour",
    "Forest",
    "Meadow",
    "Valley",
    "Island",
    "Summit",
    "Garden",
    "Bridge",
)
FIELDS = (
    "Technology",
    "Medicine",
    "Agriculture",
    "Optics",
    "Energy",
    "Materials",
    "Robotics",
    "Water",
    "Law",
)
HAN = "清华启迪科技园区大学研究院所公司创新中心国家医药能源材料海洋农业"


def results(size: str, report) -> Iterator[dict]:
    """report   as in `bench.__main__`: takes name, target and the ratios of the rounds"""
    bodies = BODIES[size]
    with tempfile.TemporaryDirectory() as folder:
        dump, small = Path(folder, "dump.jsonl"), Path(folder, "small.jsonl")
        _write_dump(dump, bodies)
        fewer = max(bodies // 10, min(bodies, FILLED))
        _write_dump(small, fewer)
        taken, again = [], []
        for _round in range(ROUNDS):
            with working_in_a_copy():
                first = _cost(lambda: _take_in(dump))
                same = _cost(lambda: _take_in(dump))
                rows = _rows()
            with working_in_a_copy():
                bare = _cost(lambda rows=rows: _copy_and_insert(rows))
                _same_rows(rows)
            taken.append(first / bare)
            again.append(same / first)
            del rows
            gc.collect()
        grown = _memory_of(lambda: _take_in(dump)) / _memory_of(lambda: _take_in(small))
    yield report(f"directory: {bodies:,} bodies taken in", 1.3, taken)
    yield report("directory: the same dump again", 0.25, again)
    yield report(f"directory: memory, {bodies:,} bodies against {fewer:,}", 1.3, [grown])


def _write_dump(path: Path, bodies: int) -> None:
    """Bodies of ROR's second schema, each tenth with a name in Chinese, four of five part of another."""
    with path.open("w", encoding="utf-8") as file:
        for n in range(bodies):
            name = f"{WORDS[n % 11]} {FIELDS[n % 9]} Institute {n}"
            chinese = "".join(HAN[(n * 7 + place * place) % len(HAN)] for place in range(5)) + str(n)
            relations = [{"type": "parent", "id": _code(n - n % 50), "label": ""}] if n % 5 and n % 50 else []
            if n % 4 == 0 and n:
                relations.append({"type": "related", "id": _code(n - 1), "label": ""})
            record = {
                "id": f"https://ror.org/{_code(n)}",
                "status": "active",
                "types": [("education", "company", "government", "facility")[n % 4]],
                "established": 1900 + n % 120,
                "names": [
                    {"value": name, "lang": "en", "types": ["label", "ror_display"]},
                    *([{"value": chinese, "lang": "zh", "types": ["label"]}] if n % 10 == 0 else []),
                    {"value": f"Institut {WORDS[n % 11]} {n}", "lang": "fr", "types": ["label"]},
                    {
                        "value": f"{WORDS[n % 11][0]}{FIELDS[n % 9][0]}I{n}",
                        "lang": None,
                        "types": ["acronym"],
                    },
                ],
                "locations": [
                    {"geonames_details": {"country_code": "CN", "name": "Beijing", "lat": 39.9, "lng": 116.4}}
                ],
                "links": [{"type": "website", "value": f"https://body-{n}.example"}],
                "external_ids": [{"type": "wikidata", "all": [f"Q{900_000_000 + n}"], "preferred": None}],
                "relationships": relations,
            }
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def _code(n: int) -> str:
    """A code of ROR's form with its check digits."""
    stem = "0" + "".join(CROCKFORD[(900_000_000 + n) >> 5 * place & 31] for place in reversed(range(6)))
    number = 0
    for digit in stem:
        number = number * 32 + CROCKFORD.index(digit)
    return f"{stem}{98 - number * 100 % 97:02}"


def _take_in(dump: Path) -> DirectoryLoad:
    return load(DirectoryEntry.Registry.ROR, ror.bodies(dump), dump.name)


def _rows() -> dict[str, bytes]:
    """What a load wrote, as COPY gives it, in the order that it was written in."""
    rows = {}
    entries = "SELECT organisation_id FROM organisations_directoryentry"
    with connection.cursor() as cursor:
        for table in TABLES:
            of = "id" if table == TABLES[0] else "organisation_id"
            out = io.BytesIO()
            cursor.copy_expert(
                f"COPY (SELECT * FROM {table} WHERE {of} IN ({entries}) ORDER BY ctid) TO STDOUT", out
            )
            rows[table] = out.getvalue()
    return rows


def _copy_and_insert(rows: dict[str, bytes]) -> None:
    """In portions, as a load writes them."""
    with pghistory.context(), connection.cursor() as cursor:
        for table, data in rows.items():
            lines = data.splitlines(keepends=True)
            for start in range(0, len(lines), CHUNK):
                portion = b"".join(lines[start : start + CHUNK])
                cursor.execute(f"BEGIN; CREATE TEMPORARY TABLE incoming (LIKE {table}) ON COMMIT DROP")
                cursor.copy_expert("COPY incoming FROM STDIN", io.BytesIO(portion))
                cursor.execute(f"INSERT INTO {table} SELECT * FROM incoming ON CONFLICT DO NOTHING; COMMIT")


def _same_rows(rows: dict[str, bytes]) -> None:
    if {table: data.count(b"\n") for table, data in _rows().items()} != {
        table: data.count(b"\n") for table, data in rows.items()
    }:
        sys.exit("Not the same rows, so nothing to compare")


def _cost(write) -> float:
    """CPU seconds of this process and of its backend."""
    connection.ensure_connection()
    backend = connection.connection.get_backend_pid()
    before = time.process_time() + seconds_of(backend)
    write()
    return time.process_time() + seconds_of(backend) - before


def _memory_of(work: Callable[[], object]) -> int:
    """Kilobytes that a process grows by at the most while it does this."""
    with working_in_a_copy():
        connection.close()
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            connection.connection = None
            Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
            start = _kilobytes("VmRSS")
            work()
            os.write(write, str(_kilobytes("VmHWM") - start).encode())
            os._exit(0)
        os.waitpid(child, 0)
        return int(os.read(read, 40))


def _kilobytes(what: str) -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.split(f"{what}:")[1].split()[0])
