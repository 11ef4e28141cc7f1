"""Listings are set aside by everybody, and compared side by side."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.operations.closing import close_account, file_of
from catalogue import shortlist
from catalogue.models import Shortlisted
from tests.factories import (
    ListingFactory,
    MembershipFactory,
    OrganisationFactory,
    PolicyVersionFactory,
    RuleFactory,
    UserFactory,
)
from tests.pages import Page

pytestmark = pytest.mark.django_db
SHORTLIST, COMPARE = reverse("catalogue:shortlist"), reverse("catalogue:compare")


def star(client, listing, keep="yes", **more):
    return client.post(reverse("catalogue:star", args=[listing.slug]), {"keep": keep}, **more)


def compare(client, *listings, **more):
    return Page(client.get(COMPARE, {"slug": [listing.slug for listing in listings], **more}))


def heads(page):
    return [row.text or "" for row in page.main.iter("th") if row.get("scope") == "row"]


@pytest.fixture
def user():
    return UserFactory()


def test_a_visitor_sets_aside_and_takes_away(client):
    patent = ListingFactory(title_en="Patent search")
    answer = star(client, patent)
    assert (answer.status_code, answer.url) == (302, patent.get_absolute_url())
    assert Page(client.get(SHORTLIST)).cards == ["Patent search"]
    assert not Shortlisted.objects.exists()
    star(client, patent, keep="no")
    assert "Nothing is on your shortlist yet" in Page(client.get(SHORTLIST)).text


def test_who_is_signed_in_finds_it_on_another_device(client, sign_in, user):
    patent = ListingFactory(title_en="Patent search")
    client.force_login(user)
    star(client, patent)
    star(client, patent)
    assert Page(sign_in(user).get(SHORTLIST)).cards == ["Patent search"]
    assert Page(sign_in(UserFactory()).get(SHORTLIST)).cards == []


def test_signing_in_takes_over_what_was_set_aside_before(client, user):
    old, fresh = ListingFactory(title_en="Old"), ListingFactory(title_en="Fresh")
    Shortlisted.objects.create(user=user, listing=old)
    star(client, fresh)
    star(client, old)
    client.force_login(user)
    assert set(Page(client.get(SHORTLIST)).cards) == {"Old", "Fresh"}
    assert Shortlisted.objects.filter(user=user).count() == 2
    client.logout()
    assert Page(client.get(SHORTLIST)).cards == []


def test_what_is_no_longer_visible_says_nothing_of_itself(client):
    gone, there = ListingFactory(title_en="Withdrawn"), ListingFactory(title_en="There")
    star(client, gone)
    star(client, there)
    gone.status = "archived"
    gone.save()
    assert Page(client.get(SHORTLIST)).cards == ["There"]
    assert "Withdrawn" not in compare(client, gone, there).text
    assert star(client, gone).status_code == 404


def test_a_shortlist_holds_so_many_and_no_more(client, user, monkeypatch):
    monkeypatch.setattr(shortlist, "MOST", 2)
    for one in ListingFactory.create_batch(3):
        star(client, one)
    page = Page(client.get(SHORTLIST))
    assert len(page.cards) == 2
    client.force_login(user)
    assert Shortlisted.objects.filter(user=user).count() == 2
    answer = star(client, ListingFactory(), HTTP_HX_REQUEST="true")
    assert answer.headers["HX-Redirect"] == SHORTLIST


def test_htmx_gets_the_star_alone_and_others_are_sent_back_to_where_they_were(client):
    patent = ListingFactory(title_en="Patent search")
    part = star(client, patent, HTTP_HX_REQUEST="true").content.decode()
    assert "Take off the shortlist" in part and "<html" not in part
    url = reverse("catalogue:star", args=[patent.slug])
    assert (
        client.post(url, {"keep": "no", "next": "/catalogue/?kind=service"}).url == "/catalogue/?kind=service"
    )
    assert client.post(url, {"next": "https://elsewhere.example/"}).url == patent.get_absolute_url()


def test_a_closed_account_keeps_no_shortlist_and_a_file_tells_it(user):
    Shortlisted.objects.create(user=user, listing=ListingFactory(title_en="Patent search"))
    assert [one["listing"] for one in file_of(user)["shortlist"]] == ["Patent search"]
    close_account(user)
    assert not Shortlisted.objects.exists()


def test_services_stand_side_by_side_and_what_differs_is_said_in_words(client):
    provider = OrganisationFactory(name_en="Open Law")
    same = {"price_model": "fixed", "currency": "EUR", "provider": provider}
    quick = ListingFactory(title_en="Quick search", price_from=400, price_to=400, delivery_days=5, **same)
    deep = ListingFactory(title_en="Deep search", price_from=900, price_to=900, delivery_days=5, **same)
    page = compare(client, quick, deep)
    assert "400 EUR" in page.text and "900 EUR" in page.text
    rows = {head: "differs" in "".join(cell.itertext()) for head, cell in _rows(page)}
    assert rows["Price"] and not rows["Provider"]
    only = compare(client, quick, deep, only="differences")
    assert "Price" in heads(only) and "Provider" not in heads(only)


def test_policies_are_compared_by_what_they_give_and_ask_for_today(client):
    grants = [
        PolicyVersionFactory(
            listing=ListingFactory(kind="policy"), amount_max=top, currency="CNY", source="x"
        )
        for top in (10_000, 20_000)
    ]
    RuleFactory(policy_version=grants[0], subject="employees", at_least=50)
    page = compare(client, *(grant.listing for grant in grants))
    assert "10,000" in page.text and "20,000" in page.text and "at least 50" in page.text


def test_another_kind_a_fifth_and_a_missing_one_are_named(client):
    services = [ListingFactory(title_en=f"Service {n}") for n in range(5)]
    event = ListingFactory(kind="event", title_en="Trade fair")
    hidden = ListingFactory(status="draft", title_en="Not told")
    page = compare(client, *services, event, hidden)
    assert "“Trade fair” is not shown: it is of another kind (event, not service)." in page.text
    assert "“Service 4” is not shown: no more than 4 fit side by side." in page.text
    assert f"There is no listing “{hidden.slug}”." in page.text and "Not told" not in page.text
    hostile = client.get(COMPARE, {"slug": ["<script>alert(1)</script>", "a\x00"]}).content.decode()
    assert "<script>alert" not in hostile


def test_members_compare_their_own_drafts(sign_in):
    member = MembershipFactory(user=UserFactory(), organisation=OrganisationFactory())
    draft = ListingFactory(owner=member.organisation, status="draft", title_en="Our draft")
    assert "Our draft" in compare(sign_in(member.user), draft).text


def test_pages_cost_the_same_however_much_is_on_them(client, user):
    client.force_login(user)

    def cost(url):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    listings = ListingFactory.create_batch(2)
    for one in listings:
        star(client, one)
    address = COMPARE + "?" + "&".join(f"slug={one.slug}" for one in listings)
    costs = [cost(url) for url in (SHORTLIST, SHORTLIST, address, reverse("catalogue:list"))][1:]
    for one in ListingFactory.create_batch(2):
        star(client, one)
        address += f"&slug={one.slug}"
    client.get(SHORTLIST)
    assert [cost(url) for url in (SHORTLIST, address, reverse("catalogue:list"))] == costs


def _rows(page):
    heads = [cell for cell in page.main.iter("th") if cell.get("scope") == "row"]
    return [((cell.text or "").strip(), cell) for cell in heads]
