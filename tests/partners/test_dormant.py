"""Agreements that nothing has come of: after how long, by what they live, and who is told."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.models import Agreement
from tests.factories import (
    AgreementFactory,
    AgreementPartyFactory,
    AmendmentFactory,
    DueFactory,
    FollowUpFactory,
    InteractionFactory,
    LeadTimesFactory,
    MembershipFactory,
    ObligationFactory,
    ParkFactory,
    ProjectFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
URL = "/agreements/dormant/"


def days_ago(days):
    return timezone.localdate() - datetime.timedelta(days=days)


@pytest.fixture
def park():
    return ParkFactory().organisation


@pytest.fixture
def staff(park):
    return MembershipFactory(organisation=park).user


@pytest.fixture
def old(park):
    """An agreement signed long ago."""
    return AgreementFactory(owner=park, title_en="Old promise", signed_on="2020-03", is_published=False)


@pytest.fixture
def listed(client, staff):
    client.force_login(staff)
    return lambda: [row.title for row in client.get(URL).context["rows"]]


def test_a_signed_agreement_without_a_sign_of_life_is_dormant(client, listed, old):
    assert listed() == ["Old promise"]
    page = client.get(URL).content.decode()
    assert "Quiet since March 2020: the last thing was signing." in page
    assert "dormant after 6 months" in page
    assert f"agreement={old.slug}" in page


@pytest.mark.parametrize(("days", "is_dormant"), [(170, False), (200, True)])
def test_it_is_dormant_after_six_months(listed, park, days, is_dormant):
    AgreementFactory(owner=park, title_en="A", signed_on=days_ago(days).isoformat())
    assert bool(listed()) is is_dormant


def test_the_park_says_after_how_long(client, listed, park, old):
    LeadTimesFactory(owner=park, dormant_after=2)
    InteractionFactory(owner=park, agreement=old, happened_on=days_ago(80), title="Talk")
    assert listed() == ["Old promise"]
    assert "the last thing was interaction" in client.get(URL).content.decode()
    type(old)._meta.apps.get_model("partners", "LeadTimes").objects.update(dormant_after=3)
    assert listed() == []


def interaction(agreement, day, **given):
    InteractionFactory(owner=agreement.owner, agreement=agreement, happened_on=day, **given)


def follow_up(agreement, day):
    FollowUpFactory(owner=agreement.owner, agreement=agreement, done_at=_noon(day))


def follow_up_of_interaction(agreement, day):
    met = InteractionFactory(
        owner=agreement.owner, agreement=agreement, happened_on=datetime.date(2020, 5, 1)
    )
    FollowUpFactory(owner=agreement.owner, interaction=met, done_at=_noon(day))


def due(agreement, day):
    obligation = ObligationFactory(agreement=agreement)
    DueFactory(obligation=obligation, state="missed", settled_at=_noon(day))


def amendment(agreement, day):
    made = AmendmentFactory(agreement=agreement)
    type(made).objects.update(made_at=_noon(day))


def project(agreement, day):
    linked = ProjectFactory(phase="completed")
    linked.agreements.add(agreement)
    type(linked).objects.update(created_at=_noon(day))


def _noon(day):
    return datetime.datetime.combine(day, datetime.time(12), datetime.UTC)


@pytest.mark.parametrize(
    "sign",
    [interaction, follow_up, follow_up_of_interaction, due, amendment, project],
    ids=lambda one: one.__name__,
)
def test_every_sign_of_life_keeps_it_awake_for_as_long(listed, old, sign):
    sign(old, days_ago(400))
    assert listed() == ["Old promise"]
    if sign is not amendment and sign is not project:  # theirs were moved in time above
        sign(old, days_ago(20))
        assert listed() == []


@pytest.mark.parametrize("sign", [amendment, project], ids=lambda one: one.__name__)
def test_a_late_amendment_or_project_keeps_it_awake(listed, old, sign):
    sign(old, days_ago(20))
    assert listed() == []


def test_a_project_under_way_keeps_it_awake_however_old(listed, old):
    project(old, days_ago(400))
    ProjectFactory._meta.model.objects.update(phase="construction")
    assert listed() == []


def test_a_draft_is_no_sign_of_life(listed, old, staff):
    interaction(old, days_ago(5), is_draft=True, created_by=staff)
    assert listed() == ["Old promise"]


@pytest.mark.parametrize("status", ["draft", "negotiating", "expired", "renewed"])
def test_what_is_not_in_force_is_not_dormant(listed, old, status):
    Agreement.objects.filter(pk=old.pk).update(status=status, signed_on=None)
    Agreement.objects.filter(pk=old.pk).update(created_at=_noon(days_ago(900)))
    assert listed() == []


def test_without_a_date_it_counts_from_when_it_was_entered(client, listed, park):
    new = AgreementFactory(owner=park, title_en="Undated")
    assert listed() == []
    Agreement.objects.filter(pk=new.pk).update(created_at=_noon(days_ago(200)))
    assert listed() == ["Undated"]
    assert "Nothing is known of it since it was entered." in client.get(URL).content.decode()


def test_it_is_told_to_those_whose_business_it_is(old, sign_in, staff):
    assert sign_in().get(URL).status_code == 302
    stranger = MembershipFactory(organisation=ParkFactory().organisation).user
    Agreement.objects.update(is_published=True)
    for user, count in ((staff, 1), (stranger, 0), (UserFactory(), 0)):
        assert len(sign_in(user).get(URL).context["rows"]) == count
    AgreementPartyFactory(agreement=old, organisation=stranger.memberships.get().organisation)
    assert len(sign_in(stranger).get(URL).context["rows"]) == 1


def test_the_link_leads_to_a_log_that_knows_the_agreement(client, park, staff, old):
    client.force_login(staff)
    partner = AgreementPartyFactory(agreement=old).organisation
    AgreementPartyFactory(agreement=old, organisation=park)
    form = client.get(f"/interactions/log/?agreement={old.slug}").context["form"]
    assert form["agreement"].initial == old
    assert [body.pk for body in form.picked] == [partner.pk]
    hidden = AgreementFactory(is_published=False)
    form = client.get(f"/interactions/log/?agreement={hidden.slug}").context["form"]
    assert form["agreement"].initial is None


def test_the_list_costs_the_same_however_many(client, park, staff):
    client.force_login(staff)
    costs = []
    for _round in range(2):
        for _row in range(3):
            interaction(AgreementFactory(owner=park, signed_on="2019"), datetime.date(2020, 1, 1))
        client.get(URL)
        with CaptureQueriesContext(connection) as asked:
            client.get(URL)
        costs.append(len(asked))
    assert costs[0] == costs[1]
