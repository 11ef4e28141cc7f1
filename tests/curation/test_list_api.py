"""What somebody does with lists, over the API: filters to come back to, and changes of many rows."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from curation.models import BulkEdit, SavedFilter
from curation.operations import edits as operations
from curation.undoing import take_back
from partners.models import FollowUp
from tests.factories import (
    BulkEditFactory,
    CuratorFactory,
    FollowUpFactory,
    MembershipFactory,
    ParkFactory,
    SavedFilterFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

FILTERS, EDITS = "/api/v1/saved-filters/", "/api/v1/edits/"
DAY = "2027-01-31"


@pytest.fixture
def park():
    return ParkFactory().organisation


@pytest.fixture
def member(park):
    return MembershipFactory(organisation=park).user


@pytest.fixture
def browser(sign_in, member):
    return sign_in(member)


def post(client, path, body=None, **headers):
    return client.post(path, json.dumps(body or {}), "application/json", headers=headers)


def patch(client, path, body, etag="*"):
    return client.patch(path, json.dumps(body), "application/json", headers={"If-Match": etag})


def pointers(answer):
    assert answer.status_code == 400, answer.content
    return {error["pointer"] for error in answer.json()["errors"]}


def ids(client, path):
    return {one["id"] for one in client.get(path).json()["results"]}


def to_day(**more):
    return {"route": "partners:follow_ups", "all": True, "what": "set:due_on", "value": [DAY]} | more


# Saved filters


def test_a_filter_is_kept_shared_changed_and_deleted(browser, sign_in, member, park):
    given = {"name": "Incubators", "route": "parks:list", "query": "kind=incubator&ordering=-name"}
    made = post(browser, FILTERS, given)
    assert made.status_code == 201, made.content
    assert (made.json()["query"], made.json()["shared_with"]) == (given["query"], None)
    path = f"{FILTERS}{made.json()['id']}/"
    colleague = sign_in(MembershipFactory(organisation=park).user)
    assert colleague.get(path).status_code == 404
    shared = patch(browser, path, {"share": park.pk}, made["ETag"])
    assert (shared.json()["shared_with"], shared.json()["name"]) == (park.pk, "Incubators")
    assert colleague.get(path).json()["name"] == "Incubators"
    assert patch(colleague, path, {"name": "Mine"}).status_code == 404
    assert patch(browser, path, {"name": "Late"}, made["ETag"]).status_code == 412
    assert patch(browser, path, {"name": "Renamed"}).json()["shared_with"] == park.pk
    assert browser.delete(path).status_code == 428
    assert browser.delete(path, headers={"If-Match": "*"}).status_code == 204
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"name": "Taken"}, "/name"),
        ({"route": "parks:zoo"}, "/route"),
        ({"route": "curation:duplicates"}, "/route"),
        ({"query": "kind=castle"}, "/query"),
        ({"query": "colour=red"}, "/query"),
        ({"share": "org_0"}, "/share"),
        ({"share": "curators"}, "/share"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_what_is_wrong_with_a_filter_is_named(browser, member, more, pointer):
    SavedFilterFactory(made_by=member, name="Taken")
    given = {"name": "New", "route": "parks:list", "query": "kind=incubator"}
    assert pointers(post(browser, FILTERS, given | more)) == {pointer}
    assert SavedFilter.objects.count() == 1


def test_who_belongs_nowhere_shares_with_nobody(sign_in):
    given = {"name": "New", "route": "parks:list", "share": "org_0"}
    assert pointers(post(sign_in(UserFactory()), FILTERS, given)) == {"/share"}


def test_filters_of_others_are_not_there(sign_in, park):
    kept = SavedFilterFactory(made_by=MembershipFactory(organisation=park).user)
    for_curators = SavedFilterFactory(is_for_curators=True)
    client = sign_in(MembershipFactory(organisation=park).user)
    assert ids(client, FILTERS) == set()
    for pk in (kept.pk, for_curators.pk, "flt_0"):
        assert client.get(f"{FILTERS}{pk}/").json()["code"] == "not-found"
        assert patch(client, f"{FILTERS}{pk}/", {"name": "X"}).status_code == 404
        assert client.delete(f"{FILTERS}{pk}/", headers={"If-Match": "*"}).status_code == 404
    assert ids(sign_in(CuratorFactory()), FILTERS) == {for_curators.pk}


# Changes of many rows


def test_a_list_tells_what_can_be_done_with_its_rows(browser):
    known = {
        one["what"] for one in browser.get(f"{EDITS}actions/?route=partners:follow_ups").json()["results"]
    }
    assert {"set:due_on", "do:done"} <= known
    assert browser.get(f"{EDITS}actions/?route=parks:zoo").status_code == 400


def test_many_rows_are_looked_at_changed_once_and_taken_back(browser, park, member):
    due = FollowUpFactory(owner=park)
    FollowUpFactory(owner=park, due_on=DAY)
    look = post(browser, f"{EDITS}look/", to_day()).json()
    assert (look["count"], look["would_change"], look["would_stay"], look["refused"]) == (2, 1, 1, 0)
    assert {one["after"] for one in look["rows"]} == {look["rows"][0]["after"]}
    assert FollowUp.objects.filter(due_on=DAY).count() == 1
    first, again = (post(browser, EDITS, to_day(count=2), **{"Idempotency-Key": "e1"}) for _time in range(2))
    assert first.status_code == 201, first.content
    assert again.content == first.content
    done = BulkEdit.objects.get()
    told = first.json()
    assert (told["state"], told["count"], told["changed"], told["same"]) == ("done", 2, 1, 1)
    assert told["batch"]["id"] == done.batch_id
    take_back(done.batch, member)
    assert FollowUp.objects.get(pk=due.pk).due_on == due.due_on


def test_a_list_that_changed_since_is_not_changed(browser, park):
    FollowUpFactory(owner=park)
    answer = post(browser, EDITS, to_day(count=5))
    assert (answer.status_code, answer.json()["code"]) == (409, "list-changed")
    assert not BulkEdit.objects.exists()


def test_rows_are_named_one_by_one_and_those_of_others_are_none_of_the_list(browser, park):
    own, foreign = FollowUpFactory(owner=park), FollowUpFactory()
    look = post(browser, f"{EDITS}look/", to_day(all=False, rows=[own.pk, foreign.pk])).json()
    assert [one["id"] for one in look["rows"]] == [own.pk]
    assert pointers(post(browser, f"{EDITS}look/", to_day(all=False, rows=[foreign.pk]))) == {"/rows"}


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"all": False}, "/rows"),
        ({"rows": ["flw_0"]}, "/rows"),
        ({"what": "set:owner"}, "/what"),
        ({"value": ["tomorrow"]}, "/value"),
        ({"value": "2027-01-31"}, "/value"),
        ({"route": "parks:zoo"}, "/route"),
        ({"query": "colour=red"}, "/query"),
    ],
)
def test_what_is_wrong_with_a_change_is_named(browser, park, more, pointer):
    FollowUpFactory(owner=park)
    assert pointers(post(browser, f"{EDITS}look/", to_day(**more))) == {pointer}
    assert pointers(post(browser, EDITS, to_day(count=1, **more))) == {pointer}


def test_what_is_many_is_done_in_the_background_or_gone_on_with(browser, park, monkeypatch):
    monkeypatch.setattr(operations, "AT_ONCE", 1)
    monkeypatch.setattr(operations, "PORTION", 2)
    FollowUpFactory.create_batch(3, owner=park)
    made = post(browser, EDITS, to_day(count=3)).json()
    assert (made["state"], made["changed"]) == ("waiting", 0)
    path = f"{EDITS}{made['id']}/go-on/"
    assert post(browser, path).json()["changed"] == 2
    assert post(browser, path).json()["state"] == "done"


def test_edits_of_others_are_not_there(sign_in, park):
    edit = BulkEditFactory(made_by=MembershipFactory(organisation=park).user)
    for user in (MembershipFactory(organisation=park).user, CuratorFactory(), UserFactory()):
        client = sign_in(user)
        assert ids(client, EDITS) == set()
        for pk in (edit.pk, "bed_0"):
            assert client.get(f"{EDITS}{pk}/").json()["code"] == "not-found"
            assert post(client, f"{EDITS}{pk}/go-on/").status_code == 404


def test_a_list_that_is_not_open_to_the_reader_is_none(sign_in):
    asked = to_day(route="curation:links")
    assert pointers(post(sign_in(UserFactory()), f"{EDITS}look/", asked)) == {"/route"}


def test_a_look_costs_the_same_but_for_the_rows_that_would_change(browser, park):
    counts = []
    for number in (1, 3):
        FollowUpFactory.create_batch(number, owner=park, due_on=DAY)
        with CaptureQueriesContext(connection) as queries:
            post(browser, f"{EDITS}look/", to_day())
        counts.append(len([one for one in queries if "SAVEPOINT" not in one["sql"]]))
    assert counts[0] == counts[1]
