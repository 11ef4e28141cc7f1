"""What every test may ask for: clients by role, a database from a template, the loaded paper.

The migrations run once for each state of them, into a template database; each test database is a
copy of it. `paper` gives a test the whole paper, loaded once for the session into a copy of its own.
"""

import hashlib
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.utils import translation

from portal import celery_app
from tests.factories import (
    CuratorFactory,
    EnterpriseFactory,
    MembershipFactory,
    ParkFactory,
    PartnerFactory,
    UserFactory,
)

BASE = Path(settings.BASE_DIR)


@pytest.fixture(scope="session", autouse=True)
def nothing_is_kept():
    """Within the one transaction of a test every version is the same; what is kept is tested by itself."""
    settings.API_KEPT_BYTES = 0


@pytest.fixture(scope="session", autouse=True)
def tasks_go_nowhere():
    celery_app.conf.broker_url = "memory://"


@pytest.fixture(scope="session", autouse=True)
def files_in_memory():
    """Documents of tests are kept in memory only."""
    in_memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "default": in_memory}):
        yield


@pytest.fixture(scope="session")
def migrated_template(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """The name of a database with all tables and nothing in them, that nobody is connected to."""
    with django_db_blocker.unblock(), _one_at_a_time():
        return _migrated_template()


@pytest.fixture(scope="session")
def django_db_setup(migrated_template, django_db_blocker):
    """A fresh copy of the migrated template for each run (and each worker of it)."""
    with django_db_blocker.unblock():
        name = connection.creation._get_test_db_name()
        copy(migrated_template, name)
        with connected_to(name):
            yield
        _administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _migrated_template() -> str:
    name = f"parkway_template_{_state_of_migrations()}"
    known = _administer(
        "SELECT datname FROM pg_database WHERE datname LIKE 'parkway_template_%' ORDER BY oid"
    )
    if name in known:
        return name
    for old in known[:-4]:  # other checkouts may share this server
        _administer(f'DROP DATABASE IF EXISTS "{old}"', may_fail=True)
    building = f"{name}_{connection.settings_dict['NAME']}"
    _administer(f'DROP DATABASE IF EXISTS "{building}"')
    _administer(f'CREATE DATABASE "{building}"')
    with connected_to(building):
        call_command("migrate", verbosity=0)
    _administer(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
    return name


def copy(source: str, name: str) -> None:
    """Make a database as a copy; whoever is connected to the source is sent away, as it must be alone."""
    _administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _administer(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{source}'")
    _administer(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


def _state_of_migrations() -> str:
    # Triggers are no migrations: they follow from the models, their translation and the history.
    kinds = ("migrations/*.py", "models.py", "models/*.py", "translation.py")
    code = [file for kind in kinds for file in BASE.glob(f"*/{kind}")]
    files = [*sorted(code), BASE / "requirements.txt"]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def _administer(statement: str, may_fail: bool = False) -> list[str]:
    """Run a statement that no transaction may hold, beside the databases of the tests."""
    with _administration() as cursor:
        try:
            cursor.execute(statement)
            return [row[0] for row in cursor.fetchall()] if cursor.description else []
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


@pytest.fixture(scope="session")
def paper_database(migrated_template, django_db_setup, django_db_blocker):
    """Another copy of the template, with the countries and the paper in it."""
    name = f"{connection.settings_dict['NAME']}_paper"
    with django_db_blocker.unblock():
        copy(migrated_template, name)
        with connected_to(name):
            call_command("load_countries", verbosity=0)
            call_command("load_paper", verbosity=0)
    yield name
    _administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def _connected_to_paper(request, paper_database):
    assert not request.node.get_closest_marker("django_db"), (
        "A test with the paper leaves out @pytest.mark.django_db"
    )
    with connected_to(paper_database):
        yield


@pytest.fixture
def paper(_connected_to_paper, db):
    """The whole paper in the database; what the test changes is undone after it.

    The fixture opens the database by itself: leave out the mark `django_db`.
    """


@pytest.fixture(autouse=True)
def _nothing_leaves_or_stays(settings, tmp_path):
    """No test sends mail, writes into the data folder or finds what another left behind."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.HOME = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def sign_in():
    """A function: a client of its own, signed in as the user; signed out for None."""

    def client_of(user=None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return client_of


@pytest.fixture
def enterprise_user(db):
    return _acting_for(EnterpriseFactory().organisation)


@pytest.fixture
def park_user(db):
    return _acting_for(ParkFactory().organisation)


@pytest.fixture
def partner_user(db):
    return _acting_for(PartnerFactory().organisation)


@pytest.fixture
def plain_user(db):
    return UserFactory()


@pytest.fixture
def curator(db):
    return CuratorFactory()


def _acting_for(organisation):
    user = UserFactory()
    MembershipFactory(user=user, organisation=organisation)
    return user
