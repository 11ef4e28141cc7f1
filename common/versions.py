"""The version of tables: what an ETag is made of.

Each transaction that writes to a table leaves a row in `history_change` (see `history.models`). They
are counted, not numbered: a reader sees such a row if and only if it sees the change itself, so a
version is never newer than the page that it stands for.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import InterfaceError, OperationalError, connection


def version_of(tables: Sequence[str] | None) -> tuple[int, int | None]:
    """A number that every committed change of these tables moves, and when the last was, in Unix seconds.

    tables   names in the database; None for all of them
    """
    return fetch_first(lambda cursor: cursor.execute(*version_sql(tables)))[0]


def version_sql(tables: Sequence[str] | None) -> tuple[str, list]:
    """The statement of one row, number and moment, and its parameters."""
    where, params = ("", []) if tables is None else (" WHERE resource = ANY(%s)", [list(tables)])
    moment = "floor(extract(epoch FROM max(at)))::bigint"
    return f"SELECT coalesce(sum(count), 0)::bigint, {moment} FROM history_change{where}", params  # noqa: S608


def fetch_first(ask: Callable[[Any], object]) -> list[tuple]:
    """The rows of the first statement of an answer: it finds out by itself whether the connection lives.

    Django would ask for that with a statement of its own before it (CONN_HEALTH_CHECKS).

    ask   executes the statement with the cursor that it is given; twice where the connection was lost
    """
    try:
        connection.health_check_done = True
        return _fetch(ask)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return _fetch(ask)


def _fetch(ask: Callable[[Any], object]) -> list[tuple]:
    with connection.cursor() as cursor:
        ask(cursor)
        return cursor.fetchall()
