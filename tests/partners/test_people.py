"""Those who were there of the other side: contacts offered while one types, and names that stay names."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partners.models import Interaction
from tests.factories import (
    AffiliationFactory,
    AttendeeFactory,
    ContactFactory,
    CuratorFactory,
    InteractionFactory,
    InteractionPartnerFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
)
from tests.pages import version_of

PEOPLE, LOG = "/interactions/people/", "/interactions/log/"


@pytest.fixture
def park(db):
    return ParkFactory()


@pytest.fixture
def staff(park, sign_in):
    return sign_in(MembershipFactory(organisation=park.organisation).user)


@pytest.fixture
def nust(db):
    return OrganisationFactory(name_en="NUST", is_published=True)


def at(body, owner, **given):
    contact = ContactFactory(owner=owner, **given)
    AffiliationFactory(contact=contact, organisation=body)
    return contact


def offered(client, **query):
    return [contact.pk for contact in client.get(PEOPLE, query).context["found"]]


def sent(**given):
    today = timezone.now().date().isoformat()
    return {"happened_on": today, "kind": "meeting", "title": "Talked", "submission": "once"} | given


def present(interaction):
    return {(one.contact, one.name) for one in interaction.attendees.all()}


def test_the_contacts_of_the_partner_are_offered_by_a_name_in_any_script(park, staff, nust):
    amina = at(nust, park.organisation, name="Amina Yusuf", native_name="آمنہ یوسف", email="ay@nust.example")
    wang = at(nust, park.organisation, name="Wang Li", native_name="王丽", do_not_contact=True)
    elsewhere = at(OrganisationFactory(), park.organisation, name="Amin Karim")
    for text in ("yusuf am", "آمنہ", "ay@nust"):
        assert offered(staff, q=text, partner=nust.pk) == [amina.pk]
    assert offered(staff, q="王", partner=nust.pk) == [wang.pk]
    assert offered(staff, q="amin") == [elsewhere.pk, amina.pk]
    assert offered(staff, partner=nust.pk) == [wang.pk, amina.pk]
    assert offered(staff) == []
    told = staff.get(PEOPLE, {"q": "wang"}).content.decode()
    assert "NUST" in told and "do not contact" in told
    assert "the name is noted as it is" in staff.get(PEOPLE, {"q": "Nobody"}).content.decode()


def test_nobody_is_offered_the_contacts_of_others(park, staff, nust, sign_in):
    at(nust, ParkFactory().organisation, name="Amina of others")
    at(nust, park.organisation, name="Amina erased", erased_at=timezone.now())
    below = at(nust, ParkFactory(parent=park).organisation, name="Amina below")
    assert offered(staff, q="amina", partner=nust.pk) == [below.pk]
    for user in (CuratorFactory(), MembershipFactory(organisation=nust).user):
        assert offered(sign_in(user), q="amina", partner=nust.pk) == []


@pytest.mark.parametrize("count", [1, 4])
def test_offering_costs_the_same_however_many(park, staff, nust, count):
    staff.get(PEOPLE, {"q": "Amina"})
    for number in range(count):
        at(nust, park.organisation, name=f"Amina {number}")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(offered(staff, q="Amina")) == count
    assert len(asked) == 5


def test_a_contact_that_was_chosen_is_meant_though_another_has_the_same_name(park, staff, nust):
    first, second = (at(nust, park.organisation, name="Li Wei") for _ in range(2))
    foreign = at(nust, ParkFactory().organisation, name="Li Wei")
    given = sent(partner=nust.pk, contact=[second.pk, foreign.pk, "\x00"], theirs="Nobody Known\nLi Wei")
    assert staff.post(LOG, given).status_code == 302
    assert present(Interaction.objects.get()) == {(second, ""), (None, "Nobody Known"), (None, "Li Wei")}
    assert not first.attendances.exists()


def test_a_form_that_is_refused_keeps_who_was_chosen(park, staff, nust):
    amina = at(nust, park.organisation, name="Amina Yusuf", do_not_contact=True)
    told = staff.post(LOG, sent(partner=nust.pk, contact=amina.pk, title="")).content.decode()
    assert f'name="contact" value="{amina.pk}" checked' in told and "Amina Yusuf · do not contact" in told


def test_changing_an_interaction_keeps_the_contacts_that_stay_chosen(park, staff, nust):
    met = InteractionPartnerFactory(interaction__owner=park.organisation, organisation=nust).interaction
    amina, namesake = (at(nust, park.organisation, name="Amina Yusuf") for _ in range(2))
    AttendeeFactory(interaction=met, contact=amina, name="")
    AttendeeFactory(interaction=met, name="Ana Lima")
    address = reverse("partners:interaction_change", args=[met.pk])
    page = staff.get(address)
    told = page.content.decode()
    assert f'name="contact" value="{amina.pk}" checked' in told and "Ana Lima" in told
    given = sent(partner=nust.pk, contact=amina.pk, theirs="Ana Lima", version=version_of(page))
    assert staff.post(address, given).status_code == 302
    assert present(met) == {(amina, ""), (None, "Ana Lima")}
    assert (
        staff.post(address, given | {"contact": "", "version": version_of(staff.get(address))}).status_code
        == 302
    )
    assert present(met) == {(None, "Ana Lima")}
    assert not namesake.attendances.exists()


def test_who_was_there_already_stays_though_another_park_keeps_them(park, staff, nust):
    met = InteractionFactory(owner=park.organisation)
    foreign = at(nust, ParkFactory().organisation, name="Omar Said")
    AttendeeFactory(interaction=met, contact=foreign, name="")
    address = reverse("partners:interaction_change", args=[met.pk])
    given = sent(partner=nust.pk, contact=foreign.pk, version=version_of(staff.get(address)))
    assert staff.post(address, given).status_code == 302
    assert present(met) == {(foreign, "")}
