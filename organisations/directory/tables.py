"""Tables of the session that a load is prepared in: rows come by COPY, and readers see nothing of them."""

import io
from collections.abc import Iterable
from typing import Any

from django.db import connection

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
    columns = ", ".join(column.split()[0] for column in TABLES[name].split(", "))
    text = io.StringIO("".join("\t".join(map(_cell, row)) + "\n" for row in rows))
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {name} ({columns}) FROM STDIN", text)


def _cell(value: Any) -> str:
    if value is None:
        return r"\N"
    if value is True or value is False:
        return "t" if value else "f"
    if "\\" in value or "\t" in value or "\n" in value or "\r" in value:
        value = value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return value
