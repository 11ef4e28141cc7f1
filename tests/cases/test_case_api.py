"""Requests over the API: asked once, read by those whom they concern, answered."""

import pytest

from cases.models import Case
from tests.cases.conftest import member_of
from tests.factories import CaseFactory, EnterpriseFactory, MembershipFactory, QuestionFactory

pytestmark = pytest.mark.django_db
CASES = "/api/v1/cases/"


@pytest.fixture
def call(sign_in):
    """A function: send this as somebody."""

    def send(user, path, data, **headers):
        return sign_in(user).post(path, data, content_type="application/json", headers=headers)

    return send


def sent(**more):
    return {"title": "A search", "text": "Who owns what?"} | more


def test_it_is_asked_once_however_often_it_is_sent(call, asker, listing, enterprise, park, provider):
    QuestionFactory(category=listing.category, slug="filed", answer="yes_no", is_required=True)
    told = sent(listing=listing.slug, answers={"filed": "no"}, countries=["MY"], wanted_by="2099-01-01")
    first, second = (call(asker, CASES, told, **{"Idempotency-Key": "k1"}) for _twice in range(2))
    assert first.status_code == 201, first.content
    assert first.json() == second.json()
    case = Case.objects.get()
    assert (case.owner, case.park, case.sent_to) == (enterprise, park, provider)
    assert first.json()["answers"][0]["answer"] == "no"
    assert first.json()["provider"]["slug"] == provider.slug


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"listing": "nothing"}, "listing"),
        ({"wanted_by": "2020-01-01"}, "wanted_by"),
        ({"countries": ["Malaysia"]}, "countries"),
        ({"answers": {"colour": "red"}}, "answers"),
        ({"answers": {"filed": "perhaps"}}, "answers"),
        ({"answers": {}}, "answers"),
        ({"status": "closed"}, "status"),
        ({"provider": "somebody"}, "provider"),
    ],
)
def test_what_is_wrong_is_named(call, asker, listing, wrong, field):
    QuestionFactory(category=listing.category, slug="filed", answer="yes_no", is_required=True)
    answer = call(asker, CASES, sent(listing=listing.slug, answers={"filed": "no"}) | wrong)
    assert answer.status_code == 400
    assert field in answer.content.decode()
    assert not Case.objects.exists()


def test_who_belongs_to_several_enterprises_names_one_of_them(call, asker):
    other = EnterpriseFactory().organisation
    MembershipFactory(user=asker, organisation=other)
    assert call(asker, CASES, sent()).status_code == 400
    assert call(asker, CASES, sent(owner=EnterpriseFactory().organisation.slug)).status_code == 400
    assert call(asker, CASES, sent(owner=other.slug)).json()["owner"]["slug"] == other.slug


def test_who_belongs_to_none_is_told_so(call, agent):
    answer = call(agent, CASES, sent())
    assert answer.status_code == 400
    assert "You are not a member of an enterprise." in answer.content.decode()


def test_it_is_answered_declined_and_not_answered_after_that(call, asker, staff, agent, enterprise, park):
    case = CaseFactory(owner=enterprise, park=park, asked_by=asker)
    path = f"{CASES}{case.pk}/"
    told = call(staff, f"{path}messages/", {"text": "We can."}).json()
    assert (told["status"], [one["side"] for one in told["messages"]]) == ("answered", ["park"])
    assert call(agent, f"{path}messages/", {"text": "I too."}).status_code == 404
    assert call(asker, f"{path}moves/", {"move": "decline", "reason": "No."}).status_code == 409
    assert call(staff, f"{path}moves/", {"move": "decline"}).status_code == 409
    assert call(staff, f"{path}moves/", {"move": "decline", "reason": "No."}).json()["reason"] == "No."
    assert call(staff, f"{path}messages/", {"text": "Still."}).status_code == 409


def test_an_anonymous_provider_is_nobody_until_they_say_so(call, sign_in, asker, agent, enterprise, provider):
    case = CaseFactory(owner=enterprise, asked_by=asker, sent_to=provider)
    path = f"{CASES}{case.pk}/"
    call(agent, f"{path}messages/", {"text": "Tell us more."})
    seen = sign_in(asker).get(path)
    assert seen.json()["provider"] is None
    assert "Harbour" not in seen.content.decode() and provider.pk not in seen.content.decode()
    call(agent, f"{path}messages/", {"text": "It is us.", "names_provider": True})
    assert sign_in(asker).get(path).json()["provider"]["id"] == provider.pk


def test_strangers_find_nothing(sign_in, enterprise, park):
    case = CaseFactory(owner=enterprise, park=park)
    client = sign_in(member_of(EnterpriseFactory().organisation))
    assert client.get(CASES).json()["results"] == []
    assert client.get(f"{CASES}{case.pk}/").status_code == 404
    assert client.get(f"{CASES}?enterprise={enterprise.slug}").json()["results"] == []
