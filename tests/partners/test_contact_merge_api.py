"""Two contacts made one over the API, by members of the park that keeps both, and by nobody else."""

import json
from datetime import timedelta

import pytest

from accounts.keys import make_key
from curation.models import Batch
from curation.tags import put_on
from curation.undoing import take_back
from partners.models import Attendee, Contact
from partners.operations.erasure import erase_contact
from tests.factories import (
    AttendeeFactory,
    ContactFactory,
    CuratorFactory,
    InteractionFactory,
    MembershipFactory,
    ParkFactory,
    TagFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PHONE = "partners.contact.phone"


@pytest.fixture
def park():
    return ParkFactory().organisation


@pytest.fixture
def member(park):
    return MembershipFactory(organisation=park).user


@pytest.fixture
def browser(sign_in, member):
    return sign_in(member)


@pytest.fixture
def two(park):
    kept = ContactFactory(owner=park, name="Ayesha Khan", phone="+92 1")
    other = ContactFactory(owner=park, name="A. Khan", phone="+92 2", do_not_contact=True)
    AttendeeFactory(interaction=InteractionFactory(owner=park), contact=other, name="")
    return kept, other


def at(contact) -> str:
    return f"/api/v1/contacts/{contact.pk}/merge/"


def post(client, contact, body, **headers):
    return client.post(at(contact), json.dumps(body), "application/json", headers=headers)


def test_it_is_looked_at_first_and_nothing_is_written(browser, two):
    kept, other = two
    would = browser.get(at(kept), {"other": other.pk}).json()
    assert (would["kept"], would["other"]) == (kept.pk, other.pk)
    choices = {one["key"]: one for one in would["choices"]}
    assert (choices[PHONE]["kept"], choices[PHONE]["other"]) == ("+92 1", "+92 2")
    assert choices["partners.contact.do_not_contact"]["is_firm"]
    assert [one["count"] for one in would["moved"]] == [1]
    assert Contact.objects.count() == 2 and not Batch.objects.exists()


def test_two_are_one_then_with_all_that_pointed_to_them_and_it_is_taken_back(browser, member, park, two):
    kept, other = two
    put_on(other, [TagFactory(owner=park, name="Water")])
    done = post(browser, kept, {"other": other.pk, "choices": {PHONE: "other"}}, **{"Idempotency-Key": "m"})
    assert done.status_code == 200, done.content
    again = post(browser, kept, {"other": other.pk, "choices": {PHONE: "other"}}, **{"Idempotency-Key": "m"})
    assert again.content == done.content
    one = Contact.objects.get()
    assert (one.pk, one.name, one.phone, one.do_not_contact) == (kept.pk, "Ayesha Khan", "+92 2", True)
    assert Attendee.objects.get().contact == one
    old = browser.get(f"/api/v1/contacts/{other.pk}/", follow=True).json()
    assert old["id"] == kept.pk
    assert post(browser, kept, {"other": other.pk}).status_code == 400
    take_back(Batch.objects.get(pk=done.json()["batch"]), member)
    assert Contact.objects.count() == 2 and Attendee.objects.get().contact == other


def test_who_does_not_keep_both_finds_neither(sign_in, client, browser, two):
    kept, other = two
    foreign = ContactFactory(owner=ParkFactory().organisation)
    stranger = MembershipFactory(organisation=foreign.owner).user
    for who in (sign_in(stranger), sign_in(UserFactory()), sign_in(CuratorFactory()), client):
        assert who.get(at(kept), {"other": other.pk}).json()["code"] == "not-found"
        assert post(who, kept, {"other": other.pk}).status_code == 404
    told = []
    for unknown in (foreign.pk, "con_0", ""):
        answer = post(browser, kept, {"other": unknown or "x"})
        assert {error["pointer"] for error in answer.json()["errors"]} == {"/other"}
        assert browser.get(at(kept), {"other": unknown}).status_code == 400
        told.append(answer.json()["errors"])
    assert told[0] == told[1]
    assert Contact.objects.count() == 3


def test_a_key_that_only_reads_looks_but_does_not_merge(client, member, park, two):
    kept, other = two
    made = {"by": member, "name": "K", "lasts": timedelta(days=1)}
    reads, writes = (make_key(park, scopes=scopes, **made)[1] for scopes in (["read"], ["read", "write"]))
    with_key = {"Authorization": f"Bearer {reads}"}
    assert client.get(at(kept), {"other": other.pk}, headers=with_key).status_code == 200
    assert post(client, kept, {"other": other.pk}, **with_key).json()["code"] == "missing-scope"
    done = post(client, kept, {"other": other.pk}, Authorization=f"Bearer {writes}")
    assert done.status_code == 200 and Batch.objects.get().made_by == member


def test_what_cannot_be_is_refused(browser, member, two):
    kept, other = two
    assert post(browser, kept, {"other": kept.pk}).json()["code"] == "cannot-merge"
    wrong = post(browser, kept, {"other": other.pk, "choices": {"colour": "other"}})
    assert {error["pointer"] for error in wrong.json()["errors"]} == {"/choices/colour"}
    erase_contact(other, by=member)
    for answer in (browser.get(at(kept), {"other": other.pk}), post(browser, kept, {"other": other.pk})):
        assert answer.status_code == 400
    assert Contact.objects.count() == 2
