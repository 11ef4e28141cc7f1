"""My desk: numbers that lead to their lists, and nothing of others."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import (
    AgreementFactory,
    FollowUpFactory,
    InteractionFactory,
    InteractionPartnerFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def park():
    return ParkFactory().organisation


@pytest.fixture
def staff(park):
    return MembershipFactory(organisation=park).user


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return lambda: client.get("/desk/")


def test_each_number_is_that_of_the_list_it_leads_to(client, desk, park, staff):
    today = timezone.localdate()
    for days in (-3, -1, 0, 14, 15):
        FollowUpFactory(owner=park, assignee=staff, due_on=today + days * DAY)
    FollowUpFactory(owner=park, assignee=staff, due_on=today - DAY, done_at=timezone.now())
    FollowUpFactory(owner=park, due_on=today - DAY)
    FollowUpFactory(due_on=today - DAY)
    numbers = desk().context["numbers"]
    assert [number["value"] for number in numbers] == ["2", "2", "6"]
    for number in numbers:
        shown = client.get(number["url"])
        assert str(shown.context["count"]) == number["value"]


def test_it_shows_what_is_mine_and_my_park_s(desk, park, staff):
    mine = InteractionFactory(owner=park, created_by=staff, title="Talk with the ministry")
    partner = InteractionPartnerFactory(
        interaction=mine, organisation=OrganisationFactory(name_en="Ministry of Trade", is_published=False)
    ).organisation
    InteractionFactory(owner=park, created_by=staff, is_draft=True, title="Half a note")
    InteractionFactory(owner=park, is_draft=True, title="Draft of a colleague")
    InteractionFactory(title="Secret of another park")
    AgreementFactory(owner=park, is_published=False, title_en="On the way", status="draft")
    AgreementFactory(is_published=False, title_en="Agreement of another park")
    page = desk().content.decode()
    for text in ("Talk with the ministry", partner.name, "Half a note", "On the way"):
        assert text in page
    assert "Draft of a colleague" not in page
    assert "another park" not in page


def test_a_new_member_is_told_what_to_do(desk):
    page = desk().content.decode()
    assert "Nothing is waiting for you" in page
    assert "Log your first meeting" in page


def test_the_desk_costs_the_same_however_much_there_is(client, desk, park, staff):
    costs = []
    for _round in range(2):
        for _row in range(4):
            met = InteractionFactory(owner=park)
            InteractionPartnerFactory(interaction=met)
            FollowUpFactory(owner=park, assignee=staff, interaction=met)
            AgreementFactory(owner=park)
        desk()
        with CaptureQueriesContext(connection) as asked:
            desk()
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_signed_out_visitors_are_sent_to_sign_in(client):
    for path in ("/desk/", "/follow-ups/"):
        assert client.get(path).headers["Location"] == f"/accounts/login/?next={path}"
