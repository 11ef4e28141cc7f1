"""How well a partnership is kept: the figure at its borders, and whose partnerships are listed."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.health import health, partnerships
from tests.factories import (
    AgreementFactory,
    AgreementPartyFactory,
    DueFactory,
    FollowUpFactory,
    InteractionFactory,
    InteractionPartnerFactory,
    MembershipFactory,
    ObligationFactory,
    OrganisationFactory,
    ParkFactory,
    PartnerFactory,
    UserFactory,
)

DAY = datetime.timedelta(days=1)
NOTHING = {"days": None, "in_year": 0, "kept": 0, "missed": 0, "open_": 0, "overdue": 0}
BEST = {"days": 0, "in_year": 12, "kept": 1, "missed": 0, "open_": 0, "overdue": 0}


def points(**facts) -> list[float | None]:
    return [part.points for part in health(**{**NOTHING, **facts}).parts]


@pytest.mark.parametrize(
    ("days", "expected"),
    [(None, 0), (-3, 35), (0, 35), (30, 35), (31, 35 * 334 / 335), (364, 35 / 335), (365, 0)],
)
def test_recency_falls_evenly_from_a_month_to_a_year(days, expected):
    assert points(days=days)[0] == pytest.approx(expected)


@pytest.mark.parametrize(("in_year", "expected"), [(0, 0), (1, 25 / 12), (12, 25), (13, 25)])
def test_frequency_is_full_at_twelve_contacts(in_year, expected):
    assert points(in_year=in_year)[1] == pytest.approx(expected)


@pytest.mark.parametrize(("kept", "missed", "expected"), [(0, 0, None), (1, 0, 25), (0, 1, 0), (1, 3, 6.25)])
def test_obligations_give_the_share_that_was_kept(kept, missed, expected):
    assert points(kept=kept, missed=missed)[2] == expected


@pytest.mark.parametrize(("overdue", "expected"), [(0, 15), (1, 10), (3, 0), (9, 0)])
def test_each_overdue_follow_up_costs_five(overdue, expected):
    assert points(open_=9, overdue=overdue)[3] == expected


def test_the_figure_is_of_what_the_parts_could_give():
    assert health(**BEST).figure == 100
    assert health(**{**BEST, "kept": 0}).figure == 100
    assert health(**{**BEST, "kept": 0, "missed": 1}).figure == 75
    assert health(**NOTHING).figure == 20
    assert health(**{**NOTHING, "missed": 1, "overdue": 3}).figure == 0


@pytest.mark.parametrize(
    ("facts", "band"), [(BEST, "good"), ({**BEST, "days": 200, "in_year": 3}, "fair"), (NOTHING, "weak")]
)
def test_the_figure_has_a_word(facts, band):
    assert health(**facts).band == band


@pytest.fixture
def park(db):
    return ParkFactory().organisation


@pytest.fixture
def partner(db):
    return PartnerFactory(organisation__name_en="Institute of Mills").organisation


@pytest.fixture
def staff(park):
    return MembershipFactory(organisation=park).user


def met(park, partner, days_ago=0, **given):
    meeting = InteractionFactory(owner=park, happened_on=timezone.localdate() - days_ago * DAY, **given)
    InteractionPartnerFactory(interaction=meeting, organisation=partner)
    return meeting


def agreed(park, partner, **given):
    agreement = AgreementFactory(owner=park, **given)
    AgreementPartyFactory(agreement=agreement, organisation=partner)
    return agreement


def listed(client, **query):
    return [(one.partner, one.health.figure) for one in client.get("/partnerships/", query).context["rows"]]


def test_the_figure_is_made_of_what_the_park_logged(client, park, partner, staff):
    client.force_login(staff)
    today = timezone.localdate()
    for days in (0, 10, 364, 365, 400):
        last = met(park, partner, days)
    met(park, partner, is_draft=True, created_by=staff)
    FollowUpFactory(owner=park, interaction=last, due_on=today - DAY)
    FollowUpFactory(owner=park, interaction=last, due_on=today)
    FollowUpFactory(owner=park, interaction=last, due_on=today - DAY, done_at=timezone.now())
    owed = ObligationFactory(agreement=agreed(park, partner))
    DueFactory(obligation=owed, state="done", settled_at=timezone.now())
    DueFactory(obligation=owed, due_on=today, state="missed", settled_at=timezone.now())
    DueFactory(obligation=owed, due_on=today + DAY)
    (one,) = client.get("/partnerships/").context["rows"]
    facts = (one.last_on, one.in_year, one.kept, one.missed, one.open_, one.overdue, len(one.agreements))
    assert facts == (today, 3, 1, 1, 2, 1, 1)
    assert one.health.figure == round(35 + 25 * 3 / 12 + 12.5 + 10)


def test_a_meeting_with_two_partners_counts_once_for_each(client, park, partner, staff):
    client.force_login(staff)
    other = PartnerFactory().organisation
    meeting = met(park, partner)
    InteractionPartnerFactory(interaction=meeting, organisation=other)
    FollowUpFactory(owner=park, interaction=meeting)
    rows = client.get("/partnerships/").context["rows"]
    facts = {one.partner: (one.in_year, one.open_) for one in rows}
    assert facts == {partner: (1, 1), other: (1, 1)}
    assert [one.partner for one in partnerships(staff, partner=partner)] == [partner]


def test_members_see_their_own_partnerships_only(park, partner, staff, sign_in, curator):
    met(park, partner)
    agreed(park, partner, is_published=False)
    page = partner.partner.get_absolute_url()
    assert [one for one, _figure in listed(sign_in(staff))] == [partner]
    assert "Health of the partnership" in sign_in(staff).get(page).content.decode()
    colleague = MembershipFactory(organisation=ParkFactory().organisation).user
    for stranger in (UserFactory(), colleague, curator):
        assert listed(sign_in(stranger)) == []
        assert "Health of the partnership" not in sign_in(stranger).get(page).content.decode()
    assert "Health of the partnership" not in sign_in().get(page).content.decode()
    assert sign_in().get("/partnerships/").status_code == 302


def test_the_lowest_figure_stands_first(client, park, staff):
    client.force_login(staff)
    fresh, stale = PartnerFactory().organisation, PartnerFactory().organisation
    met(park, fresh)
    met(park, stale, 300)
    assert [one for one, _figure in listed(client)] == [stale, fresh]


def test_a_signed_agreement_makes_a_partnership_and_an_intention_does_not(client, park, partner, staff):
    client.force_login(staff)
    agreed(park, partner)
    agreed(park, PartnerFactory().organisation, kind="letter")
    agreed(park, PartnerFactory().organisation, status="draft")
    agreed(park, PartnerFactory().organisation, status="expired")
    assert listed(client) == [(partner, 20)]


def test_the_list_is_narrowed_down(client, park, partner, staff):
    client.force_login(staff)
    met(park, partner)
    met(park, OrganisationFactory(name_en="Old friend"), 364)
    assert [one for one, _figure in listed(client, q="mills")] == [partner]
    assert [one.name for one, _figure in listed(client, state="weak")] == ["Old friend"]
    assert listed(client, state="none") == []
    for page in ("0", "2", "x"):
        assert client.get("/partnerships/", {"page": page}).status_code == 400


def test_the_page_says_how_the_figure_is_made(client, park, partner, staff):
    client.force_login(staff)
    met(park, partner)
    for page in ("/partnerships/", partner.partner.get_absolute_url()):
        text = client.get(page).content.decode()
        assert "Why this figure" in text
        assert "1 contact in a year" in text
        assert "How the figure is made" in text


def test_the_list_costs_the_same_however_many(client, park, staff):
    client.force_login(staff)
    costs = []
    for _round in range(2):
        for _row in range(3):
            partner = PartnerFactory().organisation
            FollowUpFactory(owner=park, interaction=met(park, partner))
            DueFactory(obligation=ObligationFactory(agreement=agreed(park, partner)))
        client.get("/partnerships/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/partnerships/")
        costs.append(len(asked))
    assert costs[0] == costs[1]
