"""Writing over the API: bodies that are not right, versions, and what is sent twice."""

import datetime
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Replay
from accounts.operations.replays import forget_old_answers
from common import jsonbody
from partners.models import FollowUp, Interaction
from tests.factories import (
    CuratorFactory,
    FollowUpFactory,
    InteractionFactory,
    InteractionPartnerFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
    UserFactory,
)

LIST = "/api/v1/interactions/"
JSON = "application/json"


@pytest.fixture
def park(db):
    return ParkFactory()


@pytest.fixture
def member(park):
    return MembershipFactory(organisation=park.organisation).user


@pytest.fixture
def staff(member, sign_in):
    return sign_in(member)


@pytest.fixture
def logged(park):
    interaction = InteractionFactory(owner=park.organisation, title="First talk")
    InteractionPartnerFactory(interaction=interaction)
    return interaction


def talk(**given):
    """The least that a new interaction needs."""
    partner = given.pop("partner", None) or OrganisationFactory()
    return {"partners": [partner.slug], "happened_on": "2026-03-05", "title": "Talk"} | given


def post(client, body, path=LIST, **headers):
    return client.post(path, body if isinstance(body, bytes) else json.dumps(body), JSON, headers=headers)


def address(row):
    return f"{LIST}{row.pk}/"


def errors(answer):
    assert answer["Content-Type"] == "application/problem+json", answer.content
    problem = answer.json()
    assert problem["status"] == answer.status_code
    return {error.get("pointer") for error in problem.get("errors", [])}


# Bodies


def test_what_was_made_is_answered_as_it_is_read(staff, park):
    made = post(staff, talk(kind="visit"))
    assert made.status_code == 201, made.content
    assert made["Location"] == f"http://testserver{LIST}{made.json()['id']}/"
    read = staff.get(made["Location"])
    assert (read.json(), read["ETag"]) == (made.json(), made["ETag"])
    assert (made.json()["kind"], made.json()["owner"]["id"]) == ("visit", park.organisation.pk)


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"colour": "red"}, "/colour"),
        ({"a/b~c": 1}, "/a~1b~0c"),
        ({"id": "int_1"}, "/id"),
        ({"title": 5}, "/title"),
        ({"title": None}, "/title"),
        ({"title": ""}, "/title"),
        ({"title": ["x"]}, "/title"),
        ({"title": "x" * 201}, "/title"),
        ({"kind": "party"}, "/kind"),
        ({"kind": {"meeting": 1}}, "/kind"),
        ({"happened_on": "2026-02-30"}, "/happened_on"),
        ({"happened_on": "20260305"}, "/happened_on"),
        ({"happened_on": 20260305}, "/happened_on"),
        ({"happened_on": "2999-01-01"}, "/happened_on"),
        ({"started_at": "25:00"}, "/started_at"),
        ({"time_zone": "Mars/Olympus"}, "/time_zone"),
        ({"partners": []}, "/partners"),
        ({"partners": "nust"}, "/partners"),
        ({"partners": ["missing-body"]}, "/partners/0"),
        ({"partners": [5]}, "/partners/0"),
        ({"agreement": "missing"}, "/agreement"),
        ({"attendees": [{"side": "theirs"}]}, "/attendees/0/name"),
        ({"attendees": [{"side": "both", "name": "x"}]}, "/attendees/0/side"),
        ({"attendees": [{"side": "ours", "name": "x", "boss": True}]}, "/attendees/0/boss"),
        ({"follow_ups": [{"text": "x", "due_on": "soon"}]}, "/follow_ups/0/due_on"),
        (
            {"follow_ups": [{"text": "x", "due_on": "2026-04-01", "assignee": "a@b.c"}]},
            "/follow_ups/0/assignee",
        ),
        ({"owner": "missing"}, "/owner"),
    ],
)
def test_what_is_wrong_is_named_by_a_pointer_and_nothing_is_kept(staff, given, pointer):
    refused = post(staff, talk() | given)
    assert (refused.status_code, errors(refused)) == (400, {pointer})
    assert not Interaction.objects.exists()


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b" ", 400),
        (b"[]", 400),
        (b'"x"', 400),
        (b"{", 400),
        (b"\xff\xfe{\x00}\x00", 400),
        (b'{"title": "a", "title": "b"}', 400),
        (b'{"title": "a\\u0000b"}', 400),
        (b'{"title": "\\ud800"}', 400),
        (b'{"\\u0000": 1}', 400),
        (b'{"title": NaN}', 400),
        (b'{"title": -Infinity}', 400),
        (b'{"title": 1e999}', 400),
        (b'{"title": 1' + b"0" * 5000 + b"}", 400),
        (b'{"title": ' + b"[" * 40_000 + b"]" * 40_000 + b"}", 400),
        (b'{"title": ' + b"[" * 20 + b"]" * 20 + b"}", 400),
        (b'{"title": "' + b"x" * jsonbody.LARGEST + b'"}', 413),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_no_strict_json_is_refused(staff, raw, status):
    refused = post(staff, raw)
    assert refused.status_code == status
    errors(refused)
    assert not Interaction.objects.exists()


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=latin-1",
        "application/merge-patch+json",
        "",
    ],
)
def test_another_content_type_is_not_read(staff, kind):
    refused = staff.post(LIST, json.dumps(talk()), content_type=kind)
    assert refused.status_code == 415
    errors(refused)


