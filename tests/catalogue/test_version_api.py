"""Versions of a policy and their rules, written over the API under the rules of every other way."""

import json

import pytest

from catalogue.models import PolicyVersion
from tests.factories import (
    CategoryFactory,
    ListingFactory,
    MembershipFactory,
    OrganisationFactory,
    PolicyVersionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
GRANT = {"level": "national", "support": "grant"}
RULES = [{"subject": "employees", "at_most": 500}, {"subject": "industry", "one_of": ["environment"]}]
VERSION = {"valid_from": "2027-01-01", "amount_max": 80000, "currency": "CNY", "rules": RULES}


@pytest.fixture
def member():
    return MembershipFactory(user=UserFactory(), organisation=OrganisationFactory(), role="editor")


@pytest.fixture
def policy(member):
    category = CategoryFactory(kind="policy", takes_two=True)
    return ListingFactory(kind="policy", owner=member.organisation, category=category, **GRANT)


def send(client, policy, **body):
    address = f"/api/v1/listings/{policy.pk}/versions/?lang=en"
    return client.post(address, json.dumps(body), "application/json")


def wrong(answer):
    assert answer.status_code == 400, answer.content
    return {one["pointer"]: one["detail"] for one in answer.json()["errors"]}


def test_a_version_is_written_with_its_rules_and_written_over(member, policy, sign_in):
    client = sign_in(member.user)
    told = send(client, policy, **VERSION).json()["versions"]
    assert [(one["valid_from"], len(one["rules"])) for one in told] == [("2027-01-01", 2)]
    told = send(client, policy, valid_from="2027-01-01", valid_until="2027-12-31", rules=RULES[:1]).json()
    (version,) = told["versions"]
    assert (version["valid_until"], version["amount_max"]) == ("2027-12-31", None)
    assert [rule["subject"] for rule in version["rules"]] == ["employees"]
    assert send(client, policy, valid_from="2028-01-01").status_code == 200
    assert PolicyVersion.objects.filter(listing=policy).count() == 2


def test_what_a_member_changes_is_looked_at_again(member, policy, sign_in, curator):
    send(sign_in(curator), policy, **VERSION)
    policy.refresh_from_db()
    assert policy.status == "published"
    send(sign_in(member.user), policy, **VERSION)
    policy.refresh_from_db()
    assert policy.status == "in_review"


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"valid_until": "2026-12-31"}, "/valid_until"),
        ({"currency": ""}, "/currency"),
        ({"amount_min": 90000}, "/amount_max"),
        ({"rules": [{"subject": "employees", "at_least": 9, "at_most": 5}]}, "/rules"),
        ({"rules": [{"subject": "industry", "one_of": ["alchemy"]}]}, "/rules"),
        ({"rules": [{"subject": "revenue", "at_least": 9}], "currency": "", "amount_max": None}, "/rules"),
        ({"rules": [RULES[0], RULES[0]]}, "/rules"),
        ({"link": "javascript:alert(1)"}, "/link"),
        ({"until": "2027-02-01"}, "/until"),
    ],
)
def test_what_can_never_be_is_refused_with_nothing_kept(member, policy, sign_in, given, pointer):
    assert pointer in wrong(send(sign_in(member.user), policy, **VERSION | given))
    assert not PolicyVersion.objects.exists()


def test_two_versions_are_not_in_force_at_once(member, policy, sign_in):
    PolicyVersionFactory(listing=policy, valid_from="2026-01-01", valid_until=None)
    told = wrong(send(sign_in(member.user), policy, **VERSION))
    assert any("another version of the policy is in force" in words for words in told.values())


def test_only_policies_have_versions_and_strangers_write_none(member, policy, sign_in):
    service = ListingFactory(owner=member.organisation)
    assert send(sign_in(member.user), service, **VERSION).status_code in (400, 409)
    assert send(sign_in(UserFactory()), policy, **VERSION).status_code == 404
    assert not PolicyVersion.objects.exists()
