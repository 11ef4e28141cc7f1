"""Whose business a member sees: their park's and that of the parks below it; and what others share."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.models import Agreement, Contact, FollowUp, Interaction, Obligation, Share
from tests.factories import (
    AffiliationFactory,
    AgreementFactory,
    AgreementPartyFactory,
    ContactFactory,
    FollowUpFactory,
    InteractionFactory,
    InteractionPartnerFactory,
    MembershipFactory,
    ObligationFactory,
    OrganisationFactory,
    ParkFactory,
    ShareFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.date.today()
DAY = datetime.timedelta(days=1)


@pytest.fixture
def zone():
    return ParkFactory()


@pytest.fixture
def park(zone):
    return ParkFactory(parent=zone)


@pytest.fixture
def staff(park):
    return MembershipFactory(organisation=park.organisation).user


def sees(user, row) -> bool:
    return type(row).objects.visible_to(user).filter(pk=row.pk).exists()


def test_staff_see_their_park_and_all_below_it_but_nothing_above_or_beside(zone, park, staff):
    below = ParkFactory(parent=ParkFactory(parent=park))
    beside = ParkFactory(parent=zone)
    own, lower = (InteractionFactory(owner=one.organisation) for one in (park, below))
    higher, other = (InteractionFactory(owner=one.organisation) for one in (zone, beside))
    assert set(Interaction.objects.visible_to(staff)) == {own, lower}
    manager = MembershipFactory(organisation=zone.organisation).user
    assert set(Interaction.objects.visible_to(manager)) == {own, lower, higher, other}


def test_nobody_else_sees_what_a_park_keeps(park, curator):
    kept = [make(owner=park.organisation) for make in (InteractionFactory, ContactFactory, FollowUpFactory)]
    stranger = MembershipFactory(organisation=ParkFactory().organisation).user
    for row in kept:
        assert not sees(AnonymousUser(), row)
        assert not sees(UserFactory(), row)
        assert not sees(stranger, row)
        assert sees(curator, row)


def test_a_membership_that_ends_and_a_park_that_moves_count_at_once(zone, park, staff):
    row = InteractionFactory(owner=park.organisation)
    manager = MembershipFactory(organisation=zone.organisation).user
    assert sees(staff, row) and sees(manager, row)
    staff.memberships.update(ended_at=timezone.now())
    type(park).objects.filter(pk=park.pk).update(parent=None)
    assert not sees(staff, row) and not sees(manager, row)


def test_a_draft_is_seen_by_its_author_alone(park, staff, curator):
    draft = InteractionFactory(owner=park.organisation, is_draft=True, created_by=staff)
    colleague = MembershipFactory(organisation=park.organisation).user
    assert sees(staff, draft)
    assert not sees(colleague, draft)
    assert not sees(curator, draft)


@pytest.mark.parametrize(
    ("dates", "seen"),
    [
        ({}, True),
        ({"ends_on": TODAY + DAY}, True),
        ({"ends_on": TODAY - DAY}, False),
        ({"starts_on": TODAY + 2 * DAY}, False),
        ({"revoked_at": timezone.now()}, False),
    ],
    ids=["open", "until tomorrow", "over", "not begun", "taken back"],
)
@pytest.mark.parametrize("what", ["partner", "agreement", "interaction"])
def test_what_is_shared_is_seen_for_as_long_as_it_is(park, staff, what, dates, seen):
    giver, partner = ParkFactory().organisation, OrganisationFactory()
    met = InteractionFactory(owner=giver)
    InteractionPartnerFactory(interaction=met, organisation=partner)
    agreement = AgreementFactory(owner=giver, is_published=False)
    thing = {"partner": partner, "agreement": agreement, "interaction": met}[what]
    ShareFactory(
        **{"owner": giver, "receiver": park.organisation, "partner": None, "starts_on": TODAY - DAY}
        | {what: thing}
        | dates
    )
    assert sees(staff, agreement if what == "agreement" else met) is seen
    assert not sees(staff, met if what == "agreement" else agreement)


def test_a_shared_partner_brings_the_giver_s_contacts_and_nobody_else_s(park, staff):
    giver, other, partner = ParkFactory().organisation, ParkFactory().organisation, OrganisationFactory()
    theirs, foreign = ContactFactory(owner=giver), ContactFactory(owner=other)
    elsewhere = ContactFactory(owner=giver)
    for contact in (theirs, foreign):
        AffiliationFactory(contact=contact, organisation=partner)
    AffiliationFactory(contact=elsewhere)
    ShareFactory(owner=giver, receiver=park.organisation, partner=partner, starts_on=TODAY)
    assert set(Contact.objects.visible_to(staff)) == {theirs}


def test_a_share_is_known_to_both_sides_only(park, staff, curator):
    share = ShareFactory(owner=park.organisation)
    receiver = MembershipFactory(organisation=share.receiver).user
    assert sees(staff, share) and sees(receiver, share) and sees(curator, share)
    assert not sees(UserFactory(), share)
    assert Share.objects.in_force().filter(pk=share.pk).exists()


def test_the_inside_of_a_public_agreement_is_not_public(park, staff, curator):
    agreement = AgreementFactory()
    obligation = ObligationFactory(agreement=agreement)
    assert sees(AnonymousUser(), agreement)
    assert not sees(AnonymousUser(), obligation)
    assert not sees(staff, obligation)
    assert sees(curator, obligation)
    AgreementPartyFactory(agreement=agreement, organisation=park.organisation)
    assert sees(staff, obligation)


def test_an_agreement_kept_by_a_park_is_seen_by_its_staff_before_it_is_public(park, staff):
    draft = AgreementFactory(owner=park.organisation, status="draft", is_published=False)
    assert sees(staff, draft)
    assert not sees(UserFactory(), draft)
    assert list(Agreement.objects.kept_by(staff)) == [draft]


def test_the_rule_is_part_of_one_statement_that_an_index_serves(park, staff):
    for model in (Interaction, Contact, FollowUp, Obligation):
        with CaptureQueriesContext(connection) as asked:
            list(model.objects.visible_to(staff))
        assert len(asked) == 1
    newest = Interaction.objects.within_reach(staff).order_by("-happened_on", "-id")[:20]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "Index Cond: ((owner_id)" in newest.explain()
