"""What was written at once, over the API: what it was, and taking it back."""

import json

import pghistory
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from curation.models import Batch
from curation.undoing import begin
from history.models import Reading
from partners.models import Contact
from tests.curation.files import looked_at, written
from tests.factories import BatchFactory, CuratorFactory, MembershipFactory, ParkFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = "/api/v1/batches/"
PARTS = ("", "changes/", "undo/", "left/")


@pytest.fixture
def park():
    return ParkFactory().organisation


@pytest.fixture
def member(park):
    return MembershipFactory(organisation=park).user


@pytest.fixture
def browser(sign_in, member):
    return sign_in(member)


def imported(member, park, *names) -> Batch:
    text = "name\n" + "".join(f"{name}\n" for name in names)
    return written(looked_at(Contact, text, member, owner=park), member).batch


def undo(client, batch, **headers):
    return client.post(f"{LIST}{batch.pk}/undo/", json.dumps({}), "application/json", headers=headers)


def test_a_batch_tells_what_it_wrote_and_what_was_edited_since(browser, member, park):
    batch = imported(member, park, "Ana", "Ben")
    told = browser.get(f"{LIST}{batch.pk}/").json()
    assert (told["kind"], told["undone"], told["is_waiting"], told["left"]) == ("import", None, False, 0)
    changes = browser.get(f"{LIST}{batch.pk}/changes/?page_size=200").json()
    assert changes["counts"] == [
        {"model": "partners.contact", "label": "Contacts", "created": 2, "changed": 0, "deleted": 0}
    ]
    contacts = [one for one in changes["results"] if one["model"] == "partners.contact"]
    assert {one["label"] for one in contacts} == {"Ana", "Ben"}
    with pghistory.context():
        Contact.objects.filter(name="Ana").update(phone="+86 10 1234")
    would = browser.get(f"{LIST}{batch.pk}/undo/").json()
    assert (would["rows"], would["left"]) == (1, 1)
    assert [(one["label"], one["code"]) for one in would["conflicts"]] == [("Ana", "edited")]
    assert Contact.objects.count() == 2
    undoing = undo(browser, batch).json()
    assert (undoing["kind"], undoing["left"]) == ("undoing", 1)
    assert Contact.objects.get().name == "Ana"
    left = browser.get(f"{LIST}{undoing['id']}/left/").json()
    assert [one["label"] for one in left["conflicts"]] == ["Ana"]
    assert browser.get(f"{LIST}{batch.pk}/").json()["undone"]["id"] == undoing["id"]
    again = undo(browser, batch)
    assert (again.status_code, again.json()["code"]) == (409, "already-taken-back")


def test_an_undoing_asked_for_twice_under_one_key_is_done_once(browser, member, park):
    batch = imported(member, park, "Ana")
    first, second = (undo(browser, batch, **{"Idempotency-Key": "u1"}) for _time in range(2))
    assert (first.status_code, second.content) == (200, first.content)
    assert Batch.objects.filter(kind="undoing").count() == 1


def test_what_is_much_is_left_to_a_worker(browser, member, park, monkeypatch):
    monkeypatch.setattr("curation.undoing.AT_ONCE", 0)
    undoing = undo(browser, imported(member, park, "Ana")).json()
    assert undoing["is_waiting"] is True
    assert Contact.objects.exists()


def test_changes_are_paged(browser, member, park):
    batch = imported(member, park, "Ana", "Ben", "Cai")
    path, seen = f"{LIST}{batch.pk}/changes/?page_size=2", []
    while path:
        page = browser.get(path).json()
        seen += [one["id"] for one in page["results"]]
        path = page["next"]
    assert set(Contact.objects.values_list("pk", flat=True)) <= set(seen)
    assert browser.get(f"{LIST}{batch.pk}/changes/?cursor=x").status_code == 400


def test_changes_cost_the_same_however_many(browser, member, park):
    counts = []
    for names in (["Ana"], ["Ben", "Cai", "Dag"]):
        batch = imported(member, park, *names)
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"{LIST}{batch.pk}/changes/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_batch_of_others_is_not_there(sign_in, member, park):
    batch = imported(member, park, "Ana")
    for stranger in (MembershipFactory(organisation=park).user, UserFactory()):
        client = sign_in(stranger)
        assert client.get(LIST).json()["results"] == []
        for part in PARTS:
            for pk in (batch.pk, "bat_0"):
                assert client.get(f"{LIST}{pk}/{part}").json()["code"] == "not-found"
        assert undo(client, batch).status_code == 404
    assert Contact.objects.exists()


def test_who_left_since_finds_it_no_more(browser, member, park):
    batch = imported(member, park, "Ana")
    assert browser.get(f"{LIST}{batch.pk}/").status_code == 200  # statements are kept
    assert len(browser.get(LIST).json()["results"]) == 1
    member.memberships.update(ended_at="2099-01-01T00:00Z")
    for part in PARTS:
        assert browser.get(f"{LIST}{batch.pk}/{part}").status_code == 404
    assert browser.get(LIST).json()["results"] == []
    assert undo(browser, batch).status_code == 404


def test_a_curators_look_at_what_a_parks_batch_wrote_is_noted(sign_in, member, park):
    batch = imported(member, park, "Ana")
    client = sign_in(CuratorFactory())
    client.get(f"{LIST}{batch.pk}/")
    assert not Reading.objects.exists()
    client.get(f"{LIST}{batch.pk}/changes/")
    assert "partners.contact" in {noted.kind for noted in Reading.objects.all()}


def test_lists_are_filtered_as_they_say(browser, member):
    done, open_ = BatchFactory(made_by=member), BatchFactory(made_by=member, kind="merge")
    begin(done, member)

    def ids(query):
        return {one["id"] for one in browser.get(f"{LIST}{query}").json()["results"]}

    assert ids("?kind=merge") == {open_.pk}
    assert ids("?is_undone=true") == {done.pk}
