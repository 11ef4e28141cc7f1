"""Listings are written over the API by the rules of the pages."""

import json

import pytest

from catalogue.models import Listing, Remark
from catalogue.words import Kind
from tests.factories import (
    CategoryFactory,
    ListingFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
API, JSON = "/api/v1/listings/", "application/json"


@pytest.fixture
def member():
    user = UserFactory()
    MembershipFactory(user=user, organisation=OrganisationFactory(), role="editor")
    return user


@pytest.fixture
def owner(member):
    return member.memberships.get().organisation


@pytest.fixture
def staff(member, sign_in):
    return sign_in(member)


def post(client, path="", /, lang="en", **body):
    return client.post(f"{API}{path}?lang={lang}", json.dumps(body), JSON)


def patch(client, listing, /, lang="en", **body):
    seen = client.get(f"{API}{listing.pk}/")["ETag"]
    address = f"{API}{listing.pk}/?lang={lang}"
    return client.patch(address, json.dumps(body), JSON, headers={"if-match": seen})


def said(answer, status=200):
    assert answer.status_code == status, answer.content
    return answer.json()


def pointers(answer):
    return {error["pointer"] for error in said(answer, 400)["errors"]}


def test_a_listing_is_drafted_changed_sent_in_and_published(staff, owner, curator, sign_in):
    category = CategoryFactory(kind="event")
    made = said(
        post(
            staff,
            kind="event",
            category=category.slug,
            title="Fair",
            countries=["MY"],
            particulars={
                "starts_at": "2027-03-01T09:00:00+08:00",
                "ends_at": "2027-03-01T18:00:00+08:00",
                "time_zone": "Asia/Kuala_Lumpur",
                "attendance": "both",
                "capacity": 40,
            },
        ),
        201,
    )
    listing = Listing.objects.get()
    assert (listing.owner, listing.provider, listing.status) == (owner, owner, "draft")
    assert made["particulars"]["capacity"] == 40
    assert said(post(staff, f"{listing.pk}/moves/", move="submit"), 409)["code"] == "rule-broken"
    changed = said(patch(staff, listing, summary="A fair.", particulars={"capacity": 50}))
    assert (changed["summary"], changed["particulars"]["capacity"]) == ("A fair.", 50)
    said(patch(staff, listing, lang="zh-hans", title="展会"))
    listing.refresh_from_db()
    assert (listing.title_en, listing.title_zh_hans) == ("Fair", "展会")
    assert said(post(staff, f"{listing.pk}/moves/", move="submit"))["status"] == "in_review"
    assert post(staff, f"{listing.pk}/moves/", move="publish").status_code == 409
    desk = sign_in(curator)
    given = {"move": "publish", "at": "2030-05-01T09:00:00+08:00", "until": "2030-06-01T09:00:00+08:00"}
    assert said(post(desk, f"{listing.pk}/moves/", **given))["publish_at"].startswith("2030-05-01T01:00")
    assert said(post(staff, f"{listing.pk}/moves/", move="archive"))["status"] == "archived"
    assert said(post(staff, f"{listing.pk}/moves/", move="reopen"))["status"] == "draft"


@pytest.mark.parametrize("kind", Kind.values)
def test_the_particulars_that_are_read_can_be_sent_again(kind, staff, owner):
    listing = ListingFactory(kind=kind, owner=owner, status="draft", publish_at=None)
    told = said(staff.get(f"{API}{listing.pk}/"))["particulars"]
    sent = {name: value for name, value in told.items() if value is not None}
    assert said(patch(staff, listing, particulars=sent))["particulars"] == told


def test_problems_are_pointed_at(staff):
    category = CategoryFactory()
    given = {"kind": "service", "category": category.slug, "title": "Search"}
    cases = [
        ({"particulars": {"stage": "pilot"}}, "/particulars/stage"),
        ({"particulars": {"price_model": "gift"}}, "/particulars/price_model"),
        ({"particulars": {"delivery_days": "soon"}}, "/particulars/delivery_days"),
        ({"particulars": {"colour": "red"}}, "/particulars/colour"),
        ({"category": "nowhere"}, "/category"),
        ({"category": CategoryFactory(kind="event").slug}, "/category"),
        ({"countries": ["Malaysia"]}, "/countries/0"),
        ({"provider": OrganisationFactory().slug}, "/provider"),
        ({"owner": OrganisationFactory().slug}, "/owner"),
        ({"status": "published"}, "/status"),
    ]
    for wrong, pointer in cases:
        assert pointers(post(staff, **given | wrong)) == {pointer}, wrong
    assert not Listing.objects.exists()


def test_an_amount_without_currency_and_a_zone_that_is_none_are_refused(staff):
    given = {"kind": "service", "category": CategoryFactory().slug, "title": "Search"}
    answer = post(staff, **given, particulars={"price_model": "fixed", "price_from": 5})
    assert "currency" in said(answer, 400)["errors"][0]["detail"]
    event = {"kind": "event", "category": CategoryFactory(kind="event").slug, "title": "Fair"}
    starts = {"starts_at": "2027-03-01T09:00:00Z", "time_zone": "Moon/Crater"}
    assert post(staff, **event, particulars=starts).status_code == 400
    assert pointers(post(staff, **event, particulars={"starts_at": "2027-03-01T09:00"})) == {
        "/particulars/starts_at"
    }
    assert not Listing.objects.exists()


def test_who_belongs_to_several_names_one(member, staff):
    other = OrganisationFactory()
    MembershipFactory(user=member, organisation=other)
    given = {"kind": "service", "category": CategoryFactory().slug, "title": "Search"}
    assert pointers(post(staff, **given)) == {"/owner"}
    said(post(staff, **given, owner=other.slug), 201)
    assert Listing.objects.get().owner == other


def test_a_stale_version_is_refused_and_strangers_find_nothing(staff, owner, sign_in):
    listing = ListingFactory(owner=owner, status="draft", publish_at=None)
    seen = staff.get(f"{API}{listing.pk}/")["ETag"]
    said(patch(staff, listing, title="New"))
    body = json.dumps({"title": "Old"})
    address = f"{API}{listing.pk}/"
    assert staff.patch(address, body, JSON, headers={"if-match": seen}).status_code == 412
    assert staff.patch(address, body, JSON).status_code == 428
    stranger = sign_in(UserFactory())
    assert stranger.patch(address, body, JSON, headers={"if-match": "*"}).status_code == 404
    assert post(stranger, f"{listing.pk}/moves/", move="submit").status_code == 404
    published = ListingFactory()
    assert stranger.patch(f"{API}{published.pk}/", body, JSON, headers={"if-match": "*"}).status_code == 404


def test_comments_are_written_read_and_settled_by_those_who_keep_it(staff, owner, curator, sign_in, client):
    listing = ListingFactory(owner=owner, status="in_review", title_en="Search")
    desk = sign_in(curator)
    assert post(desk, f"{listing.pk}/moves/", move="send_back").status_code == 409
    back = {"move": "send_back", "text": "Which countries?", "field": "countries"}
    assert said(post(desk, f"{listing.pk}/moves/", **back))["status"] == "draft"
    told = said(post(staff, f"{listing.pk}/remarks/", text="Malaysia."))["remarks"]
    assert [(one["field"], one["text"]) for one in told] == [
        ("countries", "Which countries?"),
        ("", "Malaysia."),
    ]
    settled = said(post(staff, f"{listing.pk}/settled/", remark=told[0]["id"]))["remarks"]
    assert [one["settled_at"] is not None for one in settled] == [True, False]
    foreign = Remark.objects.create(listing=ListingFactory(), text="x", by=curator)
    assert pointers(post(staff, f"{listing.pk}/settled/", remark=foreign.pk)) == {"/remark"}
    out = ListingFactory()
    Remark.objects.create(listing=out, text="Inside", by=curator)
    for reader in (client, sign_in(UserFactory())):
        assert said(reader.get(f"{API}{out.pk}/"))["remarks"] == []


def test_those_who_keep_listings_find_them_by_state(staff, owner, curator, sign_in, client):
    waiting = ListingFactory(owner=owner, status="in_review")
    published, foreign = ListingFactory(owner=owner), ListingFactory()
    kept_by_nobody = ListingFactory(owner=None, provider=OrganisationFactory())

    def found(reader, query):
        return {row["id"] for row in said(reader.get(f"{API}?{query}"))["results"]}

    assert found(staff, "status=in_review") == {waiting.pk}
    assert found(staff, "kept=true") == {waiting.pk, published.pk}
    assert found(staff, "kept=false") == {foreign.pk, kept_by_nobody.pk}
    assert found(sign_in(curator), "status=in_review") == {waiting.pk}
    assert found(client, "status=in_review") == set() == found(client, "kept=true")
