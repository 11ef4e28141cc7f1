"""What an agreement came from and led to: the chain of steps, and who sees which."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.trace import trace
from tests.factories import (
    AgreementFactory,
    AgreementPartyFactory,
    DeliverableFactory,
    DueFactory,
    InteractionFactory,
    InteractionPartnerFactory,
    MembershipFactory,
    MoveFactory,
    ObligationFactory,
    OrganisationFactory,
    ParkFactory,
    PartnerFactory,
    ProjectFactory,
)

pytestmark = pytest.mark.django_db
PUBLIC = ["Intention", "Agreement", "Projects", "Outcomes"]
ALL = ["Visits and talks", "Intention", "Negotiation", "Agreement", "Obligations", "Projects", "Outcomes"]


@pytest.fixture
def park():
    return ParkFactory().organisation


@pytest.fixture
def partner():
    return PartnerFactory().organisation


@pytest.fixture
def staff(park):
    return MembershipFactory(organisation=park).user


def between(*bodies, **given):
    agreement = AgreementFactory(owner=bodies[0], **given)
    for body in bodies:
        AgreementPartyFactory(agreement=agreement, organisation=body)
    agreement.refresh_from_db()
    return agreement


def met(park, partner, day, **given):
    meeting = InteractionFactory(owner=park, happened_on=day, **given)
    InteractionPartnerFactory(interaction=meeting, organisation=partner)
    return meeting


@pytest.fixture
def agreement(park, partner):
    return between(park, partner, signed_on="2026-02-01", title_en="The agreement")


def counted(agreement, user) -> dict[str, int]:
    return {step.title: step.count for step in trace(agreement, user)}


def test_the_chain_goes_from_the_first_visit_to_the_outcomes(client, park, partner, staff, agreement):
    met(park, partner, datetime.date(2025, 5, 4), title="First visit")
    met(park, partner, datetime.date(2026, 1, 31), title="Last talk")
    met(park, partner, datetime.date(2026, 2, 2), title="Something else afterwards")
    met(park, partner, datetime.date(2026, 3, 1), title="Logged for it", agreement=agreement)
    met(park, OrganisationFactory(), datetime.date(2025, 6, 1), title="With another")
    met(park, partner, datetime.date(2025, 6, 1), title="Half a note", is_draft=True, created_by=staff)
    between(park, partner, kind="letter", signed_on="2025-09", title_en="Letter before")
    between(park, OrganisationFactory(), kind="letter", title_en="Letter with another")
    MoveFactory(agreement=agreement)
    owed = ObligationFactory(agreement=agreement, text="Send the report")
    DueFactory(obligation=owed, state="done", settled_at=timezone.now())
    DueFactory(obligation=owed, due_on=datetime.date(2026, 9, 1), state="missed", settled_at=timezone.now())
    project = ProjectFactory(title_en="A laboratory", starts_on="2026-04")
    project.agreements.add(agreement)
    DeliverableFactory(project=project, title_en="The plan", status="delivered", due_on="2026-06")
    DeliverableFactory(project=project, title_en="The rest", status="planned")
    steps = {step.title: step for step in trace(agreement, staff)}
    assert list(steps) == ALL
    assert [step.count for step in steps.values()] == [3, 1, 1, 1, 2, 1, 1]
    assert steps["Obligations"].text == "1 kept, 1 missed, 0 open"
    since = [str(step.since) for title, step in steps.items() if title != "Negotiation"]
    assert since == ["2025-05-04", "2025-09", "2026-02-01", "2026-06-30", "2026-04", "2026-06"]
    client.force_login(staff)
    page = client.get(agreement.get_absolute_url()).content.decode()
    page = page[page.index("What did it produce?") :]
    places = [page.index(text) for text in ("First visit", "Letter before", "Send the report", "The plan")]
    assert places == sorted(places)


def test_where_nothing_is_linked_it_says_so(client, agreement, staff):
    client.force_login(staff)
    assert counted(agreement, staff) == dict.fromkeys(ALL, 0) | {"Agreement": 1}
    assert client.get(agreement.get_absolute_url()).content.decode().count("Nothing linked yet") == 6


def test_strangers_see_the_public_steps_only(client, park, partner, agreement):
    met(park, partner, datetime.date(2025, 5, 4), title="First visit")
    between(park, partner, kind="letter", title_en="Hidden letter", is_published=False)
    ProjectFactory(title_en="Hidden project", is_published=False).agreements.add(agreement)
    for reader in (None, MembershipFactory(organisation=ParkFactory().organisation).user):
        client.logout()
        if reader:
            client.force_login(reader)
            assert counted(agreement, reader) == dict.fromkeys(PUBLIC, 0) | {"Agreement": 1}
        page = client.get(agreement.get_absolute_url()).content.decode()
        for text in ("First visit", "Hidden", "Negotiation", "Visits and talks"):
            assert text not in page


def test_an_intention_is_not_told_as_an_agreement(park, partner, staff):
    letter = between(park, partner, kind="letter")
    assert counted(letter, staff)["Agreement"] == 0


def test_the_chain_costs_the_same_however_long(client, park, partner, staff, agreement):
    client.force_login(staff)
    costs = []
    for _round in range(2):
        for _row in range(3):
            met(park, partner, datetime.date(2025, 5, 4))
            between(park, partner, kind="letter")
            DueFactory(obligation=ObligationFactory(agreement=agreement))
            project = ProjectFactory()
            project.agreements.add(agreement)
            DeliverableFactory(project=project, status="delivered")
        trace(agreement, staff)
        with CaptureQueriesContext(connection) as asked:
            trace(agreement, staff)
        costs.append(len(asked))
    assert costs[0] == costs[1]
