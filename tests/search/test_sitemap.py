"""Search engines learn of each public page in each language, and of nothing else."""

from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search import sitemap
from search.models import Entry
from search.operations import index_records
from tests.factories import GuideSectionFactory, ListingFactory, ParkFactory

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def addresses(client, path="/sitemap.xml"):
    tree = ElementTree.fromstring(client.get(path).content)
    return [one.text.removeprefix("http://testserver") for one in tree.iterfind(".//s:loc", NAMES)]


def all_of_it(client):
    return [address for part in addresses(client) for address in addresses(client, part)]


def test_each_page_is_told_in_each_language_and_answers(client):
    park = ParkFactory()
    index_records([park, GuideSectionFactory()])
    listing = ListingFactory(slug="patent-search")
    told = all_of_it(client)
    assert "/catalogue/patent-search/" in told and "/zh-hans/catalogue/patent-search/" in told
    assert park.get_absolute_url() in told and not any("#" in address for address in told)
    assert {client.get(address).status_code for address in told} == {200}
    listing.status = "draft"
    listing.save()
    assert "/catalogue/patent-search/" not in all_of_it(client)


def test_what_is_hidden_is_not_told_to_curators_either(client, sign_in, curator):
    ListingFactory(slug="secret", status="draft")
    assert not any("secret" in address for address in all_of_it(sign_in(curator)))


def test_each_address_names_the_others(client):
    ListingFactory(slug="patent-search")
    part = addresses(client)[0]
    tree = ElementTree.fromstring(client.get(part).content)
    for url in tree.iterfind("s:url", NAMES):
        links = {link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", NAMES)}
        assert set(links) == {"en", "zh-Hans", "x-default"}
        assert url.find("s:loc", NAMES).text in links.values()
        assert links["x-default"] == links["en"]


def test_parts_follow_the_ids_and_cost_the_same(client, monkeypatch):
    monkeypatch.setattr(sitemap, "AT_ONCE", 2)
    ListingFactory.create_batch(4)
    parts = addresses(client)
    assert len(parts) == Entry.objects.order_by("-pk").first().pk // 2 + 1
    told = [address for part in parts for address in addresses(client, part)]
    assert sum("/catalogue/listing" in address for address in told) == 8
    costs = set()
    for part in parts[-2:]:
        with CaptureQueriesContext(connection) as asked:
            client.get(part)
        costs.add(len(asked))
    assert len(costs) == 1
    assert {client.get(f"/sitemap-{n}.xml").status_code for n in (0, 99999999, 10**30)} == {404}


def test_robots_find_the_sitemap(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://testserver/sitemap.xml" in answer.content.decode()
