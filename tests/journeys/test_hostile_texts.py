"""Texts that would run, shown by a real browser, also to one that knows no content policy: none runs."""

import pytest

from tests.catalogue.test_hostile_text import PLAIN, plant
from tests.databases import connected_to
from tests.factories import CategoryFactory, ListingFactory
from tests.security import payloads

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = ["/catalogue/{}/", "/zh-hans/catalogue/{}/"]
#: What runs says so; a link that is there must lead to a page or a mail.
LOOK = """() => [
    window.__ran,
    ...[...document.querySelectorAll("a[href]")].map((link) => link.protocol)
        .filter((scheme) => !["http:", "https:", "mailto:"].includes(scheme)),
    ...[...document.querySelectorAll("main :is(script:not([type$=json]), iframe, object, embed, style)")]
        .map((one) => one.outerHTML),
].filter(Boolean)"""


@pytest.fixture(scope="module")
def slugs(journeys_database, django_db_blocker):
    with django_db_blocker.unblock(), connected_to(journeys_database):
        portions = list(payloads.in_portions(len(PLAIN)))
        listings = ListingFactory.create_batch(
            len(portions), category=CategoryFactory(), owner=None, price_model="free"
        )
        for listing, texts in zip(listings, portions, strict=True):
            plant(listing, texts)
        return [listing.slug for listing in listings]


def without_policy(route):
    answer = route.fetch()
    headers = {name: value for name, value in answer.headers.items() if name != "content-security-policy"}
    route.fulfill(response=answer, headers=headers)


@pytest.mark.parametrize("has_policy", [True, False])
def test_none_runs(page, watch, base_url, slugs, has_policy):
    asked, dialogs = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    if not has_policy:
        page.route("**/catalogue/**", without_policy)
    found = {}
    for slug in slugs:
        for address in PAGES if has_policy else PAGES[:1]:
            page.goto(address.format(slug))
            if wrong := page.evaluate(LOOK):
                found[slug] = wrong
    page.goto("/catalogue/?ordering=-published")
    assert page.evaluate(LOOK) == []
    assert found == {}
    assert dialogs == []
    assert [url for url in asked if not url.startswith((base_url, "data:"))] == []
