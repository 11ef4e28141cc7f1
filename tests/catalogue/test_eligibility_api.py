"""The same questions and answers over the API."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.models import BusinessProfile
from tests.factories import (
    BusinessProfileFactory,
    ListingFactory,
    MembershipFactory,
    OrganisationFactory,
    RuleFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PROFILES = "/api/v1/business-profiles/"


@pytest.fixture
def owner():
    return OrganisationFactory(name_en="Clear Water", country="CN")


@pytest.fixture
def browser(owner, sign_in):
    return sign_in(MembershipFactory(user=UserFactory(), organisation=owner).user)


def policy(**rule):
    return RuleFactory(**{"at_least": None} | rule).policy_version


def test_a_policy_answers_with_every_rule(browser, owner):
    version = policy(subject="employees", at_least=50)
    RuleFactory(policy_version=version, subject="patents", at_least=1)
    BusinessProfileFactory(owner=owner, employees=32)
    path = f"/api/v1/listings/{version.listing.slug}/eligibility/"
    told = browser.get(path).json()
    assert (told["answer"], told["organisation"], told["version"]["id"]) == (
        "not_eligible",
        owner.slug,
        version.pk,
    )
    rules = {one["subject"]: one for one in told["rules"]}
    assert rules["employees"]["answer"] == "not_met" and rules["employees"]["missing"] == "18 more"
    assert rules["patents"]["answer"] == "unknown"
    early = browser.get(f"{path}?on=2020-01-01&organisation={owner.slug}").json()
    assert (early["answer"], early["version"], early["rules"]) == (None, None, [])


def test_only_policies_have_rules(browser):
    for listing, status in ((ListingFactory(), 400), (ListingFactory(status="draft"), 404)):
        answer = browser.get(f"/api/v1/listings/{listing.pk}/eligibility/")
        assert answer.status_code == status


def test_all_policies_of_a_day_come_page_by_page(browser, owner):
    for least in (1, 50):
        policy(subject="employees", at_least=least)
    BusinessProfileFactory(owner=owner, employees=32)
    page = browser.get("/api/v1/eligible/?page_size=1").json()
    assert page["count"] == 2 and page["results"][0]["answer"] == "eligible"
    assert browser.get(page["next"]).json()["results"][0]["answer"] == "not_eligible"
    for query in ("on=soon", "on=2026-13-01", "page=0", "support=much", "colour=red", "page_size=0"):
        assert browser.get(f"/api/v1/eligible/?{query}").status_code == 400, query


def test_the_list_asks_the_same_number_of_queries(browser, owner):
    BusinessProfileFactory(owner=owner, employees=32)
    counts = []
    for more in (1, 4):
        for number in range(more):
            policy(subject="park", one_of=[f"park-{number}"])
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get("/api/v1/eligible/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_others_learn_nothing_of_an_enterprise(owner, sign_in):
    version = policy(subject="employees", at_least=50)
    BusinessProfileFactory(owner=owner, employees=32)
    stranger = sign_in(MembershipFactory(user=UserFactory(), organisation=OrganisationFactory()).user)
    for path in ("/api/v1/eligible/", f"/api/v1/listings/{version.listing.pk}/eligibility/"):
        for key in (owner.slug, owner.pk, "nobody"):
            assert stranger.get(f"{path}?organisation={key}").status_code == 404
    plain = sign_in(UserFactory())
    assert plain.get("/api/v1/eligible/").status_code == 400


def test_a_member_writes_the_profile_and_a_second_writer_is_told(browser, owner):
    body = {"owner": owner.slug, "employees": 12, "industries": ["ict"], "has_been_abroad": False}
    made = browser.post(PROFILES, body, content_type="application/json")
    assert made.status_code == 201, made.content
    again = browser.post(PROFILES, body, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "begun-meanwhile")
    path, tag = PROFILES + made.json()["id"] + "/", made["ETag"]
    changed = browser.patch(path, {"patents": 3}, content_type="application/json", headers={"If-Match": tag})
    assert (changed.json()["patents"], changed.json()["employees"]) == (3, 12)
    late = browser.patch(path, {"patents": 4}, content_type="application/json", headers={"If-Match": tag})
    assert late.status_code == 412
    assert BusinessProfile.objects.get().has_been_abroad is False


@pytest.mark.parametrize(
    "wrong",
    [
        {"industries": ["magic"]},
        {"export_share": 101},
        {"employees": -1},
        {"revenue": "5"},
        {"target_countries": ["Malaysia"]},
        {"founded_on": (datetime.date.today() + datetime.timedelta(days=2)).isoformat()},
        {"colour": "red"},
    ],
)
def test_what_cannot_be_is_refused(browser, owner, wrong):
    answer = browser.post(PROFILES, {"owner": owner.slug} | wrong, content_type="application/json")
    assert answer.status_code in (400, 409), answer.content
    assert not BusinessProfile.objects.exists()
