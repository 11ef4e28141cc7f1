"""A second connection, to say how far a long transaction is and to hear whether to stop."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from ..models import Import


class Stopped(Exception):
    """Nothing of it is to be written; the message, where there is one, is for people."""


class Beside:
    def __init__(self, pk: str):
        self.pk = pk
        self.connection = connection.copy()

    def tell(self, progress: int) -> None:
        """Raises Stopped where somebody asked for it"""
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {Import._meta.db_table} SET progress = %s, updated_at = now()"  # noqa: S608
                " WHERE id = %s RETURNING is_cancelled",
                [progress, self.pk],
            )
            told = cursor.fetchone()
        if told and told[0]:
            raise Stopped


@contextmanager
def beside(pk: str) -> Iterator[Beside]:
    opened = Beside(pk)
    try:
        yield opened
    finally:
        opened.connection.close()


def is_alone(pk: str) -> bool:
    """Whether nobody else works at this import; nobody else will until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [pk])
        return bool(cursor.fetchone()[0])
