"""The version of tables: what an ETag is made of.

Each transaction that writes to a table leaves a row in `history_change` (see `history.models`). They
are counted, not numbered: a reader sees such a row if and only if it sees the change itself, so a
version is never newer than the page that it stands for.
"""

import datetime
from collections.abc import Sequence

from django.db import InterfaceError, OperationalError, connection


def version_of(tables: Sequence[str] | None) -> tuple[int, datetime.datetime | None]:
    """A number that every committed change of these tables moves, and the moment of the last one.

    tables   names in the database; None for all of them
    """
    sql, params = version_sql(tables)
    return fetch_first(sql, params)[0]


def version_sql(tables: Sequence[str] | None) -> tuple[str, list]:
    """The statement of one row, number and moment, and its parameters."""
    where, params = ("", []) if tables is None else (" WHERE resource = ANY(%s)", [list(tables)])
    return f"SELECT coalesce(sum(count), 0)::bigint, max(at) FROM history_change{where}", params  # noqa: S608


def fetch_first(sql: str, params: Sequence) -> list[tuple]:
    """The rows of the first statement of an answer: it finds out by itself whether the connection lives.

    Django would ask for that with a statement of its own before it (CONN_HEALTH_CHECKS).
    """
    try:
        connection.health_check_done = True
        return _fetch(sql, params)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return _fetch(sql, params)


def _fetch(sql: str, params: Sequence) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
