"""Curators in the admin: the rules of a listing's life hold there too, and in tables that are read in."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from catalogue.models import Listing
from catalogue.operations.importing import keep_listing
from tests.factories import CategoryFactory, ListingFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "admin:catalogue_listing_changelist"


@pytest.fixture
def category():
    return CategoryFactory(takes_two=True)


def waiting(category, writer):
    return ListingFactory(
        category=category, status="in_review", written_by=writer, summary_en="Short.", price_model="free"
    )


def test_two_people_are_needed_in_the_admin_too(category, curator, sign_in):
    mine, theirs = waiting(category, curator), waiting(category, UserFactory())
    given = {"action": "publish", "_selected_action": [mine.pk, theirs.pk]}
    page = sign_in(curator).post(reverse(LIST), given, follow=True).content.decode()
    assert "somebody else than who wrote it" in page and "1 listing is done." in page
    assert list(Listing.objects.filter(status="published")) == [theirs]


def test_the_state_is_no_field_of_its_form(curator, sign_in):
    address = reverse("admin:catalogue_listing_change", args=[ListingFactory().pk])
    page = sign_in(curator).get(address)
    assert not {"status", "publish_at", "expires_at"} & set(page.context["adminform"].form.fields)


def test_who_writes_in_the_admin_is_noted(category, curator, sign_in):
    client, address = sign_in(curator), reverse("admin:catalogue_listing_add")
    given = {
        "slug": "search",
        "kind": "service",
        "category": category.pk,
        "title_en": "Search",
        "original_language": "en",
        "provider": OrganisationFactory().pk,
        "versions-TOTAL_FORMS": 0,
        "versions-INITIAL_FORMS": 0,
    }
    answer = client.post(address, given)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    listing = Listing.objects.get()
    assert (listing.written_by, listing.status) == (curator, "draft")
    wrong = given | {"slug": "other", "kind": "event"}
    assert "category" in client.post(address, wrong).context["adminform"].form.errors


def test_a_table_publishes_nothing_that_takes_two(category, curator):
    with pytest.raises(ValidationError, match="somebody else"):
        keep_listing(Listing(kind="service", category=category, status="published"), curator)
    theirs = waiting(category, UserFactory())
    theirs.status = "published"
    keep_listing(theirs, curator)
    mine = waiting(category, curator)
    mine.status = "published"
    with pytest.raises(ValidationError):
        keep_listing(mine, curator)
