"""What one was told, over the API."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from notifications import operations
from notifications.models import Delivery, OutboxEvent
from notifications.outbox import announce
from tests.factories import DeliveryFactory, FollowUpFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST, JSON = "/api/v1/notifications/", "application/json"


@pytest.fixture
def member():
    return MembershipFactory().user


@pytest.fixture
def client(member, sign_in):
    return sign_in(member)


def tell(user, text: str) -> str:
    owner = user.memberships.get().organisation
    follow_up = FollowUpFactory(owner=owner, assignee=user, interaction=None, text=text)
    announce("follow_up.due", follow_up)
    operations.work_out(OutboxEvent.objects.get(record_id=follow_up.pk).pk)
    return Delivery.objects.get(event__record_id=follow_up.pk, channel="in_app").pk


def results(client, path=LIST):
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def post(client, path, body="{}"):
    return client.post(path, body, JSON)


def test_the_newest_stands_first_with_its_words(client, member):
    first, second = tell(member, "Send the draft"), tell(member, "Call the ministry")
    newest, oldest = results(client)
    assert (newest["id"], oldest["id"]) == (second, first)
    assert "Call the ministry" in newest["subject"] + newest["text"]
    assert (newest["kind"], newest["why"], newest["read_at"]) == ("follow_up.due", "assigned", None)
    assert client.get(f"{LIST}{second}/").json() == newest
    assert results(client, f"{LIST}?lang=zh-hans")[0]["url"].startswith("/zh-hans/")


def test_one_is_marked_and_then_all(client, member):
    one = tell(member, "Send the draft")
    tell(member, "Call the ministry")
    tell(member, "Write the report")
    marked = post(client, f"{LIST}{one}/read/")
    assert (marked.status_code, marked.json()["id"]) == (200, one)
    assert marked.json()["read_at"]
    assert [row["id"] for row in results(client, f"{LIST}?unread=false")] == [one]
    assert len(results(client, f"{LIST}?unread=true")) == 2
    assert post(client, f"{LIST}read/").json() == {"marked": 2}
    assert post(client, f"{LIST}read/").json() == {"marked": 0}
    assert results(client, f"{LIST}?unread=true") == []


def test_what_is_anothers_or_hidden_by_now_does_not_exist(client, sign_in, member):
    mine = tell(member, "Send the draft")
    other = sign_in(UserFactory())
    for answer in (other.get(f"{LIST}{mine}/"), post(other, f"{LIST}{mine}/read/")):
        assert answer.status_code == 404
    assert results(other) == []
    member.memberships.update(ended_at=timezone.now())
    for answer in (client.get(f"{LIST}{mine}/"), post(client, f"{LIST}{mine}/read/")):
        assert answer.status_code == 404
    assert results(client) == []
    assert Client().get(LIST).status_code == 404


def test_pages_follow_each_other(client, member):
    ids = [tell(member, f"Step {number}") for number in range(5)][::-1]
    first = client.get(f"{LIST}?page_size=2").json()
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    walked = [row["id"] for page in (first, second, third) for row in page["results"]]
    assert (walked, third["next"], first["previous"]) == (ids, None, None)
    assert client.get(second["previous"]).json()["results"] == first["results"]


@pytest.mark.parametrize(
    "query", ["kind=party", "unread=1", "cursor=x", "page_size=0", "lang=xx", "q=a", "ordering=kind"]
)
def test_what_is_unknown_is_refused_by_name(client, query):
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == query.partition("=")[0]


def test_a_body_that_says_something_is_refused(client, member):
    one = tell(member, "Send the draft")
    for path in (f"{LIST}{one}/read/", f"{LIST}read/"):
        assert post(client, path, json.dumps({"read": False})).status_code == 400
        assert post(client, path, "[]").status_code == 400
        assert client.post(path).status_code == 415
    assert Delivery.objects.unread(member).count() == 1


def test_the_list_costs_the_same_however_many(client, member, django_assert_num_queries):
    for count in (1, 3):
        for number in range(count):
            tell(member, f"Step {number}")
        DeliveryFactory(receiver=member)
        with django_assert_num_queries(4):  # session, user, deliveries, and the records of their one kind
            results(client)
