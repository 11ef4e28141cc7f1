"""The catalogue as an Atom feed: filtered as its page is, the same to everybody, sent once."""

import datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tests.factories import CategoryFactory, ListingFactory, MembershipFactory, OrganisationFactory
from tests.pages import Page

pytestmark = pytest.mark.django_db
FEED, LIST = reverse("catalogue:feed"), reverse("catalogue:list")
ATOM = "{http://www.w3.org/2005/Atom}"


def read(answer):
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.content)


def titles(client, **asked):
    return [one.findtext(f"{ATOM}title") for one in read(client.get(FEED, asked)).iter(f"{ATOM}entry")]


def days_ago(count):
    return timezone.now() - datetime.timedelta(days=count)


def test_it_tells_the_newest_first_with_what_decides(client):
    ListingFactory(title_en="Old", publish_at=days_ago(9))
    listing = ListingFactory(title_en="New", summary_en="In a sentence", provider__name_en="An office")
    feed = read(client.get(FEED))
    first, second = feed.iter(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}title") for one in (first, second)] == ["New", "Old"]
    assert first.find(f"{ATOM}link").get("href") == f"http://testserver{listing.get_absolute_url()}"
    assert first.findtext(f"{ATOM}id").endswith(f":listing:{listing.pk}")
    assert "In a sentence" in first.findtext(f"{ATOM}summary")
    assert first.findtext(f"{ATOM}author/{ATOM}name") == str(listing.provider)


def test_it_is_filtered_as_the_page_is(client):
    patents = CategoryFactory(kind="service", slug="patents")
    ListingFactory(title_en="Patent search", category=patents, countries=["MY"])
    ListingFactory(title_en="Translation", countries=["DE"])
    assert titles(client, category="patents") == ["Patent search"]
    assert titles(client, country="DE", ordering="-title", show="table") == ["Translation"]
    assert titles(client, q="nothing of it") == []
    assert client.get(FEED, {"kind": "no such"}).status_code == 400


def test_nobody_reads_in_it_what_is_not_out(client, sign_in, curator):
    owner = OrganisationFactory()
    for status in ("draft", "in_review", "archived"):
        ListingFactory(title_en="Not out", owner=owner, status=status)
    ListingFactory(title_en="Over", owner=owner, expires_at=days_ago(0))
    ListingFactory(title_en="Later", owner=owner, publish_at=days_ago(-1))
    ListingFactory(title_en="Out", owner=owner)
    for user in (None, curator, MembershipFactory(organisation=owner).user):
        reader = sign_in(user) if user else client
        assert titles(reader) == ["Out"]


def test_it_does_not_tell_who_offers_what_is_anonymous(client):
    owner = OrganisationFactory(name_en="Kept secret")
    told = {"kind": "opportunity", "direction": "offer", "subject": "technology", "partner_sought": "Anybody"}
    ListingFactory(owner=owner, provider=None, is_anonymous=True, **told)
    answer = client.get(FEED)
    assert len(list(read(answer).iter(f"{ATOM}entry"))) == 1
    assert "Kept secret" not in answer.text and owner.slug not in answer.text


def test_a_hidden_provider_is_not_told(client):
    ListingFactory(provider=OrganisationFactory(name_en="Hidden body", is_published=False))
    assert "Hidden body" not in client.get(FEED).text


def test_hostile_titles_stay_text_and_examples_say_so(client):
    ListingFactory(title_en='</title><script>"&\x0b\ud7ff', summary_en="<b>x</b>", is_example=True)
    (entry,) = read(client.get(FEED)).iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == 'Example: </title><script>"& \ud7ff'
    assert entry.findtext(f"{ATOM}summary").startswith("&lt;b&gt;x")


def test_it_speaks_the_language_of_its_address(client):
    ListingFactory(title_en="Patent search", title_zh_hans="专利检索")
    with override("zh-hans"):
        address = reverse("catalogue:feed")
    assert "专利检索" in client.get(address).text
    assert "Patent search" in client.get(FEED, headers={"accept-language": "zh"}).text


def test_who_has_it_is_not_sent_it_again(client):
    listing = ListingFactory()
    answer = client.get(FEED)
    assert "public" in answer["Cache-Control"] and "no-cache" in answer["Cache-Control"]
    known = {"if-none-match": answer["ETag"]}
    assert client.get(FEED, headers=known).status_code == 304
    listing.title_en = "Another"
    listing.save()
    assert client.get(FEED, headers=known).status_code == 200


def test_it_costs_the_same_however_long_it_is(client):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(FEED)
        return len(asked)

    ListingFactory()
    queries()
    one = queries()
    ListingFactory.create_batch(4)
    assert queries() == one


def test_the_page_leads_to_the_feed_of_what_it_shows(client):
    ListingFactory(kind="service", title_en="Patents")
    page = Page(client.get(LIST, {"kind": "service", "q": "patents", "ordering": "title", "country": ""}))
    assert f"{FEED}?kind=service&q=patents" in page.links
    assert not any("events.ics" in link for link in page.links)
    discovered = '<link rel="alternate" type="application/atom+xml" href="/catalogue/feed.atom?kind=service'
    assert discovered in client.get(LIST, {"kind": "service"}).text
    assert f"{reverse('catalogue:events')}" in Page(client.get(LIST)).links


def test_an_example_says_once_that_it_is_one(client):
    ListingFactory(title_en="Example: A fair", is_example=True)
    assert titles(client) == ["Example: A fair"]