def test_an_unknown_parameter_of_a_write_is_refused(staff):
    assert post(staff, talk(), f"{LIST}?dry_run=1").status_code == 400


def test_a_session_needs_a_csrf_token(member):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    refused = post(client, talk())
    assert refused.status_code == 403
    errors(refused)
    assert not Interaction.objects.exists()


# Versions


def test_a_change_says_which_version_it_is_of(staff, logged):
    read = staff.get(address(logged))
    changed = staff.patch(address(logged), {"title": "Second"}, JSON, headers={"if-match": read["ETag"]})
    assert (changed.status_code, changed.json()["title"]) == (200, "Second")
    assert changed["ETag"] != read["ETag"]
    assert changed["ETag"] == staff.get(address(logged))["ETag"]
    assert changed.json()["partners"] == read.json()["partners"]


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_without_a_version_nothing_is_changed(staff, logged, method):
    refused = getattr(staff, method)(address(logged), json.dumps({"title": "x"}), JSON)
    assert (refused.status_code, refused.json()["code"]) == (428, "version-needed")
    logged.refresh_from_db()
    assert logged.title == "First talk"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_version_of_yesterday_is_refused_and_the_one_of_now_told(staff, logged, method):
    old = staff.get(address(logged))["ETag"]
    Interaction.objects.filter(pk=logged.pk).update(place="Beijing")
    refused = getattr(staff, method)(address(logged), json.dumps(talk()), JSON, headers={"if-match": old})
    assert (refused.status_code, refused.json()["code"]) == (412, "stale")
    assert refused["ETag"] == staff.get(address(logged))["ETag"] != old
    assert Interaction.objects.get(pk=logged.pk).title == "First talk"


def test_a_part_that_changed_makes_a_new_version_and_other_rows_do_not(staff, park, logged):
    first = staff.get(address(logged))["ETag"]
    InteractionFactory(owner=park.organisation)
    assert staff.get(address(logged))["ETag"] == first
    FollowUpFactory(owner=park.organisation, interaction=logged)
    assert staff.get(address(logged))["ETag"] != first


@pytest.mark.parametrize("query", ["?lang=zh-hans", "?fields=id,title"])
def test_the_version_holds_in_every_language_and_choice_of_fields(staff, logged, query):
    whole, other = staff.get(address(logged)), staff.get(address(logged) + query)
    assert whole["ETag"] != other["ETag"]
    answer = staff.patch(address(logged), {"place": "X"}, JSON, headers={"if-match": other["ETag"]})
    assert answer.status_code == 200


def test_a_tag_that_a_proxy_weakened_still_counts_and_a_star_is_any(staff, logged):
    tag = staff.get(address(logged))["ETag"]
    for wanted in (f'"other", W/{tag}', "*"):
        answer = staff.patch(address(logged), {"place": "X"}, JSON, headers={"if-match": wanted})
        assert answer.status_code == 200


