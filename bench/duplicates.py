"""Duplicates among 100,000 bodies: the search for one new name against its bare statements, and all of them.

The statements are those that the search itself sends, sent again by psycopg2 with their values in them.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

from curation import duplicates
from organisations.models import Organisation

from .databases import working_in_a_copy
from .directory import BODIES, FIELDS, WORDS, _take_in, _write_dump

ROUNDS, NAMES = 7, 40


def results(size: str, report) -> Iterator[dict]:
    """report   as in `bench.__main__`: takes name, target and the ratios of the rounds"""
    bodies = BODIES[size]
    with tempfile.TemporaryDirectory() as folder, working_in_a_copy():
        dump = Path(folder, "dump.jsonl")
        _write_dump(dump, bodies)
        _take_in(dump)
        keyed = _seconds(duplicates.settle)
        compared = _seconds(lambda: duplicates.find_all(Organisation))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE curation_namekey")
        ratios = ratios_of_search()
    yield report(f"duplicates: one name among {bodies:,}, p95", 3.0, ratios)
    yield report(f"duplicates: minutes for keys of {bodies:,}", 15.0, [keyed / 60])
    yield report("duplicates: minutes for all pairs", 15.0, [compared / 60])


def ratios_of_search() -> list[float]:
    """p95 of the search against p95 of its statements, round by round."""
    names = [f"{FIELDS[n % 9]} Institute of {WORDS[n % 11]} {n * 37}" for n in range(NAMES)]
    statements = []
    for name in names:
        reset_queries()  # a full log of queries would hide what is asked now
        with CaptureQueriesContext(connection) as asked:
            _search(name)
        statements.append([one["sql"] for one in asked if one["sql"].startswith(("SELECT", "\nSELECT"))])

    def by_statements(number: int) -> None:
        with connection.connection.cursor() as cursor:
            for statement in statements[number]:
                cursor.execute(statement)
                cursor.fetchall()

    def by_search(number: int) -> None:
        _search(names[number])

    return [_p95(by_search) / _p95(by_statements) for _round in range(ROUNDS)]


def _search(name: str) -> None:
    duplicates.candidates(
        Organisation, [{"name": name, "country": "CN"}], None, among=Organisation.objects.all()
    )


def _p95(ask: Callable[[int], None]) -> float:
    took = [_seconds(partial(ask, number)) for number in range(NAMES)]
    return sorted(took)[int(NAMES * 0.95)]


def _seconds(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start
