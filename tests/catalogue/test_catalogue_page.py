"""The catalogue leads with its kinds, and tells on each card what decides."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalogue import sections
from tests.factories import CategoryFactory, ListingFactory, OrganisationFactory, PolicyVersionFactory
from tests.pages import Page, words

pytestmark = pytest.mark.django_db
LIST = reverse("catalogue:list")


def tiles(page):
    return [words(tile) for tile in page.of_class("pw-kinds__kind")]


def chips(page):
    return [words(chip) for found in page.of_class("pw-kinds__categories") for chip in found.iter("a")]


def card(client, listing):
    (shown,) = Page(client.get(LIST, {"q": listing.title})).of_class("pw-card")
    return words(shown)


def test_kinds_are_counted_as_one_sees_them(client, sign_in, curator):
    ListingFactory.create_batch(2)
    ListingFactory(status="draft")
    assert "Service 2" in tiles(Page(client.get(LIST)))
    assert "Service 3" in tiles(Page(sign_in(curator).get(LIST)))


def test_a_kind_shows_its_categories_that_have_something(client):
    patents = CategoryFactory(kind="service", name_en="Patents")
    CategoryFactory(kind="service", name_en="Nothing in it")
    ListingFactory(category=patents)
    ListingFactory(kind="event", starts_at=timezone.now(), ends_at=timezone.now(), time_zone="UTC")
    assert chips(Page(client.get(LIST))) == []
    assert chips(Page(client.get(LIST, {"kind": "service"}))) == ["Patents 1"]
    assert chips(Page(client.get(LIST, {"kind": ["service", "event"]}))) == []


def test_providers_are_not_listed_but_one_can_be_chosen_by_address(client):
    """There may be thousands; the pages of providers lead here."""
    first = ListingFactory(provider=OrganisationFactory(name_en="Lotus Advisers"))
    ListingFactory(provider=OrganisationFactory(name_en="Orchid Advisers"))
    assert b"Orchid Advisers</option>" not in client.get(LIST).content
    page = client.get(LIST, {"provider": first.provider.slug})
    assert b"Lotus Advisers</option>" in page.content
    assert b"Orchid Advisers" not in page.content


def test_a_provider_with_many_leads_to_all_of_them(client, monkeypatch):
    monkeypatch.setattr(sections, "SHOWN", 2)
    provider = OrganisationFactory()
    ListingFactory.create_batch(2, provider=provider)
    link = f'href="{LIST}?provider={provider.slug}"'
    assert link not in client.get(provider.get_absolute_url()).content.decode()
    ListingFactory(provider=provider)
    assert link in client.get(provider.get_absolute_url()).content.decode()


def test_where_nothing_is_found_there_are_other_ways(client):
    ListingFactory(title_en="Patent search")
    page = Page(client.get(LIST, {"kind": "event", "q": "patent"}))
    ask = f"{reverse('cases:describe')}?title=patent"
    assert f"{LIST}?q=patent" in page.links and ask in page.links and "/search/?q=patent" in page.links
    assert "Without the filter “Kind”: 1 result" in page.text
    assert not any(link.startswith(reverse("cases:describe")) for link in Page(client.get(LIST)).links)
    assert 'value="patent"' in client.get(ask).content.decode()


def test_htmx_gets_the_results_and_the_kinds_as_they_are_now(client):
    ListingFactory()
    asked = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "results"}
    part = client.get(LIST, {"kind": "service"}, **asked).content.decode()
    assert "<html" not in part and part.count('id="kinds"') == 1 and "hx-swap-oob" in part
    whole = client.get(LIST).content.decode()
    assert whole.count('id="kinds"') == 1 and "hx-swap-oob" not in whole


def test_a_card_tells_what_decides(client):
    service = ListingFactory(
        title_en="Quick", price_model="fixed", price_from=400, currency="EUR", delivery_days=5
    )
    assert "from 400 EUR" in card(client, service) and "5 working days" in card(client, service)
    today = timezone.localdate()
    policy = ListingFactory(kind="policy", title_en="Grant", level="national", support="grant")
    day = datetime.timedelta(days=1)
    PolicyVersionFactory(
        listing=policy, valid_from=today - 9 * day, valid_until=today - day, amount_max=10_000, currency="CNY"
    )
    PolicyVersionFactory(listing=policy, valid_from=today, amount_max=20_000, currency="CNY")
    assert "20,000 CNY" in card(client, policy) and "10,000" not in card(client, policy)


def test_an_event_tells_both_clocks_where_they_differ(client):
    begins = datetime.datetime(2027, 3, 1, 9, tzinfo=datetime.UTC)
    more = {"starts_at": begins, "ends_at": begins + datetime.timedelta(hours=2), "attendance": "on_site"}
    abroad = ListingFactory(kind="event", time_zone="Europe/Amsterdam", **more)
    at_home = ListingFactory(kind="event", time_zone="Asia/Shanghai", **more)
    told = Page(client.get(abroad.get_absolute_url())).text
    assert "10 a.m." in told and "By the clock of Beijing" in told and "5 p.m." in told
    assert "By the clock of Beijing" not in Page(client.get(at_home.get_absolute_url())).text


def test_a_listing_leads_to_others_of_its_category_those_of_its_country_first(client):
    category = CategoryFactory(kind="event")
    now = timezone.now()
    more = {"kind": "event", "category": category, "time_zone": "UTC"}
    more["starts_at"] = now - datetime.timedelta(days=2)
    soon = now + datetime.timedelta(days=1)
    shown = ListingFactory(countries=["MY"], ends_at=soon, **more)
    ListingFactory(title_en="Near", countries=["MY"], ends_at=soon, **more)
    for n in range(4):
        ListingFactory(title_en=f"Far {n}", countries=["DE"], ends_at=soon, publish_at=now, **more)
    ListingFactory(title_en="Over", countries=["MY"], ends_at=now - datetime.timedelta(hours=1), **more)
    ListingFactory(title_en="Hidden", countries=["MY"], ends_at=soon, status="draft", **more)
    cards = Page(client.get(shown.get_absolute_url())).cards
    assert cards[0] == "Near" and len(cards) == 4 and all("Far" in title for title in cards[1:])


def test_a_page_costs_the_same_however_much_is_related(client):
    category = CategoryFactory(kind="policy")
    shown, *_ = ListingFactory.create_batch(2, kind="policy", category=category)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get(shown.get_absolute_url())
        return len(asked)

    cost()
    before = cost()
    for one in ListingFactory.create_batch(2, kind="policy", category=category):
        PolicyVersionFactory(listing=one)
    assert cost() == before
