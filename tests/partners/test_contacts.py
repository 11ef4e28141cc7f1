"""Contacts: who sees and keeps them, where they work, and who wants no mail."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import notifications.operations
from partners.models import Affiliation, Contact
from partners.operations import contacts as operations
from tests.factories import (
    AffiliationFactory,
    AttendeeFactory,
    ContactFactory,
    CuratorFactory,
    InteractionFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
    ShareFactory,
    UserFactory,
)
from tests.pages import version_of

LIST, ADD = "/contacts/", "/contacts/add/"


def member_of(park):
    return MembershipFactory(organisation=park.organisation).user


@pytest.fixture
def park(db):
    return ParkFactory()


@pytest.fixture
def staff(park, sign_in):
    return sign_in(member_of(park))


@pytest.fixture
def contact(park):
    return ContactFactory(owner=park.organisation, name="Amina Yusuf", email="amina@example.org")


def page_of(contact, name="contact"):
    return reverse(f"partners:{name}", args=[contact.pk])


def filled(**given):
    return {"name": "Amina Yusuf", "consent": "unknown"} | given


def test_each_sees_the_contacts_of_their_parks(park, sign_in):
    below = ParkFactory(parent=park)
    kept = ContactFactory(owner=below.organisation)
    for user, status in [
        (member_of(below), 200),
        (member_of(park), 200),
        (CuratorFactory(), 200),
        (member_of(ParkFactory()), 404),
        (UserFactory(), 404),
    ]:
        client = sign_in(user)
        assert client.get(page_of(kept)).status_code == status
        assert (kept.name in client.get(LIST).content.decode()) == (status == 200)


def test_a_shared_partner_brings_its_contacts_but_not_the_right_to_write(park, contact, sign_in):
    other = ParkFactory()
    works = AffiliationFactory(contact=contact)
    client = sign_in(member_of(other))
    assert client.get(page_of(contact)).status_code == 404
    ShareFactory(owner=park.organisation, receiver=other.organisation, partner=works.organisation)
    answer = client.get(page_of(contact))
    assert answer.status_code == 200
    assert page_of(contact, "contact_change") not in answer.content.decode()


def test_only_members_of_the_park_itself_write(park, sign_in):
    below = ParkFactory(parent=park)
    kept = ContactFactory(owner=below.organisation)
    works = AffiliationFactory(contact=kept)
    addresses = [
        page_of(kept, "contact_change"),
        page_of(kept, "contact_workplace"),
        reverse("partners:affiliation", args=[works.pk]),
    ]
    for user in (member_of(park), CuratorFactory(), UserFactory()):
        client = sign_in(user)
        assert [client.post(address, filled(name="X")).status_code for address in addresses] == [404] * 3
    kept.refresh_from_db()
    assert kept.name != "X"


def test_the_operation_looks_again_who_writes(park, contact):
    stranger = member_of(ParkFactory())
    with pytest.raises(operations.NotKeptHere):
        operations.change_contact(contact, by=stranger)
    with pytest.raises(operations.NotKeptHere):
        operations.add_contact(Contact(owner=park.organisation, name="A"), by=stranger)


def test_a_contact_is_added_with_where_they_work(park, staff):
    body = OrganisationFactory()
    given = filled(
        partner=body.pk, title="Dean", languages="en, ur", consent="given", consent_on="2026-01-05"
    )
    answer = staff.post(ADD, given, follow=True)
    kept = Contact.objects.get(name="Amina Yusuf")
    assert (kept.owner, kept.languages) == (park.organisation, ["en", "ur"])
    works = kept.affiliations.get()
    assert (works.organisation, works.title) == (body, "Dean")
    told = answer.content.decode()
    assert "Dean" in told and "Urdu" in told and "given" in told


def test_an_unknown_organisation_is_created_on_the_way(staff):
    staff.post(ADD, filled(partners="Lyceum of Nowhere"))
    assert not Contact.objects.exists()
    sure = {"meant:Lyceum of Nowhere": "new", "kind:Lyceum of Nowhere": "university"}
    staff.post(ADD, filled(partners="Lyceum of Nowhere") | sure)
    works = Contact.objects.get().affiliations.get()
    assert (works.organisation.name, works.organisation.is_published) == ("Lyceum of Nowhere", False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"email": "no address"},
        {"languages": "englisch sprechend"},
        {"consent": "given"},
        {"consent_on": "2026-02-30"},
    ],
)
def test_bad_input_names_its_field_and_keeps_what_was_typed(staff, wrong):
    body = OrganisationFactory()
    answer = staff.post(ADD, filled(partner=body.pk, phone="+92 51 1") | wrong)
    told = answer.content.decode()
    assert answer.status_code == 200 and "There is a problem" in told and "+92 51 1" in told
    assert not Contact.objects.exists()


def test_who_may_be_kept_already_is_shown_before_saving(contact, staff):
    body = AffiliationFactory(contact=contact).organisation
    given = filled(name="Amina Yussuf", partner=body.pk)
    assert page_of(contact) in staff.post(ADD, given).content.decode()
    assert Contact.objects.count() == 1
    staff.post(ADD, given | {"is_another": "on"})
    assert Contact.objects.count() == 2


def test_the_same_name_elsewhere_is_nobody_to_ask_about(contact, staff):
    AffiliationFactory(contact=contact)
    staff.post(ADD, filled(partner=OrganisationFactory().pk))
    assert Contact.objects.count() == 2


def test_the_same_name_of_whom_no_workplace_is_known_is_asked_about(contact, staff):
    told = staff.post(ADD, filled(partner=OrganisationFactory().pk)).content.decode()
    assert page_of(contact) in told and Contact.objects.count() == 1


def test_an_address_is_kept_once_a_park(contact, staff, sign_in):
    body = OrganisationFactory()
    given = filled(name="Somebody", email="AMINA@example.org", partner=body.pk, is_another="on")
    told = staff.post(ADD, given).content.decode()
    assert "You already keep a contact with this e-mail address." in told and page_of(contact) in told
    sign_in(member_of(ParkFactory())).post(ADD, given)
    assert Contact.objects.count() == 2


def test_a_hint_tells_nothing_of_other_parks(contact, sign_in):
    body = AffiliationFactory(contact=contact).organisation
    sign_in(member_of(ParkFactory())).post(ADD, filled(email=contact.email, partner=body.pk))
    assert Contact.objects.count() == 2


def test_people_work_at_several_places_over_time(contact, staff):
    first = AffiliationFactory(contact=contact, title="Reader")
    address = reverse("partners:affiliation", args=[first.pk])
    given = {"title": "Reader", "started_on": "2019", "ended_on": "2024-08"}
    staff.post(address, given | {"version": version_of(staff.get(address))})
    second = OrganisationFactory()
    staff.post(page_of(contact, "contact_workplace"), {"partner": second.pk, "started_on": "2024-09"})
    told = staff.get(page_of(contact)).content.decode()
    assert "2019 – August 2024" in told and second.name in told
    assert contact.affiliations.count() == 2


def test_nobody_ends_before_they_start_or_starts_twice(contact, staff):
    works = AffiliationFactory(contact=contact)
    address = reverse("partners:affiliation", args=[works.pk])
    given = {"started_on": "2020", "ended_on": "2019", "version": version_of(staff.get(address))}
    told = staff.post(address, given).content.decode()
    assert "The end must not be before the start." in told
    again = {"partner": works.organisation_id}
    assert "already works there" in staff.post(page_of(contact, "contact_workplace"), again).content.decode()
    assert Affiliation.objects.count() == 1


def test_a_contact_shows_the_meetings_that_the_reader_sees(park, contact, staff, sign_in):
    met = AttendeeFactory(contact=contact, interaction__owner=park.organisation).interaction
    hidden = InteractionFactory(owner=park.organisation, is_draft=True, created_by=UserFactory())
    AttendeeFactory(contact=contact, interaction=hidden)
    told = staff.get(page_of(contact)).content.decode()
    assert met.title in told and hidden.title not in told


def test_a_contact_is_found_by_any_of_its_names_and_by_where_they_work(contact, staff):
    contact.native_name = "آمنہ یوسف"
    contact.save()
    body = AffiliationFactory(contact=contact).organisation
    for query in ("?q=yusuf", "?q=آمنہ", f"?organisation={body.slug}"):
        assert contact.name in staff.get(LIST + query).content.decode()
    for query in ("?q=nobody", "?do_not_contact=true"):
        assert contact.name not in staff.get(LIST + query).content.decode()


def test_pages_cost_the_same_however_long(park, contact, staff):
    def asked(url):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert staff.get(url).status_code == 200
        return len(queries)

    def more():
        AffiliationFactory(contact=contact)
        AffiliationFactory(contact__owner=park.organisation)
        AttendeeFactory(contact=contact, interaction__owner=park.organisation)

    more()
    before = [asked(LIST), asked(page_of(contact))]
    for _ in range(4):
        more()
    assert [asked(LIST), asked(page_of(contact))] == before


def test_who_said_no_is_not_written_to_by_any_park(park):
    ContactFactory(email="a@example.org")
    ContactFactory(email="a@example.org", do_not_contact=True)
    ContactFactory(email="b@example.org", consent="withdrawn")
    willing = ContactFactory(email="c@example.org")
    assert [operations.is_blocked(one) for one in (" A@example.org", "b@example.org")] == [True, True]
    assert [operations.is_blocked(one) for one in ("c@example.org", "", "d@example.org")] == [False] * 3
    assert willing in operations.contactable()
    assert operations.contactable().filter(email="b@example.org").count() == 0


def test_no_park_silences_what_a_user_is_told(park):
    ContactFactory(email="staff@example.org", do_not_contact=True)
    assert operations.is_blocked("staff@example.org")
    UserFactory(email="staff@example.org")
    assert not operations.is_blocked("Staff@example.org")


def test_the_mailings_of_the_portal_ask_here(park):
    assert operations.is_blocked in notifications.operations._refusals


def test_who_was_there_leads_to_the_contact_or_to_keeping_one(park, contact, staff):
    met = AttendeeFactory(contact=contact, name="", interaction__owner=park.organisation).interaction
    AttendeeFactory(interaction=met, name="Dr Noor")
    told = staff.get(reverse("partners:interaction", args=[met.pk])).content.decode()
    assert page_of(contact) in told and "/contacts/add/?name=Dr+Noor" in told
    assert 'value="Dr Noor"' in staff.get("/contacts/add/?name=Dr+Noor").content.decode()


def test_a_shared_meeting_alone_leads_to_no_contact(park, contact, sign_in):
    met = AttendeeFactory(contact=contact, name="", interaction__owner=park.organisation).interaction
    other = ParkFactory()
    ShareFactory(owner=park.organisation, receiver=other.organisation, partner=None, interaction=met)
    told = sign_in(member_of(other)).get(reverse("partners:interaction", args=[met.pk])).content.decode()
    assert contact.name in told and page_of(contact) not in told and "/contacts/add/" not in told


def test_the_operations_themselves_ask_when_consent_was_given(db):
    park = ParkFactory()
    by = MembershipFactory(organisation=park.organisation).user
    given = Contact(owner=park.organisation, name="Amina", consent=Contact.Consent.GIVEN)
    with pytest.raises(ValidationError) as refused:
        operations.add_contact(given, by=by)
    assert list(refused.value.message_dict) == ["consent_on"]
    kept = ContactFactory(owner=park.organisation)
    kept.consent = Contact.Consent.GIVEN
    with pytest.raises(ValidationError):
        operations.change_contact(kept, by=by)


def test_where_consent_comes_from_and_why_not_to_contact_have_columns(contact, staff):
    address = page_of(contact, "contact_change")
    given = filled(consent="withdrawn", consent_on="2026-05-04", consent_source="Letter of 4 May")
    given |= {"do_not_contact": "on", "do_not_contact_reason": "Moved to another field"}
    staff.post(address, given | {"version": version_of(staff.get(address))})
    told = staff.get(page_of(contact)).content.decode()
    assert "Letter of 4 May" in told and "Moved to another field" in told
    row = staff.get(f"/api/v1/contacts/{contact.pk}/").json()
    assert row["consent_source"] == "Letter of 4 May"
    assert row["do_not_contact_reason"] == "Moved to another field"
