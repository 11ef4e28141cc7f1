"""The index is kept in the transaction of the change: making it anew finds nothing to mend.

Whatever writes what is indexed stands here once.
"""

import datetime

import pytest
from django.utils import timezone

from catalogue.models import Listing
from catalogue.operations import life, writing
from countries.models import GuideSection
from countries.operations import keep_text
from partners.models import Agreement
from partners.operations import agreements, drafting
from partners.operations.drafting import Part
from partners.operations.interactions import NewBody, create_body
from search.models import Entry
from search.operations import reindex
from tests.factories import (
    CategoryFactory,
    CountryFactory,
    MembershipFactory,
    OrganisationFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def entries():
    return {(row.pop("kind"), row.pop("record")): row for row in Entry.objects.order_by("pk").values()}


@pytest.fixture
def step(db):
    """Call it after each step: whether the index says what it would say if it were made anew."""

    def look():
        before = entries()
        reindex()
        after = entries()
        for rows in (before, after):
            for row in rows.values():
                row.pop("id")
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        assert not changed

    reindex()
    return look


def test_through_the_life_of_a_listing(step, curator, monkeypatch):
    member = MembershipFactory(role="editor")
    category = CategoryFactory(name_en="Patents")
    reindex()
    listing = Listing(
        kind="service",
        category=category,
        owner=member.organisation,
        provider=member.organisation,
        title_en="Patent search",
        summary_en="We look for older patents.",
        price_model="on_request",
        countries=["MY"],
    )
    listing = writing.draft(listing, member.user)
    step()
    listing = writing.change(listing, {"title_en": "Search of patents", "countries": ["TH"]}, member.user)
    step()
    life.submit(listing, member.user)
    life.publish(listing, curator, timezone.now() + HOUR)
    step()
    assert not Entry.objects.get(record=listing.pk).is_published
    Listing.objects.filter(pk=listing.pk).update(publish_at=timezone.now() - HOUR)
    life.keep_dates()
    step()
    assert Entry.objects.get(record=listing.pk).is_published
    life.archive(listing, member.user)
    step()
    life.reopen(listing, member.user)
    step()


def test_through_drafts_of_agreements(step):
    member = MembershipFactory(role="editor")
    fields, parties = [TermFactory()], OrganisationFactory.create_batch(2)
    reindex()
    draft = Agreement(owner=member.organisation, kind="mou", title_en="On seeds")
    made = drafting.draft(draft, by=member.user, parts=map(Part, parties[:1]), fields=fields)
    step()
    made.title_en = "On seeds and soil"
    made = drafting.change_draft(made, by=member.user, parts=map(Part, parties), fields=[])
    step()
    agreements.set_visibility(made, True, member.user)
    step()


def test_with_bodies_that_come_by_the_way(step):
    create_body(NewBody(name="Delta Institute", kind="research"))
    step()


def test_with_the_texts_of_guides(step, curator):
    country = CountryFactory()
    reindex()
    day = timezone.localdate()
    days = {"reviewed_on": day, "review_by": day + 300 * HOUR}
    told = {"text_en": "What the law says", "author": "Guide desk", **days}
    section = keep_text(GuideSection(country=country, topic="law"), told, curator)
    step()
    keep_text(section, {"text_en": "Something else"}, curator)
    step()
