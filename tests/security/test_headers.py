"""What the answers say to browsers, and what asking must never change."""

import importlib.util
import re

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.versions import version_of
from tests.security.house import Addresses, Browser, all_routes, guides, plant_one_of_each

PAGES = ["/", "/zh-hans/", "/parks/", "/accounts/login/", "/accounts/signup/", "/there-is-no-such-page/"]
KEPT_OF_USE = ("django_session", 'UPDATE "accounts_privatefeed" SET "last_used_at"')
CHANGES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|TRUNCATE|ALTER|CREATE|DROP)\b", re.IGNORECASE)


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_pages_allow_nothing_but_their_own_scripts_and_styles(client, page):
    directives = dict(
        part.strip().split(" ", 1) for part in client.get(page)["Content-Security-Policy"].split(";")
    )
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == "'self'"
    assert directives["style-src"] == "'self'"
    assert directives["frame-ancestors"] == "'none'"
    assert directives["base-uri"] == "'none'"
    assert directives["form-action"] == "'self'"
    assert not re.search("unsafe|https?:|\\*", str(directives))


@pytest.mark.django_db
@pytest.mark.parametrize("page", [*PAGES, "/api/v1/parks/", "/healthz"])
def test_answers_are_not_sniffed_framed_or_told_on(client, page):
    answer = client.get(page)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
def test_no_page_has_scripts_or_styles_of_its_own(client):
    inline = re.compile(
        r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\b(?:src=|type=\"application/(?:ld\+)?json\"))",
        re.IGNORECASE,
    )
    found = {}
    plant_one_of_each()
    for page in PAGES:
        found[page] = [match[0] for match in inline.finditer(client.get(page).content.decode())]
    assert {page: what for page, what in found.items() if what} == {}


@pytest.mark.django_db
def test_nothing_is_loaded_from_other_hosts(client):
    loads = re.compile(r"<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)=\"((?:https?:)?//[^\"]+)")
    for page in PAGES:
        assert loads.findall(client.get(page).content.decode()) == []


@pytest.mark.django_db
def test_what_only_members_see_is_not_kept_by_caches(sign_in, plain_user):
    answer = sign_in(plain_user).get("/accounts/me/")
    assert "Cookie" in answer["Vary"]
    assert "public" not in answer.headers.get("Cache-Control", "")


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil.example"])
def test_a_forged_host_is_refused(client, host, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"Host": host}).status_code == 400


@pytest.mark.django_db
def test_a_write_without_its_token_is_refused(client, enterprise_user):
    client.handler.enforce_csrf_checks = True
    assert client.post("/accounts/login/", {"login": "a@b.cn", "password": "x"}).status_code == 403
    client.force_login(enterprise_user)
    for page in ("/accounts/me/", "/accounts/logout/", "/accounts/email/"):
        assert client.post(page, {}).status_code == 403


@pytest.mark.slow
@pytest.mark.slow
@pytest.mark.django_db
def test_asking_changes_nothing(curator, plain_user):
    """Sessions and the last use of a feed's address aside, no GET or HEAD of anybody writes a row."""
    rows = plant_one_of_each()
    EmailAddress.objects.create(user=plain_user, email=plain_user.email)
    addresses = Addresses(rows, guides(curator, rows), key=["x"], kind=["csv"])
    before = version_of(None)
    wrote = []
    for route in all_routes():
        if "GET" not in (route.policy or {}):
            continue
        try:
            url = route.url(addresses.kwargs_of(route))
        except LookupError:  # the matrix tells
            continue
        for role, browser in {"public": Browser(), "user": Browser(plain_user)}.items():
            for method in ("GET", "HEAD"):
                with CaptureQueriesContext(
                    connection,
                ) as queries:
                    browser.ask(method, url)
                wrote += [
                    f"{method} {url} as {role}: {query['sql'][:100]}"
                    for query in queries
                    if CHANGES.match(query["sql"]) and not any(kept in query["sql"] for kept in KEPT_OF_USE)
                ]
    assert wrote == []
    assert version_of(None) == before


@pytest.fixture
def settings_with(monkeypatch):
    """A function: the settings as they are with these variables of the environment."""

    def read(**variables):
        for name in ("PARKWAY_DEBUG", "PARKWAY_LOCAL", "PARKWAY_HTTPS"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        specification = importlib.util.find_spec("portal.settings")
        fresh = importlib.util.module_from_spec(specification)
        specification.loader.exec_module(fresh)
        return fresh

    return read


def test_over_https_cookies_are_for_this_host_and_https_only(settings_with):
    served = settings_with(SECRET_KEY="x" * 60)
    assert served.SESSION_COOKIE_NAME.startswith("__Host-")
    assert served.CSRF_COOKIE_NAME.startswith("__Host-")
    assert (served.SESSION_COOKIE_SECURE, served.CSRF_COOKIE_SECURE) == (True, True)
    assert (served.SESSION_COOKIE_SAMESITE, served.CSRF_COOKIE_SAMESITE) == ("Lax", "Lax")
    assert served.SECURE_SSL_REDIRECT
    assert served.SECURE_HSTS_SECONDS >= 31_536_000
    assert not served.DEBUG


def test_a_portal_that_serves_for_real_does_not_start_without_a_secret(settings_with, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(Exception, match="SECRET_KEY"):
        settings_with()


@pytest.mark.django_db
def test_cookies_cannot_be_read_by_scripts_or_sent_along_from_elsewhere(client, plain_user, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    plain_user.set_password("a quiet pond 27")
    plain_user.save()
    EmailAddress.objects.create(user=plain_user, email=plain_user.email, verified=True, primary=True)
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": plain_user.email, "password": "a quiet pond 27"})
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (session["httponly"], session["samesite"], session["secure"]) == (True, "Lax", True)
    csrf = client.cookies[settings.CSRF_COOKIE_NAME]
    assert (csrf["samesite"], csrf["secure"]) == ("Lax", True)
