"""What somebody may not see does not exist for them: not on a page, not in a count, not in an answer."""

import re

import pytest

from common import statements
from sources.querysets import RecordQuerySet
from tests.security.house import (
    Addresses,
    Browser,
    all_routes,
    an_event,
    crawl,
    guides,
    reindex,
    without_noise,
)
from tests.security.planting import LURE, hide_more, part_models, plant, private_models, record_models

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
#: Rooms that are not public, or that have no rows of the house; private feeds have tests of their own.
PRIVATE = ("admin:", "account_", "mfa_", "styleguide", "feeds:")
MISSING = "kanari999999x"


@pytest.fixture
def garden(db):
    garden = plant()
    reindex()
    return garden


@pytest.fixture
def visitors(enterprise_user, park_user, plain_user):
    return {
        "public": Browser(),
        "enterprise": Browser(enterprise_user),
        "staff of another park": Browser(park_user),
        "plain user": Browser(plain_user),
    }


@pytest.fixture
def addresses(garden, curator):
    return Addresses(
        [*garden.hub.values(), an_event()],
        guides(curator, garden.hub.values()),
    )


def _is_elsewhere(route) -> bool:
    """Whether its rows have tests of their own: those of accounts are people, not records."""
    return route.name.startswith(PRIVATE) or (route.name.startswith("accounts:") and bool(route.parameters))


def _starts(addresses) -> list[str]:
    """All addresses that lead to something, searched where they are lists, pages in both languages."""
    urls = []
    for route in all_routes():
        if "GET" not in (route.policy or {}) or _is_elsewhere(route):
            continue
        url = route.url(addresses.kwargs_of(route))
        urls.append(url)
        if not route.parameters:
            urls.append(f"{url}?q={LURE}")
        if not url.startswith("/api/"):
            urls.append(f"/zh-hans{url}")
    return urls


def test_the_garden_has_every_kind_of_hidden_row(garden):
    planted = {type(row) for row in garden.hidden}
    assert planted == {*record_models(), *part_models(), *private_models()}
    assert len(garden.hidden) > 2 * len(record_models()) - 10


def test_curators_see_the_canaries(garden, addresses, curator):
    """Else the tests below would find nothing wherever it stood."""
    bodies = crawl(Browser(curator), _starts(addresses))
    seen = set().union(*(garden.leaks(body) for body in bodies.values()))
    private = {told for told in garden.told if told.endswith("is a park's own")}
    assert {*garden.told} - garden.silent - private - seen == set()


@pytest.mark.parametrize("role", ["public", "enterprise", "staff of another park"])
def test_no_page_list_file_or_answer_tells_of_hidden_rows(role, garden, addresses, visitors):
    bodies = crawl(visitors[role], _starts(addresses))
    assert len(bodies) > 100
    leaks = [f"{url}: {what}" for url, body in bodies.items() for what in sorted(garden.leaks(body, url))]
    assert not leaks, "\n".join(leaks)


def test_a_queryset_that_forgets_who_asks_is_found(garden, addresses, visitors, monkeypatch):
    monkeypatch.setattr(RecordQuerySet, "visible_to", lambda rows, user: rows.all())
    monkeypatch.setattr(statements, "_kept", {})  # what is compiled now must not answer later tests
    bodies = crawl(visitors["public"], ["/organisations/", "/milestones/"])
    leaks = set().union(*(garden.leaks(body) for body in bodies.values()))
    assert {"Organisation that is not published", "Milestone that hangs on a hidden organisation"} <= leaks


def test_parts_for_htmx_tell_nothing_either(garden, addresses, visitors):
    leaks = []
    for url in _starts(addresses):
        body = visitors["public"].get(url, headers={"HX-Request": "true", "HX-Target": "results"}).body
        leaks += [f"{url}: {what}" for what in sorted(garden.leaks(body, url))]
    assert not leaks, "\n".join(leaks)


def test_hidden_and_missing_get_the_same_answer(garden, addresses, visitors):
    wrong = []
    for route in all_routes():
        if not route.parameters or _is_elsewhere(route):
            continue
        kwargs = addresses.kwargs_of(route)
        model, attribute = addresses.sources[route][-1]
        hidden = next((row for row in garden.hidden if type(row) is model), None)
        if hidden is None or attribute not in ("slug", "pk", "organisation.slug"):
            continue
        secret = _public_name(hidden, attribute, garden)
        missing = MISSING if attribute != "pk" else re.sub(r".{6}$", "000000", secret)
        for role, browser in visitors.items():
            foreign = _answer(browser, route, kwargs, secret)
            nothing = _answer(browser, route, kwargs, missing)
            if foreign[0] not in (302, 404) or foreign != nothing:
                wrong.append(f"{route} as {role}: {foreign[0]} for a hidden row, {nothing[0]} for none")
    assert not wrong, "\n".join(wrong)


def _public_name(hidden, attribute, garden) -> str:
    if attribute == "organisation.slug":
        return hidden.organisation.slug
    return str(getattr(hidden, attribute))


def _answer(browser, route, kwargs, name) -> tuple[int, str]:
    last = route.parameters[-1]
    method = "GET" if "GET" in route.policy else "POST"
    answer = browser.ask(method, route.url(kwargs | {last: name}))
    told = answer.headers.get("Location", "") + without_noise(answer.body)
    return answer.status_code, told.replace(name, "…")


def test_more_hidden_rows_change_nothing_that_the_public_sees(garden, addresses, visitors):
    starts = _starts(addresses)
    reindex()  # the parks of those who were let in, too
    before = crawl(visitors["public"], starts)
    hide_more(garden, rounds=3)
    reindex()
    after = crawl(visitors["public"], starts)
    changed = [url for url in before if without_noise(before[url]) != without_noise(after.get(url, ""))]
    assert changed == []
