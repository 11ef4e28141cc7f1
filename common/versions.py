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
    where, params = ("", []) if tables is None else (" WHERE resource = ANY(%s)", [list(tables)])
    sql = f"SELECT coalesce(sum(count), 0)::bigint, max(at) FROM history_change{where}"  # noqa: S608
    try:
        # The first statement of an answer finds out by itself whether the connection still lives.
        connection.health_check_done = True
        return _first_row(sql, params)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return _first_row(sql, params)


def _first_row(sql: str, params: list) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()
