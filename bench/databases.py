"""Copies of the database: what is measured in one leaves the others as they were."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from django.db import connection


@contextmanager
def copied(name: str) -> Iterator[str]:
    """The address of a copy, by the name that is put behind that of the original; gone at the end."""
    original = connection.settings_dict["NAME"]
    copy = f"{original}_{name}"
    parts = urlsplit(os.environ["DATABASE_URL"])
    connection.close()  # a database with a guest is not copied
    administration = psycopg2.connect(urlunsplit(parts._replace(path="/postgres")))
    administration.autocommit = True
    with administration.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{original}"')
        try:
            yield urlunsplit(parts._replace(path=f"/{copy}"))
        finally:
            cursor.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
            administration.close()


@contextmanager
def working_in(address: str) -> Iterator[None]:
    """This process works in the database of this address."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = urlsplit(address).path.strip("/")
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@contextmanager
def working_in_a_copy() -> Iterator[None]:
    with copied("worked_in") as address, working_in(address):
        yield
