"""Lists as files, against COPY of the same rows and columns; and what memory they take."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from common import exports
from common.columns import columns_of, file_columns
from common.paging import Keyset
from common.shapes import Json, Reader
from organisations.api import ORGANISATION
from organisations.filters import OrganisationFilter
from organisations.models import Organisation

from .servers import seconds_of

ROUNDS = 5
READER = Reader(AnonymousUser(), "en")


def lines() -> Iterator[tuple[str, float, list[float]]]:
    """(name, target, ratios of CPU, of the process and its backend together)"""
    columns = [columns_of(Organisation)[name] for name in file_columns(Organisation)]
    yield "organisations: CSV", 2.0, _ratios(lambda: exports.export("csv", _rows(), columns, READER), columns)
    yield "organisations: NDJSON", 2.0, _ratios(lambda: exports.export_json(_rows(), _shown(), READER), None)


def _rows():
    keyset = Keyset(Organisation, OrganisationFilter.usual_columns())
    return exports.ordered(Organisation.objects.visible_to(READER.user), keyset)


def _shown() -> Json:
    return Json(ORGANISATION, ORGANISATION.card, READER)


def _ratios(answer: Callable, columns) -> list[float]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    statement = exports._Shown(_rows(), _shown(), READER) if columns is None else None
    cells = statement or exports._Cells(_rows(), columns, READER)
    sql, params = cells.sql()

    def stream() -> int:
        return sum(portion.count(b"\n") for portion in answer())

    def copy() -> int:
        counted = _Counted()
        with connection.cursor() as cursor:
            asked = cursor.mogrify(sql, params).decode()
            cursor.copy_expert(f"COPY ({asked}) TO STDOUT (FORMAT {'csv' if columns else 'text'})", counted)
        return counted.lines

    def cost(way: Callable[[], int]) -> float:
        before = time.process_time() + seconds_of(backend)
        way()
        return time.process_time() + seconds_of(backend) - before

    streamed, copied = stream() - (1 if columns else 0), copy()
    if streamed != copied:
        sys.exit(f"{streamed} lines streamed, {copied} copied")
    return [cost(stream) / cost(copy) for _round in range(ROUNDS)]


def megabytes_of(kind: str) -> float:
    """By how much the memory of a process grows at most while it sends all organisations."""
    program = "import django; django.setup(); from bench import exports; exports.grow({kind!r})"
    command = [sys.executable, "-c", program.format(kind=kind)]
    told = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)
    return float(told.stdout.split()[-1])


class _Counted:
    def __init__(self):
        self.lines = 0

    def write(self, data) -> None:
        self.lines += data.count(b"\n" if isinstance(data, bytes) else "\n")


def grow(kind: str) -> None:
    """Print it; run in a process of its own, so that nothing else is in its memory."""
    columns = [columns_of(Organisation)[name] for name in file_columns(Organisation)]
    sent: Any = iter(exports.export(kind, _rows(), columns, READER))
    for _first in range(5):
        next(sent)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _portion in sent:
        pass
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
