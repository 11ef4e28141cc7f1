"""A portal of their own for the tests that look through a real browser, and that browser.

The portal runs as its users meet it: without debug pages, on the whole paper, behind a port. Its
database is a copy, so that a journey may change it; the tests of a file share it.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.db import connection
from playwright.sync_api import expect

from start import browser as chromium
from tests.curation.tables import whole_database
from tests.databases import BASE, administer, connected_to, copy
from tests.factories import CuratorFactory

from .watch import Watch

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PORTAL = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--threads", "4"]
PORTAL += ["--timeout", "120", "--keep-alive", "60", "--graceful-timeout", "2"]
CURATOR = "curator@example.org"
PASSWORD = "For-this-test-only-7"
#: How tables of the rooms begin; the rest is how people signed in, and what their work leaves beside.
ROOMS = ("organisations_", "parks_", "partners_", "projects_", "sources_", "search_")
HUMAN = 120  # milliseconds between two keys
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
# With playwright's browser in a thread, Django takes that thread for an asynchronous one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def journeys_database(paper_database, django_db_blocker):
    """A copy of the paper's database, with a curator who can sign in."""
    name = f"{paper_database}_journeys"
    with django_db_blocker.unblock():
        copy(paper_database, name)
        with connected_to(name):
            let_sign_in(CuratorFactory(email=CURATOR, name="Ms Curator", is_superuser=False))
    yield name
    with django_db_blocker.unblock():
        administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def let_sign_in(user):
    """Give an account a password and a confirmed address."""
    # By the portal's way: the tests themselves keep passwords by a quicker one.
    user.password = make_password(PASSWORD, hasher=PBKDF2PasswordHasher())
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


@pytest.fixture(scope="session")
def portal_home(tmp_path_factory):
    """The data folder of that portal."""
    return tmp_path_factory.mktemp("portal")


@pytest.fixture(scope="session")
def base_url(journeys_database, portal_home):
    """The address of a portal that runs on that database."""
    home = portal_home
    with socket.create_server(("127.0.0.1", 0)) as listener, (home / "web.log").open("wb") as log:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        portal = subprocess.Popen(
            [*PORTAL, "--bind", f"fd://{listener.fileno()}"],
            cwd=BASE,
            env={**os.environ, **_environment(journeys_database, home)},
            pass_fds=[listener.fileno()],
            stdout=log,
            stderr=log,
        )
        try:
            _wait_for(address, portal, home / "web.log")
            yield address
        finally:
            portal.terminate()
            portal.wait(30)


def _environment(database: str, home) -> dict[str, str]:
    at = connection.settings_dict
    login = quote(at["USER"], safe="") + (f":{quote(at['PASSWORD'], safe='')}" if at["PASSWORD"] else "")
    host = quote(at["HOST"], safe="") + (f":{at['PORT']}" if at["PORT"] else "")
    return {
        "DATABASE_URL": f"postgresql://{login}@{host}/{database}",
        "PARKWAY_DEBUG": "0",
        "PARKWAY_LOCAL": "1",
        "PARKWAY_HOME": str(home),
        "SECRET_KEY": settings.SECRET_KEY,
        "ALLOWED_HOSTS": "127.0.0.1 localhost",
    }


def _wait_for(address: str, portal: subprocess.Popen, log) -> None:
    for _attempt in range(600):
        assert portal.poll() is None, f"The portal has ended:\n{log.read_text()}"
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=60):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"The portal does not answer:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser_type_launch_args():
    program = chromium.find()
    if program is None:
        pytest.skip("no Chromium here; as root, `make browser` installs it")
    return {"executable_path": program, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(base_url):
    return {"base_url": base_url, "viewport": {"width": 1280, "height": 900}, "locale": "en-GB"}


@pytest.fixture
def in_journeys(journeys_database, django_db_blocker):
    """A context in which the test, and not the browser, reads and writes the database of the portal."""

    @contextmanager
    def inside():
        with django_db_blocker.unblock(), connected_to(journeys_database):
            yield

    return inside


@pytest.fixture
def rooms(in_journeys):
    """A function: all rows that people read or write in the database of the portal, as they are now."""

    def read():
        with in_journeys():
            return {name: rows for name, rows in whole_database().items() if name.startswith(ROOMS)}

    return read


@pytest.fixture
def second(browser, browser_context_args):
    """The browser of another person."""
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    page.set_default_timeout(60_000)  # milliseconds; the machine may be busy
    yield page
    context.close()


@pytest.fixture
def watch(page):
    """What goes wrong in the page while the test looks at it; it fails the test at its end."""
    page.set_default_timeout(60_000)  # milliseconds; the machine may be busy
    watch = Watch(page)
    yield watch
    assert watch.faults == []


@pytest.fixture
def visit(page, watch):
    """A function: open this address in the browser, and see that it is there."""

    def open_page(address: str):
        response = page.goto(address)
        assert response.status == 200, f"{address}: {response.status}"
        return page

    return open_page


@pytest.fixture
def sign_in(page, watch):
    """A function: sign in with this address, and go where it leads; in the language of the path."""
    return lambda email, then="/", language="": enter(page, email, then, language)


def enter(page, email: str, then: str, language: str = ""):
    """Sign in with this address in this page of the browser."""
    page.goto(f"{language}/accounts/login/?next={quote(then)}")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"**{then}")
    return page


@pytest.fixture
def device(page):
    """Chromium's own authenticator: a function that gives the passkeys in it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return lambda: session.send("WebAuthn.getCredentials", made)["credentials"]


def pick_body(page, words: str):
    """Find a body by what is typed, with the keyboard alone."""
    search = page.locator("[data-pw-combo]").get_by_role("combobox").first
    with page.expect_response(lambda answer: parse_qs(urlsplit(answer.url).query).get("q") == [words]):
        search.press_sequentially(words, delay=HUMAN)
    page.wait_for_timeout(HUMAN)  # the answer is drawn
    expect(page.locator("#bodies-list [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
