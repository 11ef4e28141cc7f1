"""Tables of the session that a load is prepared in: rows come by COPY, and readers see nothing of them."""

import io
from collections.abc import Iterable
from typing import Any

from django.db import connection

from common.copying import copy_in, line

TABLES = {
    "directory_body": (
        "code text, id text, slug text, name text, name_en text, name_zh_hans text, sort_en text,"
        " sort_zh_hans text, kind text, country text, city text, city_zh_hans text,"
        " latitude numeric, longitude numeric,"
        " website text, founded_on text, parent text, status text, replaced_by text, digest text,"
        " record jsonb, note text, entry_id text"
    ),
    "directory_doubt": "code text, reason text, value text",
}
RESOLVED = "organisation_id text, way text, base jsonb, parent_id text"


def create() -> None:
    with connection.cursor() as cursor:
        for name, columns in TABLES.items():
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
            cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns})")
        for column in RESOLVED.split(", "):
            cursor.execute(f"ALTER TABLE directory_body ADD COLUMN {column}")


def drop() -> None:
    with connection.cursor() as cursor:
        for name in TABLES:
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")


def copy(name: str, rows: Iterable[tuple[Any, ...]]) -> None:
    columns = [column.split()[0] for column in TABLES[name].split(", ")]
    copy_in(name, columns, io.StringIO("".join(map(line, rows))))
