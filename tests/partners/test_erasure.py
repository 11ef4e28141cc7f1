"""What is kept of a person: handed out as a whole, and erased from everywhere at once."""

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from accounts.models import Replay
from history.models import Erasure
from partners.models import Attendee, ClosedAddress, Contact, Interaction
from partners.operations import contacts as contact_operations
from partners.operations import erasure
from tests.factories import (
    AffiliationFactory,
    AttendeeFactory,
    ContactFactory,
    CuratorFactory,
    InteractionFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
)

NAME, FORMER, NATIVE, EMAIL = "Amina Canaria", "Amina Beforehand", "آمنہ کنیری", "canary@example.org"


def member_of(park):
    return MembershipFactory(organisation=park.organisation).user


@pytest.fixture
def park(db):
    return ParkFactory()


@pytest.fixture
def member(park):
    return member_of(park)


@pytest.fixture
def staff(member, sign_in):
    return sign_in(member)


@pytest.fixture
def contact(park):
    """With a past: another name, a workplace that changed, meetings by contact and by name alone."""
    person = ContactFactory(owner=park.organisation, name=FORMER, email="first-canary@example.org")
    person.name, person.native_name, person.email = NAME, NATIVE, EMAIL
    person.consent_source, person.do_not_contact_reason = "canary letter", "canary reason"
    person.note, person.phone, person.languages = "canary note", "+92 canary", ["ur"]
    person.save()
    works = AffiliationFactory(contact=person, title="canary reader")
    works.title = "canary dean"
    works.save()
    AttendeeFactory(interaction=InteractionFactory(owner=park.organisation), contact=person, name="")
    AttendeeFactory(interaction=InteractionFactory(owner=park.organisation), name=NAME.upper())
    AttendeeFactory(interaction=InteractionFactory(owner=park.organisation), name=FORMER)
    return person


def page_of(contact, name="contact"):
    return reverse(f"partners:{name}", args=[contact.pk])


