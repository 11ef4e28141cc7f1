"""Many listings are changed at once by the rules of a single change, and values are set back by them too."""

import datetime

import pytest
from django.utils import timezone

from catalogue.models import Listing
from catalogue.operations import writing
from curation.changing import Change
from curation.past import earlier
from history.models import states_kept_of
from tests.factories import (
    CategoryFactory,
    ListingFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def member():
    user = UserFactory()
    MembershipFactory(user=user, organisation=OrganisationFactory(), role="editor")
    return user


@pytest.fixture
def owner(member):
    return member.memberships.get().organisation


def test_each_step_is_asked_for_each_listing(member, owner):
    whole = ListingFactory(owner=owner, status="draft", summary_en="Short.", price_model="free")
    bare = ListingFactory(owner=owner, status="draft")
    foreign = ListingFactory(status="draft", summary_en="Short.", price_model="free")
    told = Change(Listing, "do:submit", None, member).of([whole.pk, bare.pk, foreign.pk])
    assert [bool(one.reason) for one in told] == [False, True, True]
    assert list(Listing.objects.filter(status="in_review")) == [whole]


def test_members_set_the_category_and_curators_the_dates(member, owner, curator):
    listing = ListingFactory(owner=owner)
    other, of_events = CategoryFactory(), CategoryFactory(kind="event")
    until = timezone.now() + 30 * DAY
    refused = Change(Listing, "set:expires_at", until, member).of([listing.pk])[0]
    assert "Only curators" in refused.reason
    assert Change(Listing, "set:expires_at", until, curator).of([listing.pk])[0].changes
    wrong = Change(Listing, "set:category", of_events, member).of([listing.pk])[0]
    assert "another kind" in wrong.reason
    assert Change(Listing, "set:category", other, member).of([listing.pk])[0].changes
    listing.refresh_from_db()
    assert (listing.category, listing.expires_at) == (other, until)
    assert listing.review_on == timezone.localdate()


def test_a_text_is_set_back_to_what_it_said(member, owner):
    listing = ListingFactory(owner=owner, status="draft", title_en="First")
    writing.change(listing, {"title_en": "Second"}, member)
    state = states_kept_of(Listing).filter(pgh_obj_id=listing.pk).earliest("pgh_id").pgh_id
    listing.refresh_from_db()
    earlier(listing, str(state), "title_en", member).set_back()
    listing.refresh_from_db()
    assert listing.title_en == "First"
