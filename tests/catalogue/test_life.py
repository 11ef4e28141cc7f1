"""The life of a listing: who moves it, when it is out, and what is told of it."""

import datetime

import pytest
from django.utils import timezone

from catalogue.models import Listing, Remark
from catalogue.operations import life, writing
from catalogue.operations.keeping import NotKept
from catalogue.words import Status
from common.errors import RuleBroken
from notifications.models import OutboxEvent
from tests.factories import (
    CategoryFactory,
    ListingFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def provider():
    """A member of an organisation that offers something."""
    user = UserFactory()
    MembershipFactory(user=user, organisation=OrganisationFactory(), role="editor")
    return user


@pytest.fixture
def draft(provider):
    owner = provider.memberships.get().organisation
    listing = Listing(
        kind="service",
        category=CategoryFactory(),
        owner=owner,
        provider=owner,
        title_en="Patent search",
        summary_en="We look for older patents.",
        price_model="on_request",
    )
    return writing.draft(listing, provider)


def is_seen(listing):
    return Listing.objects.visible_to(UserFactory()).filter(pk=listing.pk).exists()


def told():
    return list(OutboxEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_from_draft_to_published_and_back(draft, provider, curator):
    assert not is_seen(draft)
    life.submit(draft, provider)
    with pytest.raises(RuleBroken):
        life.submit(draft, provider)
    life.send_back(draft, "Which countries?", curator, field="countries")
    assert Remark.objects.visible_to(provider).get().text == "Which countries?"
    assert not Remark.objects.visible_to(UserFactory()).exists()
    writing.change(draft, {"countries": ["MY"]}, provider)
    life.submit(draft, provider)
    life.publish(draft, curator)
    assert is_seen(draft)
    assert told() == ["listing.submitted", "listing.sent_back", "listing.submitted", "listing.published"]
    life.archive(draft, provider)
    assert not is_seen(draft)
    assert life.reopen(draft, provider).status == Status.DRAFT


def test_strangers_move_nothing(draft, provider):
    stranger = UserFactory()
    for move in (life.submit, life.withdraw, life.archive, life.reopen, life.confirm, life.publish):
        with pytest.raises(NotKept):
            move(draft, stranger)
    with pytest.raises(NotKept):
        writing.change(draft, {"title_en": "Mine"}, stranger)
    with pytest.raises(NotKept):
        life.publish(draft, provider)
    with pytest.raises(NotKept):
        writing.draft(Listing(kind="service", category=draft.category, owner=draft.owner), stranger)


def test_what_is_missing_is_named_before_it_is_sent_in(draft, provider):
    writing.change(draft, {"summary_en": "", "price_model": ""}, provider)
    with pytest.raises(RuleBroken, match="In one sentence; Price"):
        life.submit(draft, provider)


def test_it_comes_out_and_expires_by_the_clock(draft, provider, curator):
    now = timezone.now()
    life.submit(draft, provider)
    life.publish(draft, curator, at=now + HOUR, until=now + 2 * HOUR)
    assert life.keep_dates() == 0
    assert not is_seen(draft)
    Listing.objects.filter(pk=draft.pk).update(publish_at=now - HOUR)
    assert life.keep_dates() == 1
    assert is_seen(draft)
    assert life.keep_dates() == 0
    Listing.objects.filter(pk=draft.pk).update(publish_at=now - 2 * HOUR, expires_at=now - HOUR)
    assert life.keep_dates() == 1
    assert not is_seen(draft)
    assert Listing.objects.get(pk=draft.pk).status == Status.ARCHIVED
    assert told()[-1] == "listing.expired"
    assert life.keep_dates() == 0


def test_nobody_publishes_alone_where_two_are_asked_for(draft, curator):
    draft.category.takes_two = True
    draft.category.save()
    own = Listing(
        kind="service",
        category=draft.category,
        provider=draft.provider,
        title_en="Advice",
        summary_en="Short.",
        price_model="free",
    )
    writing.draft(own, curator)
    with pytest.raises(RuleBroken, match="somebody else"):
        life.publish(own, curator)
    assert life.publish(own, UserFactory(is_staff=True)).is_published


def test_what_a_member_changes_in_a_published_listing_is_looked_at(draft, provider, curator):
    life.submit(draft, provider)
    life.publish(draft, curator)
    assert Listing.objects.get(pk=draft.pk).review_on > timezone.localdate()
    writing.change(draft, {"summary_en": "We look for all patents."}, provider)
    draft.refresh_from_db()
    assert (draft.status, draft.review_on) == (Status.PUBLISHED, timezone.localdate())
    life.confirm(draft, curator)
    draft.category.takes_two = True
    draft.category.save()
    writing.change(draft, {"summary_en": "Other words."}, provider)
    assert not is_seen(draft)
    assert Listing.objects.get(pk=draft.pk).status == Status.IN_REVIEW


def test_a_translation_is_older_than_the_original_until_it_is_written_again(draft, provider):
    writing.change(draft, {"title_zh_hans": "专利检索"}, provider)
    assert writing.outdated(Listing.objects.get(pk=draft.pk)) == {}
    writing.change(draft, {"title_en": "Patent search and analysis"}, provider)
    assert writing.outdated(Listing.objects.get(pk=draft.pk)) == {"zh_hans": ["title"]}
    writing.change(draft, {"title_zh_hans": "专利检索与分析"}, provider)
    assert writing.outdated(Listing.objects.get(pk=draft.pk)) == {}


def test_an_anonymous_listing_names_nobody(provider):
    owner = provider.memberships.get().organisation
    listing = Listing(
        kind="opportunity",
        category=CategoryFactory(kind="opportunity"),
        owner=owner,
        provider=owner,
        contact_email="a@example.org",
        title_en="A membrane",
        is_anonymous=True,
    )
    writing.draft(listing, provider)
    assert (listing.provider, listing.contact_email) == (None, "")


def test_members_see_their_own_in_any_state_and_nobody_else_does(draft, provider, curator, client, sign_in):
    page = draft.get_absolute_url()
    assert client.get(page).status_code == 404
    assert sign_in(UserFactory()).get(page).status_code == 404
    assert sign_in(provider).get(page).status_code == 200
    assert sign_in(curator).get(page).status_code == 200
    published = ListingFactory()
    assert client.get(published.get_absolute_url()).status_code == 200
