"""What every test may ask for: clients by role, a database from a template, the loaded paper.

`paper` gives a test the whole paper, loaded once for the session into a database of its own.
"""

from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.utils import translation

from portal import celery_app
from tests import databases
from tests.databases import administer, connected_to, copy
from tests.factories import (
    CuratorFactory,
    EnterpriseFactory,
    MembershipFactory,
    ParkFactory,
    PartnerFactory,
    UserFactory,
)

#: The files that take longest begin first, lest one worker ends with them long after the others are done.
LONGEST = (
    "security/test_matrix.py",
    "security/test_headers.py",
    "journeys/test_pages.py",
    "portal/test_admin.py",
    "start/test_whole.py",
    "security/test_hidden_rows.py",
    "security/test_hostile_input.py",
    "api/test_contract.py",
    "common/test_spreadsheets.py",
    "portal/test_paper_loading.py",
    "parks/test_audit_of_the_paper.py",
    "common/test_exports.py",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Also: whatever wants the paper is slow, as to load it takes longer than many quick tests."""
    for item in items:
        if "paper_database" in item.fixturenames:
            item.add_marker("slow")
    folder = Path(__file__).parent
    rank = {folder / name: place for place, name in enumerate(LONGEST)}
    assert all(file.exists() for file in rank), "LONGEST names a file that is gone"
    items.sort(key=lambda item: rank.get(item.path, len(rank)))


@pytest.fixture(scope="session", autouse=True)
def nothing_is_kept():
    """Within the one transaction of a test every version is the same; what is kept is tested by itself."""
    settings.API_KEPT_BYTES = 0


@pytest.fixture(scope="session", autouse=True)
def tasks_go_nowhere():
    celery_app.conf.broker_url = "memory://"


@pytest.fixture(scope="session", autouse=True)
def static_files_are_sought_when_asked_for():
    """Else each client of a test begins with a walk through all of them."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session", autouse=True)
def files_in_memory():
    """Documents of tests are kept in memory only."""
    in_memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "default": in_memory}):
        yield


@pytest.fixture(scope="session")
def migrated_template(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """The name of a database with all tables and nothing in them, that nobody is connected to."""
    with django_db_blocker.unblock():
        return databases.migrated_template()


@pytest.fixture(scope="session")
def django_db_setup(migrated_template, django_db_blocker):
    """A fresh copy of the migrated template for each run (and each worker of it).

    While tests run it stays locked for those that do not ask for it: what they wrote would stay.
    """
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            name = connection.creation._get_test_db_name()
            copy(migrated_template, name)
            stack.enter_context(connected_to(name))
            stack.enter_context(databases.emptied_quickly())
        yield
        with django_db_blocker.unblock():
            stack.close()
            administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


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
    administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


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
