"""Records that may be one, over the API: the queue, the answers, merging, and a typed name."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.keys import make_key
from curation.models import Batch, Duplicate
from curation.undoing import take_back
from history.models import Reading
from organisations.models import Organisation
from tests.factories import (
    ContactFactory,
    CuratorFactory,
    DuplicateFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST = "/api/v1/duplicates/"
CITY = "organisations.organisation.city_en"


@pytest.fixture
def curator():
    return CuratorFactory()


@pytest.fixture
def browser(sign_in, curator):
    return sign_in(curator)


@pytest.fixture
def pair():
    made = [
        OrganisationFactory(name_en="Fudan University", city_en="Shanghai", country="CN"),
        OrganisationFactory(name_en="University of Fudan", city_en="Pudong", country="CN"),
    ]
    first, second = sorted(made, key=lambda one: one.pk)
    return DuplicateFactory(first=first.pk, second=second.pk, reasons=["same_words", "other_kind"])


def post(client, path, body=None, **headers):
    return client.post(f"{LIST}{path}", json.dumps(body or {}), "application/json", headers=headers)


def pointers(answer):
    assert answer.status_code == 400, answer.content
    return {error.get("pointer") for error in answer.json()["errors"]}


def test_a_pair_tells_both_sides_and_the_reasons_in_words(browser, pair):
    told = browser.get(f"{LIST}{pair.pk}/").json()
    assert (told["first"], told["reasons"], told["state"]) == (pair.first, pair.reasons, "open")
    sides = browser.get(f"{LIST}{pair.pk}/sides/").json()
    assert [side["id"] for side in sides["sides"]] == [pair.first, pair.second]
    assert {side["label"] for side in sides["sides"]} == {"Fudan University", "University of Fudan"}
    assert sides["speaks_for"] == ["the same words, written in another way"]
    assert sides["speaks_against"] == ["another kind"]


def test_the_queue_is_filtered_as_on_the_page(browser, pair):
    DuplicateFactory(score=60, reasons=["spelling"])
    assert [one["id"] for one in browser.get(f"{LIST}?least=75").json()["results"]] == [pair.pk]
    assert [one["id"] for one in browser.get(f"{LIST}?reason=same_words").json()["results"]] == [pair.pk]
    first = browser.get(f"{LIST}?page_size=1").json()
    second = browser.get(first["next"]).json()
    assert first["results"][0]["id"] == pair.pk != second["results"][0]["id"]


def test_a_pair_is_settled_and_asked_about_again(browser, pair, curator):
    settled = post(browser, f"{pair.pk}/settle/").json()
    assert (settled["state"], settled["decided_by"]) == ("not_same", curator.name or curator.email)
    assert post(browser, f"{pair.pk}/settle/", {"answer": "open"}).json()["state"] == "open"
    assert pointers(post(browser, f"{pair.pk}/settle/", {"answer": "gone"})) == {"/answer"}
    Organisation.objects.filter(pk=pair.first).delete()
    refused = post(browser, f"{pair.pk}/settle/")
    assert (refused.status_code, refused.json()["code"]) == (409, "gone")


def test_a_merge_is_looked_at_chosen_done_and_taken_back(browser, pair, curator):
    would = browser.get(f"{LIST}{pair.pk}/merge/?keep={pair.first}").json()
    (city,) = [one for one in would["choices"] if one["key"] == CITY]
    assert {city["kept"], city["other"]} == {"Shanghai", "Pudong"}
    assert Organisation.objects.count() == 2
    taken = {"keep": pair.first, "choices": {CITY: "other"}}
    done = post(browser, f"{pair.pk}/merge/", taken, **{"Idempotency-Key": "m1"})
    assert done.status_code == 200, done.content
    again = post(browser, f"{pair.pk}/merge/", taken, **{"Idempotency-Key": "m1"})
    assert again.content == done.content
    kept = Organisation.objects.get()
    assert (kept.pk, kept.city_en) == (pair.first, city["other"])
    assert post(browser, f"{pair.pk}/merge/", taken).json()["code"] == "cannot-merge"
    take_back(Batch.objects.get(pk=done.json()["batch"]), curator)
    assert Organisation.objects.count() == 2


def test_what_cannot_be_chosen_is_named(browser, pair):
    path = f"{pair.pk}/merge/"
    assert pointers(post(browser, path, {})) == {"/keep"}
    assert pointers(post(browser, path, {"keep": "org_0"})) == {"/keep"}
    side = {"keep": pair.first, "choices": {CITY: "third"}}
    assert pointers(post(browser, path, side)) == {f"/choices/{CITY}"}
    field = {"keep": pair.first, "choices": {"colour": "other"}}
    assert pointers(post(browser, path, field)) == {"/choices/colour"}
    assert browser.get(f"{LIST}{path}?keep=org_0").status_code == 400
    assert Organisation.objects.count() == 2


def test_nothing_of_the_queue_is_there_for_others_nor_for_a_curators_key(sign_in, client, pair):
    member = MembershipFactory(organisation=ParkFactory().organisation, user=CuratorFactory())
    _key, token = make_key(
        member.organisation, by=member.user, name="K", scopes=["read", "write"], lasts=timedelta(days=1)
    )
    with_key = {"Authorization": f"Bearer {token}"}
    for who, headers in ((sign_in(UserFactory()), {}), (client, with_key), (client, {})):
        for path in ("", f"{pair.pk}/", f"{pair.pk}/sides/", f"{pair.pk}/merge/?keep={pair.first}"):
            assert who.get(f"{LIST}{path}", headers=headers).json()["code"] == "not-found"
        assert post(who, f"{pair.pk}/settle/", **headers).status_code == 404
        assert post(who, f"{pair.pk}/merge/", {"keep": pair.first}, **headers).status_code == 404
    assert Duplicate.objects.get().state == "open"
    assert Organisation.objects.count() >= 2


def test_a_pair_that_is_not_there_is_not_there(browser):
    for path in ("dup_0/", "dup_0/sides/", "dup_0/merge/?keep=org_0"):
        assert browser.get(f"{LIST}{path}").status_code == 404
    assert post(browser, "dup_0/merge/", {"keep": "org_0"}).status_code == 404


def test_that_a_curator_reads_a_parks_contacts_is_noted(browser):
    park = ParkFactory().organisation
    one, other = sorted((ContactFactory(owner=park) for _each in range(2)), key=lambda contact: contact.pk)
    pair = DuplicateFactory(kind="partners.contact", first=one.pk, second=other.pk)
    browser.get(f"{LIST}{pair.pk}/")
    assert not Reading.objects.exists()
    browser.get(f"{LIST}{pair.pk}/sides/")
    assert {noted.record_id for noted in Reading.objects.all()} == {one.pk, other.pk}


def test_a_typed_name_is_compared_with_what_the_reader_sees(sign_in):
    seen = OrganisationFactory(name_en="Fudan University", country="CN")
    OrganisationFactory(name_en="Fudan University", country="CN", is_published=False)
    client = sign_in(UserFactory())
    (found,) = post(client, "check/", {"name": "FUDAN UNIVERSITY"}).json()["results"]
    assert (found["id"], found["url"]) == (seen.pk, seen.get_absolute_url())
    assert post(client, "check/", {"name": "Tongji"}).json()["results"] == []
    person = PersonFactory(name_en="Jane Goodman")
    people = post(client, "check/", {"kind": "organisations.person", "name": "JANE GOODMAN"})
    assert [one["id"] for one in people.json()["results"]] == [person.pk]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/name"),
        ({"name": "X", "kind": "partners.contact"}, "/kind"),
        ({"name": "X", "country": "XX"}, "/country"),
    ],
)
def test_what_is_wrong_with_a_typed_name_is_named(sign_in, body, pointer):
    assert pointers(post(sign_in(UserFactory()), "check/", body)) == {pointer}


def test_a_check_costs_the_same_however_many_are_alike(sign_in):
    client, counts = sign_in(UserFactory()), []
    for number in (1, 3):
        for _body in range(number):
            OrganisationFactory(name_en="Fudan University", country="CN")
        with CaptureQueriesContext(connection) as queries:
            assert post(client, "check/", {"name": "Fudan University"}).json()["results"]
        counts.append(len(queries))
    assert counts[0] == counts[1]
