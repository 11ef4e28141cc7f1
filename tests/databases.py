"""The databases of tests: copies of a template that has all tables, put back after a test that commits.

A template is made once for each state of the code that makes tables and triggers. To run all migrations
takes a minute, so that a new template begins as a copy of the last one whose migrations are all here still.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.test import TransactionTestCase

BASE = Path(settings.BASE_DIR)
TEMPLATES = 12  # that are kept: other checkouts may share this server


def migrated_template() -> str:
    """The name of a database with all tables and nothing in them."""
    with _one_at_a_time():
        name = f"parkway_template_{_state_of_code()}"
        known = _templates()
        if name in known:
            return name
        for old in list(known)[:-TEMPLATES]:
            administer(f'DROP DATABASE IF EXISTS "{old}"', may_fail=True)
        building = f"building_{connection.settings_dict['NAME']}"
        _make(building, _base(_templates()))
        told = json.dumps(_migrations()).replace("'", "''")
        administer(f"COMMENT ON DATABASE \"{building}\" IS '{told}'")
        administer(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
        return name


def _make(name: str, base: str | None) -> None:
    if base:
        copy(base, name)
    else:
        administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        administer(f'CREATE DATABASE "{name}"')
    try:
        with connected_to(name):
            call_command("migrate", verbosity=0)
    except (InconsistentMigrationHistory, CommandError, Error):
        if not base:
            raise
        _make(name, None)


def _templates() -> dict[str, dict[str, str]]:
    """The migrations of each template, by its name; the newest last."""
    rows = administer(
        "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database"
        " WHERE datname ~ '^parkway_template_[0-9a-f]+$' ORDER BY oid"
    )
    return {name: json.loads(told or "{}") for name, told in rows}


def _base(known: dict[str, dict[str, str]]) -> str | None:
    """The template with the most migrations, of those that have none but ours."""
    ours = _migrations().items()
    fitting = [name for name, theirs in known.items() if theirs and theirs.items() <= ours]
    return max(fitting, key=lambda name: len(known[name]), default=None)


def _migrations() -> dict[str, str]:
    """What each file of ours, and the versions of others', say about tables."""
    files = [*BASE.glob("*/migrations/*.py"), BASE / "requirements.txt"]
    return {str(file.relative_to(BASE)): _digest(file.read_bytes()) for file in sorted(files)}


def _state_of_code() -> str:
    # Triggers are no migrations: they follow from models, translation, history, and what can be tagged.
    kinds = (
        "models.py",
        "models/*.py",
        "translation.py",
        "guards.py",
        "erasing.py",
        "tags.py",
        "resources.py",
    )
    code = sorted(file for kind in kinds for file in BASE.glob(f"*/{kind}"))
    return _digest(json.dumps(_migrations()).encode() + b"".join(file.read_bytes() for file in code))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def copy(source: str, name: str) -> None:
    """Make a database as a copy; whoever is connected to the source is sent away, as it must be alone."""
    administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    administer(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{source}'")
    administer(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


def administer(statement: str, may_fail: bool = False) -> list[tuple]:
    """Run a statement that no transaction may hold, beside the databases of the tests."""
    with _administration() as cursor:
        try:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
        except psycopg2.Error:
            if not may_fail:
                raise
            return []


@contextmanager
def _one_at_a_time():
    """Of several runs or workers on this server one makes the template, and the others find it."""
    with _administration() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('parkway_template'))")
        yield


@contextmanager
def _administration():
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    parameters.pop("cursor_factory", None)
    administration = psycopg2.connect(**parameters)
    administration.autocommit = True
    try:
        with administration.cursor() as cursor:
            yield cursor
    finally:
        administration.close()


class connected_to:
    """The default connection speaks with another database as long as this lasts."""

    def __init__(self, name: str):
        self.name = name

    def __enter__(self):
        connection.close()
        self.before = connection.settings_dict["NAME"]
        connection.settings_dict["NAME"] = self.name

    def __exit__(self, *error):
        connection.close()
        connection.settings_dict["NAME"] = self.before


@contextmanager
def emptied_quickly() -> Iterator[None]:
    """After a test that commits, what it wrote is deleted where it wrote.

    Django's way empties every table there is, fills some again, and makes every trigger anew. It goes on
    being the way where a test has changed what the migrations left, or where the user of the database may
    not silence triggers: those of the history refuse deletions.
    """
    left = {table: _content(table) for table in filled_tables()}
    thoroughly = TransactionTestCase._fixture_teardown

    def put_back(test):
        changed = {table for table, content in left.items() if _content(table) != content}
        if changed or not _delete(filled_tables() - left.keys()):
            with _triggers_silent():
                thoroughly(test)
            left.update((table, _content(table)) for table in left)

    TransactionTestCase._fixture_teardown = put_back
    yield
    TransactionTestCase._fixture_teardown = thoroughly


@contextmanager
def _triggers_silent() -> Iterator[None]:
    """Those of the history refuse that its tables are emptied, too."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = origin")


def filled_tables() -> set[str]:
    """Those with at least one row."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        cursor.execute(" UNION ALL ".join(f"(SELECT '{each}' FROM \"{each}\" LIMIT 1)" for each in tables))
        return {name for (name,) in cursor.fetchall()}


def _content(table: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
        return cursor.fetchall()


def _delete(tables: set[str]) -> bool:
    """Whether all rows of these tables are gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        if cursor.fetchone() != ("on",):
            return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in tables:
            cursor.execute(f'DELETE FROM "{table}"')
    return True
