"""Curators review listings: the queue, publishing on a date, sending back, growing old, comparing."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.models import Listing, Remark
from catalogue.operations import life, remarks, writing
from catalogue.staleness import Why, reasons_of, stale, with_dead_links
from curation.models import Link
from curation.quality.scoring import score
from notifications.kinds import kind_named
from notifications.models import OutboxEvent
from tests.factories import (
    ListingFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.pages import Page

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def member():
    user = UserFactory()
    MembershipFactory(user=user, organisation=OrganisationFactory(), role="editor")
    return user


@pytest.fixture
def waiting(member):
    owner = member.memberships.get().organisation
    listing = ListingFactory(
        owner=owner, status="draft", publish_at=None, summary_en="Short.", price_model="on_request"
    )
    return life.submit(listing, member)


def page_of(name, listing):
    return reverse(f"catalogue:{name}", args=[listing.slug])


def test_what_waits_longest_comes_first(waiting, curator, sign_in):
    second = ListingFactory(status="in_review", title_en="Second")
    Listing.objects.filter(pk=second.pk).update(updated_at=timezone.now() - DAY)
    ListingFactory(title_en="Out")
    page = Page(sign_in(curator).get(reverse("catalogue:review")))
    assert page.cards == ["Second", waiting.title_en]


def test_a_listing_is_sent_back_with_a_comment_to_a_field(waiting, curator, sign_in):
    client = sign_in(curator)
    assert client.post(page_of("send_back", waiting), {"text": ""}).status_code == 200
    client.post(page_of("send_back", waiting), {"text": "Which countries?", "field": "countries"})
    remark = Remark.objects.get()
    assert (remark.field, remark.by, remark.listing.status) == ("countries", curator, "draft")
    assert "does not wait for review" in Page(client.get(page_of("send_back", waiting))).text


def test_it_is_published_from_a_moment_until_another_by_a_clock_that_is_named(waiting, curator, sign_in):
    client = sign_in(curator)
    given = {"at": "2030-05-01T09:00", "until": "2030-04-01T09:00", "time_zone": "Asia/Shanghai"}
    assert "expire before" in client.post(page_of("publish", waiting), given).content.decode()
    assert client.post(page_of("publish", waiting), given | {"time_zone": "Nowhere"}).status_code == 200
    client.post(page_of("publish", waiting), given | {"until": "2030-06-01T09:00"})
    waiting.refresh_from_db()
    assert waiting.publish_at == datetime.datetime(2030, 5, 1, 1, tzinfo=datetime.UTC)
    assert waiting.expires_at == datetime.datetime(2030, 6, 1, 1, tzinfo=datetime.UTC)
    assert (waiting.status, waiting.is_published) == ("published", False)
    assert "comes out on" in Page(client.get(page_of("keep", waiting))).text


def test_it_is_said_before_that_two_people_are_needed(waiting, curator, sign_in):
    waiting.category.takes_two = True
    waiting.category.save()
    client = sign_in(curator)
    assert page_of("publish", waiting) in Page(client.get(page_of("keep", waiting))).links
    Listing.objects.filter(pk=waiting.pk).update(written_by=curator)
    page = Page(client.get(page_of("keep", waiting)))
    assert page_of("publish", waiting) not in page.links and "somebody else publishes it" in page.text
    assert "somebody else" in Page(client.get(page_of("publish", waiting))).text
    assert "somebody else publishes it" in Page(client.get(reverse("catalogue:review"))).text
    client.post(page_of("publish", waiting), {"time_zone": "UTC"})
    waiting.refresh_from_db()
    assert waiting.status == "in_review"


def test_those_who_keep_it_do_not_publish_it(waiting, member, sign_in):
    client = sign_in(member)
    for name in ("publish", "send_back"):
        assert client.get(page_of(name, waiting)).status_code in (403, 404)
        assert client.post(page_of(name, waiting), {"time_zone": "UTC", "text": "x"}).status_code in (
            403,
            404,
        )
    assert client.get(reverse("catalogue:review")).status_code in (403, 404)
    waiting.refresh_from_db()
    assert waiting.status == "in_review"


def test_listings_grow_old_for_each_of_four_reasons(curator, member, sign_in):
    now = timezone.now()
    due = ListingFactory(title_en="Due", review_on=timezone.localdate())
    ending = ListingFactory(title_en="Ending", expires_at=now + 20 * DAY)
    dead = ListingFactory(title_en="Dead", link="https://gone.example/")
    Link.objects.create(address=dead.link, host="gone.example", state="dead")
    translated = ListingFactory(title_en="Translated")
    fine = ListingFactory(
        title_en="Fine", review_on=timezone.localdate() + 90 * DAY, link="https://a.example/"
    )
    ListingFactory(title_en="Draft", status="draft", review_on=timezone.localdate())
    for listing in (translated, fine):
        writing.change(listing, {"title_zh_hans": "译"}, curator)
    writing.change(translated, {"title_en": "Translated anew"}, curator)
    expected = {Why.REVIEW: due, Why.EXPIRES: ending, Why.TRANSLATION: translated, Why.LINK: dead}
    for why, listing in expected.items():
        assert list(stale(Listing.objects.all(), why)) == [listing]
        assert reasons_of(with_dead_links(Listing.objects.filter(pk=listing.pk)).get()) == [why]
    assert set(stale(Listing.objects.all())) == set(expected.values())
    client = sign_in(curator)
    shown = Page(client.get(reverse("catalogue:stale")))
    assert set(shown.cards) == {"Due", "Ending", "Dead", "Translated anew"}
    for why in Why.values:
        assert len(Page(client.get(reverse("catalogue:stale") + f"?why={why}")).cards) == 1


def test_a_translation_of_a_chinese_original_grows_old_too(curator):
    listing = ListingFactory(original_language="zh-hans", title_zh_hans="原文", title_en="Original")
    writing.change(listing, {"summary_zh_hans": "一句话", "summary_en": "A sentence"}, curator)
    assert not stale(Listing.objects.all(), Why.TRANSLATION).exists()
    writing.change(listing, {"summary_zh_hans": "另一句话"}, curator)
    assert stale(Listing.objects.all(), Why.TRANSLATION).get() == listing


def test_two_states_are_compared_by_field(waiting, member, curator, sign_in):
    writing.change(waiting, {"title_en": "Renamed", "countries": ["MY"]}, member)
    for client in (sign_in(curator), sign_in(member)):
        page = Page(client.get(page_of("revisions", waiting)))
        assert "Renamed" in page.section("changes") and "MY" in page.section("changes")
        assert "Status" not in page.section("changes")
        known = client.get(page_of("revisions", waiting)).context["revisions"]
        first, last = known[-1].number, known[0].number
        whole = Page(client.get(page_of("revisions", waiting) + f"?before={last}&after={first}"))
        assert "draft" in whole.section("changes") and "in review" in whole.section("changes")
        nonsense = page_of("revisions", waiting) + "?before=x&after=-1"
        assert "Renamed" in Page(client.get(nonsense)).section("changes")
    assert sign_in(UserFactory()).get(page_of("revisions", waiting)).status_code == 404


def test_what_makes_a_listing_complete_leads_to_its_field(waiting, member, sign_in):
    score(Listing)
    page = Page(sign_in(member).get(page_of("keep", waiting)))
    assert "Describe it." in page.text and "of 100 complete" in page.text
    address = next(link for link in page.links if link.endswith("#id_source"))
    assert sign_in(member).get(address.partition("#")[0]).status_code == 200


def test_the_desk_of_curators_counts_what_waits(waiting, curator, sign_in):
    page = Page(sign_in(curator).get(reverse("curation:desk")))
    assert "Listings to review 1" in page.section("catalogue")


def test_those_who_keep_it_are_told_what_was_said(waiting, member, curator):
    life.send_back(waiting, "Which countries?", curator)
    remarks.say(waiting, "And since when?", curator)
    events = {event.kind: event for event in OutboxEvent.objects.all()}
    for kind, words in {
        "listing.sent_back": "Which countries?",
        "listing.remarked": "And since when?",
    }.items():
        event = events[kind]
        told = kind_named(kind).say(event, waiting)
        assert (told.text, event.facts) == (words, {"remark": Remark.objects.get(text=words).pk})
        assert [one.user for one in kind_named(kind).receivers(event, waiting)] == [member]