def test_who_has_the_row_is_told_that_nothing_changed(staff, logged):
    tag = staff.get(address(logged))["ETag"]
    again = staff.get(address(logged), headers={"if-none-match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


@pytest.mark.django_db(transaction=True)
def test_of_many_changes_at_once_one_is_made_and_none_is_lost(park, member, logged):
    tag = _client(member).get(address(logged))["ETag"]

    def change(place):
        client = _client(member)
        answer = client.patch(address(logged), {"place": str(place)}, JSON, headers={"if-match": tag})
        connection.close()
        return answer.status_code

    with ThreadPoolExecutor(6) as pool:
        statuses = sorted(pool.map(change, range(6)))
    assert statuses == [200] + [412] * 5


def _client(user):
    client = Client()
    client.force_login(user)
    return client


# What is sent twice


def test_the_same_key_and_body_get_the_same_answer_once(staff):
    body = talk()
    first = post(staff, body, idempotency_key="k1")
    again = post(staff, dict(reversed(body.items())), idempotency_key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.content, again["Location"], again["ETag"]) == (
        first.content,
        first["Location"],
        first["ETag"],
    )
    assert Interaction.objects.count() == 1


def test_without_a_key_or_with_another_it_is_done_again(staff):
    body = talk()
    for headers in ({}, {}, {"idempotency_key": "a"}, {"idempotency_key": "b"}):
        assert post(staff, body, **headers).status_code == 201
    assert Interaction.objects.count() == 4


def test_a_key_with_another_body_or_address_is_refused(staff):
    body = talk()
    assert post(staff, body, idempotency_key="k").status_code == 201
    for other, path in ((body | {"title": "Other"}, LIST), ({"text": "x"}, "/api/v1/follow-ups/")):
        refused = post(staff, other, path, idempotency_key="k")
        assert (refused.status_code, refused.json()["code"]) == (422, "key-used")
    assert (Interaction.objects.count(), FollowUp.objects.count()) == (1, 0)


def test_a_key_is_of_one_user_alone(staff, park, sign_in):
    body = talk()
    colleague = sign_in(MembershipFactory(organisation=park.organisation).user)
    ids = {post(client, body, idempotency_key="k").json()["id"] for client in (staff, colleague)}
    assert len(ids) == 2


def test_a_refusal_is_not_kept_under_the_key(staff):
    body = talk()
    assert post(staff, body | {"title": ""}, idempotency_key="k").status_code == 400
    assert post(staff, body, idempotency_key="k").status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256, "ключ", "a\tb"])
def test_a_key_that_cannot_be_one_is_refused(staff, key):
    assert post(staff, talk(), idempotency_key=key).status_code == 400
    assert not Interaction.objects.exists()


def test_an_answer_is_not_given_again_to_who_may_not_see_it_any_more(staff, member):
    body = talk()
    assert post(staff, body, idempotency_key="k").status_code == 201
    member.memberships.update(ended_at=timezone.now())
    refused = post(staff, body, idempotency_key="k")
    assert (refused.status_code, Interaction.objects.count()) == (404, 1)


@pytest.mark.django_db(transaction=True)
def test_sent_many_times_at_once_it_is_one_row_and_one_answer(member):
    body = talk()

    def send(_place):
        answer = post(_client(member), body, idempotency_key="k")
        connection.close()
        return answer.status_code, answer.content

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(send, range(8)))
    assert len(answers) == 1
    assert answers.pop()[0] == 201
    assert Interaction.objects.count() == 1


def test_answers_are_dropped_after_a_day(staff):
    for key in ("old", "new"):
        assert post(staff, talk(), idempotency_key=key).status_code == 201
    day = timezone.now() - datetime.timedelta(hours=25)
    Replay.objects.filter(key="old").update(made_at=day)
    assert forget_old_answers() == 1
    assert list(Replay.objects.values_list("key", flat=True)) == ["new"]


# Who


def test_who_may_not_write_is_told_what_a_missing_row_tells(park, logged, sign_in):
    below = InteractionFactory(owner=ParkFactory(parent=park).organisation)
    above = MembershipFactory(organisation=park.organisation).user
    strangers = [
        (None, logged),
        (UserFactory(), logged),
        (CuratorFactory(), logged),
        (MembershipFactory(organisation=ParkFactory().organisation).user, logged),
        (above, below),
    ]
    for user, row in strangers:
        client = sign_in(user)
        for method in ("put", "patch", "delete"):
            statuses = [
                getattr(client, method)(path, json.dumps({}), JSON).status_code
                for path in (address(row), f"{LIST}int_missing/")
            ]
            assert statuses == [404, 404]
    assert Interaction.objects.count() == 2
