"""The desk that lives, for who tries the portal."""

import datetime

import pytest
from django.utils import timezone

from accounts.demo import create_demo_accounts
from accounts.models import Membership
from cases.operations import enterprises_of
from catalogue.loading import load_categories
from catalogue.models import BusinessProfile, Listing
from countries.loading import load_countries
from organisations.models import Organisation
from parks.models import Enterprise
from partners.demo import BODIES, PERSONS, TALKS, create_workspace
from partners.models import Agreement, Contact, Due, FollowUp, Interaction, Obligation, Share
from portal.loading import demo
from portal.models import LoadedEntry
from tests.factories import OrganisationFactory, ParkFactory

pytestmark = pytest.mark.django_db
EMAIL = "park@demo.parkway.example"


@pytest.fixture
def park(settings):
    """TusPark, its demo account, and the bodies that the examples name."""
    settings.LOCAL, settings.DEBUG = True, False
    tuspark = ParkFactory(organisation__slug="tuspark")
    ParkFactory(organisation__slug="innospring")
    named = {slug for talk in TALKS for slug in talk.partners} | {person.at for person in PERSONS}
    for slug in {*named, "tusholdings"} - {slug for slug, *_rest in BODIES}:
        OrganisationFactory(slug=slug)
    create_demo_accounts()
    return tuspark.organisation


@pytest.fixture
def workspace(park):
    create_workspace(EMAIL, park.slug)


def test_all_of_it_is_marked_as_an_example(workspace):
    assert Interaction.objects.count() == len(TALKS) + 1
    for model in (Interaction, Contact, Agreement):
        assert set(model.objects.values_list("is_example", flat=True)) == {True}, model
    invented = Organisation.objects.filter(slug__in=[slug for slug, *_rest in BODIES])
    assert set(invented.values_list("is_example", "is_published")) == {(True, False)}
    titles = [*Interaction.objects.values_list("title", flat=True), *_texts()]
    assert [title for title in titles if not title.startswith(("Example:", "示例："))] == []


def test_nobody_outside_sees_any_of_it(workspace, client):
    assert not Agreement.objects.filter(is_published=True).exists()
    page = client.get("/agreements/").content.decode()
    assert "Example:" not in page


def test_the_desk_has_what_is_due_overdue_missed_and_waiting(workspace):
    today = timezone.localdate()
    steps = FollowUp.objects.filter(assignee__email=EMAIL, done_at=None)
    assert steps.filter(due_on__lt=today).exists() and steps.filter(due_on__gte=today).exists()
    assert set(Due.objects.values_list("state", flat=True)) == {"open", "done", "missed"}
    assert not Due.objects.filter(state=Due.State.OPEN, due_on__lt=today).exists()
    assert Interaction.objects.get(is_draft=True).origin == Interaction.Origin.CALENDAR
    assert Share.objects.count() == 1
    assert sorted(Agreement.objects.values_list("status", flat=True)) == ["active", "expiring", "negotiating"]


@pytest.mark.parametrize("day", ["2024-02-29", "2026-01-01", "2026-03-31"])
def test_it_can_begin_on_any_day(park, day):
    create_workspace(EMAIL, park.slug, today=datetime.date.fromisoformat(day))
    assert Interaction.objects.count() == len(TALKS) + 1


@pytest.mark.slow
def test_what_was_deleted_does_not_come_back(park, monkeypatch):
    guides = []  # they cite the paper, which is not loaded here
    monkeypatch.setattr(demo, "load_guides", lambda *given: guides.append(given))
    load_countries(demo.DATA / "countries")
    load_categories(demo.DATA / "catalogue")
    demo._create_examples_once()
    assert Interaction.objects.exists() and Listing.objects.exists()
    Interaction.objects.all().delete()
    Listing.objects.all().delete()
    demo._create_examples_once()
    assert not Interaction.objects.exists() and not Listing.objects.exists()
    assert len(guides) == 1
    marks = [demo.WORKSPACE_MARK, demo.LISTINGS_MARK, demo.GUIDES_MARK]
    assert LoadedEntry.objects.filter(name__in=marks).count() == 3


@pytest.mark.slow
def test_examples_that_a_later_release_brings_are_loaded_beside_those_that_were_deleted(park, monkeypatch):
    monkeypatch.setattr(demo, "load_guides", lambda *given: None)
    load_countries(demo.DATA / "countries")
    load_categories(demo.DATA / "catalogue")
    demo._create_examples_once()
    Listing.objects.all().delete()
    LoadedEntry.objects.get(name=f"{demo.LISTINGS_MARK}-sites").delete()
    demo._create_examples_once()
    assert set(Listing.objects.values_list("kind", flat=True)) == {"site"}


def test_two_accounts_act_for_examples_and_one_of_them_has_told_its_figures(park):
    demo._create_bodies_once()
    create_demo_accounts()
    owners = Membership.objects.filter(organisation__is_example=True)
    assert set(owners.values_list("user__email", "organisation__slug")) == {
        ("water@demo.parkway.example", "example-clear-river"),
        ("provider@demo.parkway.example", "example-lotus-ip"),
    }
    assert BusinessProfile.objects.get().owner.slug == "example-clear-river"
    asker = owners.get(user__email=demo.ASKER).user
    assert [body.slug for body in enterprises_of(asker)] == ["example-clear-river"]
    assert not Enterprise.objects.visible_to(None).filter(organisation__slug="example-clear-river").exists()


def test_the_desk_of_the_demo_account_opens(workspace, client, django_user_model):
    client.force_login(django_user_model.objects.get(email=EMAIL))
    for path in ("/desk/", "/agreements/dormant/", "/contacts/", "/interactions/", "/partnerships/"):
        assert client.get(path, follow=True).status_code == 200, path
    assert "Example: Exchange of managers" in client.get("/agreements/dormant/").content.decode()


def _texts() -> list[str]:
    return [
        *FollowUp.objects.values_list("text", flat=True),
        *Obligation.objects.values_list("text", flat=True),
        *Agreement.objects.values_list("title_en", flat=True),
    ]
