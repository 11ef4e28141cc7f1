"""Members of an organisation write its listings and lead them through their lives, on pages."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalogue.kinds import KINDS, PARTICULAR, TEXTS
from catalogue.models import Listing, Remark
from catalogue.operations import life, writing
from catalogue.words import Kind
from tests.factories import (
    CategoryFactory,
    ListingFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.pages import Page, version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    user = UserFactory()
    MembershipFactory(user=user, organisation=OrganisationFactory(name_en="Tu Lab"), role="editor")
    return user


@pytest.fixture
def owner(member):
    return member.memberships.get().organisation


@pytest.fixture
def draft(owner):
    return ListingFactory(
        owner=owner, status="draft", publish_at=None, summary_en="Short.", price_model="on_request"
    )


def page_of(name, listing):
    return reverse(f"catalogue:{name}", args=[listing.slug])


def service(category, **more):
    return {
        "category": category.pk,
        "original_language": "en",
        "title_en": "Patent search",
        "summary_en": "We look for older patents.",
        "price_model": "on_request",
        "countries": "Malaysia, 泰国, vn",
        "industries": ["energy", "ict"],
    } | more


def test_a_member_writes_a_draft_and_sends_it_in(member, owner, sign_in):
    category, client = CategoryFactory(), sign_in(member)
    answer = client.post(reverse("catalogue:new") + "?kind=service", service(category))
    listing = Listing.objects.get()
    assert answer.url == page_of("keep", listing)
    assert (listing.owner, listing.provider, listing.status) == (owner, owner, "draft")
    assert (listing.countries, listing.industries) == (["MY", "TH", "VN"], ["energy", "ict"])
    shown = Page(client.get(answer.url))
    assert "can be sent in" in shown.text and "Still to be filled in" not in shown.text
    client.post(page_of("move", listing), {"step": "submit"})
    listing.refresh_from_db()
    assert listing.status == "in_review"
    client.post(page_of("move", listing), {"step": "withdraw"})
    assert Page(client.get(reverse("catalogue:mine") + "?status=draft")).cards == ["Patent search"]
    assert Page(client.get(reverse("catalogue:mine") + "?status=published")).cards == []


@pytest.mark.parametrize("kind", Kind.values)
def test_the_form_asks_for_what_its_kind_is_told_by(kind, member, sign_in):
    page = sign_in(member).get(reverse("catalogue:new") + f"?kind={kind}")
    asked = set(page.context["form"].fields)
    names = {name for name in PARTICULAR if name in asked or f"{name}_en" in asked}
    assert names == set(KINDS[kind].fields)
    assert {f"{name}_zh_hans" for name in TEXTS if name in KINDS[kind].fields} <= asked
    assert "provider" not in asked


def test_who_belongs_to_several_says_for_which(member, sign_in):
    other = OrganisationFactory()
    MembershipFactory(user=member, organisation=other)
    client, address = sign_in(member), reverse("catalogue:new") + "?kind=service"
    assert client.post(address, service(CategoryFactory())).status_code == 200
    client.post(address, service(CategoryFactory(), owner=other.pk))
    assert Listing.objects.get().owner == other
    foreign = OrganisationFactory()
    assert client.post(address, service(CategoryFactory(), owner=foreign.pk)).status_code == 200
    assert Listing.objects.count() == 1


def test_who_belongs_nowhere_is_told_so(sign_in):
    assert "not a member" in Page(sign_in(UserFactory()).get(reverse("catalogue:new"))).text


def test_the_title_is_asked_for_in_the_original_language(member, sign_in):
    given = service(CategoryFactory(), original_language="zh-hans")
    answer = sign_in(member).post(reverse("catalogue:new") + "?kind=service", given)
    assert list(answer.context["form"].errors) == ["title_zh_hans"]
    sign_in(member).post(reverse("catalogue:new") + "?kind=service", given | {"title_zh_hans": "专利检索"})
    assert Listing.objects.get().title_zh_hans == "专利检索"


def test_an_event_is_told_by_the_clock_of_its_place(member, sign_in):
    given = {
        "category": CategoryFactory(kind="event").pk,
        "original_language": "en",
        "title_en": "Fair",
        "starts_at": "2027-03-01T09:00",
        "ends_at": "2027-03-01T08:00",
        "time_zone": "Asia/Shanghai",
    }
    client, address = sign_in(member), reverse("catalogue:new") + "?kind=event"
    assert "cannot end before it begins" in client.post(address, given).content.decode()
    assert "time_zone" in client.post(address, given | {"time_zone": ""}).context["form"].errors
    assert "time_zone" in client.post(address, given | {"time_zone": "Moon/Crater"}).context["form"].errors
    client.post(address, given | {"ends_at": "2027-03-01T18:00"})
    listing = Listing.objects.get()
    assert listing.starts_at == datetime.datetime(2027, 3, 1, 1, tzinfo=datetime.UTC)
    assert 'value="2027-03-01T09:00"' in client.get(page_of("change", listing)).content.decode()


def test_unknown_countries_are_named(member, sign_in):
    given = service(CategoryFactory(), countries="Malaysia, Atlantis")
    answer = sign_in(member).post(reverse("catalogue:new") + "?kind=service", given)
    assert "Atlantis" in answer.context["form"].errors["countries"][0]


def test_two_who_change_a_listing_are_merged(member, owner, draft, sign_in):
    colleague = UserFactory()
    MembershipFactory(user=colleague, organisation=owner)
    clients = [sign_in(member), sign_in(colleague)]
    given = service(draft.category, countries="", industries=[], summary_en="Short.", title_en=draft.title_en)
    versions = [version_of(client.get(page_of("change", draft))) for client in clients]
    clients[0].post(page_of("change", draft), given | {"title_en": "First", "version": versions[0]})
    clients[1].post(page_of("change", draft), given | {"summary_en": "Second.", "version": versions[1]})
    draft.refresh_from_db()
    assert (draft.title_en, draft.summary_en) == ("First", "Second.")


def test_what_is_missing_is_named_with_a_way_to_its_field(member, owner, sign_in):
    listing = ListingFactory(owner=owner, status="draft", publish_at=None, title_zh_hans="检索")
    page = Page(sign_in(member).get(page_of("keep", listing)))
    assert f"{page_of('change', listing)}#id_summary_en" in page.links
    assert f"{page_of('change', listing)}#id_price_model" in page.links
    assert "Send it in" not in page.text


def test_an_older_translation_is_flagged_until_somebody_says_that_it_fits(member, owner, draft, sign_in):
    client = sign_in(member)
    writing.change(draft, {"title_zh_hans": "检索"}, member)
    assert "older than the original" not in client.get(page_of("change", draft)).content.decode()
    writing.change(draft, {"title_en": "Patent search and watch"}, member)
    assert "older than the original" in client.get(page_of("change", draft)).content.decode()
    assert f"{page_of('change', draft)}#id_title_zh_hans" in Page(client.get(page_of("keep", draft))).links
    address = draft.get_absolute_url()
    assert not client.get(address).context["is_old_translation"]
    assert client.get("/zh-hans" + address).context["is_old_translation"]
    client.post(page_of("move", draft), {"step": "fits"})
    assert "older than the original" not in client.get(page_of("change", draft)).content.decode()


def test_remarks_are_answered_and_settled(member, draft, curator, sign_in):
    life.submit(draft, member)
    life.send_back(draft, "Which countries?", curator, field="countries")
    client = sign_in(member)
    page = Page(client.get(page_of("keep", draft)))
    assert "Which countries?" in page.text and "1 open comment" in page.text
    assert f"{page_of('change', draft)}#id_countries" in page.links
    client.post(page_of("remarks", draft), {"text": "Malaysia.", "field": "countries"})
    asked, answered = Remark.objects.order_by("created_at")
    assert (answered.by, answered.field) == (member, "countries")
    client.post(reverse("catalogue:remark_settle", args=[asked.pk]))
    asked.refresh_from_db()
    assert (asked.settled_by, asked.settled_at is not None) == (member, True)
    client.post(reverse("catalogue:remark_settle", args=[asked.pk]), {"again": "1"})
    asked.refresh_from_db()
    assert asked.settled_at is None


def test_to_strangers_none_of_it_is_there(member, draft, sign_in):
    remark = Remark.objects.create(listing=draft, text="Inside", by=member)
    client = sign_in(UserFactory())
    for name in ("keep", "change", "preview"):
        assert client.get(page_of(name, draft)).status_code == 404
    for address in (page_of("move", draft), page_of("remarks", draft)):
        assert client.post(address, {"step": "submit", "text": "x"}).status_code == 404
    assert client.post(reverse("catalogue:remark_settle", args=[remark.pk])).status_code == 404
    assert Page(client.get(reverse("catalogue:mine"))).cards == []


def test_the_preview_is_the_page_without_what_keepers_see(member, draft, sign_in):
    page = Page(sign_in(member).get(page_of("preview", draft)))
    assert "This is a preview" in page.text and "manage this listing" not in page.text
    assert "manage this listing" in Page(sign_in(member).get(draft.get_absolute_url())).text


def test_my_listings_say_what_is_to_do_at_one_cost(member, owner, sign_in):
    client = sign_in(member)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(reverse("catalogue:mine")).status_code == 200
        return len(seen)

    today = timezone.localdate()
    ListingFactory(owner=owner, review_on=today, title_en="Old")
    queries()
    one = queries()
    ListingFactory.create_batch(3, owner=owner, status="draft", publish_at=None)
    assert queries() == one
    page = Page(client.get(reverse("catalogue:mine")))
    assert "review is due" in page.text and "fields are missing" in page.text


def test_a_curator_says_by_name_who_keeps_it_and_who_offers_it(owner, curator, sign_in):
    client, address = sign_in(curator), reverse("catalogue:new") + "?kind=service"
    ministry = OrganisationFactory(name_en="Ministry of Trade")
    given = service(CategoryFactory(), owner="tu lab", provider="Ministry of Trade")
    wrong = client.post(address, given | {"owner": "Nobody knows", "provider": "Ministry of Tradd"})
    assert set(wrong.context["form"].errors) == {"owner", "provider"}
    assert "Ministry of Trade" in wrong.context["form"].errors["provider"][0]
    client.post(address, given)
    listing = Listing.objects.get()
    assert (listing.owner, listing.provider, listing.written_by) == (owner, ministry, curator)
    page = client.get(page_of("change", listing))
    assert 'value="Ministry of Trade"' in page.content.decode()
    OrganisationFactory(name_en="Ministry of Trade")
    page = client.get(page_of("change", listing))
    assert f'value="{ministry.slug}"' in page.content.decode()
    kept = given | {"provider": ministry.slug, "title_en": "Renamed", "version": version_of(page)}
    assert client.post(page_of("change", listing), kept).status_code == 302
    client.post(address, given | {"owner": "", "provider": ministry.slug})
    assert Listing.objects.filter(owner=None, provider=ministry).count() == 1