def tables_with(*words):
    """The tables that hold one of these words anywhere, as text."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')
            text = (cursor.fetchone()[0] or "").casefold()
            found |= {table for word in words if word.casefold() in text}
    return found


def test_no_table_holds_the_person_any_more(contact, staff):
    words = (NAME, FORMER, NATIVE, "canary")
    held = tables_with(*words)
    assert {"partners_contact", "partners_contactevent", "partners_affiliationevent"} <= held
    assert {"partners_attendee", "partners_attendeeevent"} <= held
    assert staff.post(page_of(contact, "contact_erase"), {"sure": "1"}).status_code == 302
    assert tables_with(*words) == set()


def test_meetings_stay_and_say_that_somebody_was_there(contact, staff):
    staff.post(page_of(contact, "contact_erase"), {"sure": "1"})
    assert Interaction.objects.count() == 3
    for met in Interaction.objects.all():
        told = staff.get(reverse("partners:interaction", args=[met.pk])).content.decode()
        assert "erased person" in told


def test_it_is_kept_that_it_happened_and_nothing_of_the_person(contact, member, staff):
    staff.post(page_of(contact, "contact_erase"), {"sure": "1"})
    mark = Erasure.objects.get()
    assert (mark.kind, mark.record_id, mark.by) == ("partners.contact", contact.pk, member)


def test_an_erased_contact_is_listed_nowhere_and_changed_by_nobody(contact, member, staff):
    staff.post(page_of(contact, "contact_erase"), {"sure": "1"})
    assert page_of(contact) not in staff.get("/contacts/").content.decode()
    for name in ("contact_change", "contact_erase", "contact_workplace", "contact_file"):
        assert staff.get(page_of(contact, name)).status_code == 404
    with pytest.raises(contact_operations.NotKeptHere):
        erasure.erase_contact(contact, by=member)


def test_the_page_says_what_goes_and_what_stays(park, contact, staff):
    InteractionFactory(owner=park.organisation, title="Lunch", notes=f"<p>with {NAME}</p>")
    told = staff.get(page_of(contact, "contact_erase")).content.decode()
    assert "The name in 3 interactions" in told and "Lunch" in told


def test_it_wants_to_be_sure(contact, staff):
    told = staff.post(page_of(contact, "contact_erase")).content.decode()
    assert "Say that you are sure." in told
    assert Contact.objects.get().name == NAME and not Erasure.objects.exists()


def test_it_goes_as_a_whole_or_not_at_all(contact, member, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(erasure, "note_erasure", fails)
    with pytest.raises(RuntimeError):
        erasure.erase_contact(contact, by=member)
    assert Contact.objects.get().name == NAME
    assert Attendee.objects.filter(name=FORMER).exists()


def test_people_of_the_same_name_elsewhere_stay(contact, staff):
    same = ContactFactory(name=NAME)
    elsewhere = AttendeeFactory(name=NAME)
    staff.post(page_of(contact, "contact_erase"), {"sure": "1"})
    same.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (same.name, elsewhere.name) == (NAME, NAME)


def test_only_who_keeps_the_person_erases_and_gets_the_file(park, contact, sign_in):
    park.parent = above = ParkFactory()
    park.save()
    for user in (member_of(above), CuratorFactory(), member_of(ParkFactory())):
        client = sign_in(user)
        assert client.get(page_of(contact, "contact_file")).status_code == 404
        assert client.post(page_of(contact, "contact_erase"), {"sure": "1"}).status_code == 404
    assert Contact.objects.get().name == NAME


def test_the_file_has_everything_that_is_kept(contact, staff):
    answer = staff.get(page_of(contact, "contact_file"))
    assert "attachment" in answer["Content-Disposition"] and answer["Cache-Control"] == "no-store"
    told = json.loads(answer.content)
    assert (told["contact"]["email"], told["contact"]["native_name"]) == (EMAIL, NATIVE)
    assert told["contact"]["consent_source"] == "canary letter"
    assert told["contact"]["do_not_contact_reason"] == "canary reason"
    assert [one["title"] for one in told["affiliations"]] == ["canary dean"]
    assert len(told["attended"]) == 3
    assert FORMER in {state["name"] for state in told["history"]["contact"]}
    assert len(told["history"]["affiliations"]) == 2


def test_answers_kept_for_clients_forget_the_person_and_their_keys_stay_used(contact, member, staff):
    def post(client):
        return client.post(
            "/api/v1/contacts/",
            {"name": "Amina Canaria", "languages": []},
            content_type="application/json",
            headers={"Idempotency-Key": "once"},
        )

    made = post(staff)
    assert made.status_code == 201 and Replay.objects.get().content
    before = Contact.objects.count()
    erasure.erase_contact(Contact.objects.get(pk=made.json()["id"]), by=member)
    assert Replay.objects.get().content == ""
    assert post(staff).status_code == 404
    assert Contact.objects.count() == before


@pytest.mark.parametrize(
    "wish", [{"do_not_contact": True}, {"consent": "withdrawn", "consent_on": "2026-01-05"}]
)
def test_the_wish_not_to_be_written_to_outlives_the_erasure_and_the_address_does_not(contact, staff, wish):
    Contact.objects.filter(pk=contact.pk).update(**wish)
    assert (
        "A fingerprint of the e-mail address" in staff.get(page_of(contact, "contact_erase")).content.decode()
    )
    staff.post(page_of(contact, "contact_erase"), {"sure": "1"})
    assert tables_with("canary") == set()
    assert [
        contact_operations.is_blocked(one) for one in (" Canary@Example.org", "first-canary@example.org")
    ] == [
        True,
        True,
    ]
    body = OrganisationFactory(is_published=True)
    given = {"name": "Amina", "email": "CANARY@example.org", "consent": "unknown", "partner": body.pk}
    told = staff.post("/contacts/add/", given).content.decode()
    assert "asked not to be contacted" in told
    assert Contact.objects.filter(erased_at=None).count() == 0


def test_who_is_kept_again_says_no_still_or_yes_anew(park, member, contact):
    Contact.objects.filter(pk=contact.pk).update(do_not_contact=True)
    contact.refresh_from_db()
    erasure.erase_contact(contact, by=member)
    again = Contact(owner=park.organisation, name="Amina", email=EMAIL)
    with pytest.raises(ValidationError) as refused:
        contact_operations.add_contact(again, by=member)
    assert list(refused.value.message_dict) == ["email"]
    again.do_not_contact = True
    contact_operations.add_contact(again, by=member)
    assert contact_operations.is_blocked(EMAIL)
    again.do_not_contact, again.consent, again.consent_on = False, "given", datetime.date(2026, 5, 1)
    contact_operations.change_contact(again, by=member)
    assert not contact_operations.is_blocked(EMAIL)


def test_the_wish_is_known_by_a_secret_that_was_changed_since(contact, member, settings):
    Contact.objects.filter(pk=contact.pk).update(do_not_contact=True)
    contact.refresh_from_db()
    erasure.erase_contact(contact, by=member)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert contact_operations.is_blocked(EMAIL)
    settings.SECRET_KEY_FALLBACKS = []
    assert not contact_operations.is_blocked(EMAIL)


def test_who_was_willing_leaves_no_hash(contact, member):
    erasure.erase_contact(contact, by=member)
    assert not ClosedAddress.objects.exists()
