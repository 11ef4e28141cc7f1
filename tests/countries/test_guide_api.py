"""Curators write the guides of countries over the API, by the rules of the admin."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser

from countries.models import GuideSection, RiskAssessment
from countries.operations import NotCurator, keep_text
from tests.factories import CountryFactory, GuideSectionFactory, MembershipFactory, RiskAssessmentFactory

pytestmark = pytest.mark.django_db
SECTIONS, RISKS, JSON = "/api/v1/guide-sections/", "/api/v1/risk-assessments/", "application/json"
SECTION = {
    "country": "MY",
    "topic": "law",
    "text": "What the law says",
    "author": "Guide desk",
    "reviewed_on": "2026-11-01",
    "review_by": "2027-11-01",
}
RISK = {
    "country": "MY",
    "kind": "cultural",
    "level": 2,
    "text": "What to mind",
    "author": "Guide desk",
    "assessed_on": "2026-11-01",
    "review_by": "2027-11-01",
}


@pytest.fixture
def writer(curator, sign_in):
    CountryFactory()
    return sign_in(curator)


def post(client, address, body, **headers):
    return client.post(address, json.dumps(body), JSON, headers=headers)


def patch(client, address, body, seen=None):
    tag = seen or client.get(address)["ETag"]
    return client.patch(address, json.dumps(body), JSON, headers={"if-match": tag})


def said(answer, status=200):
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_section_is_written_changed_and_translated(writer, client):
    made = said(post(writer, SECTIONS, SECTION), 201)
    assert made["country"]["code"] == "MY" and made["text"] == "What the law says"
    address = f"{SECTIONS}{made['id']}/"
    seen = writer.get(address)["ETag"]
    said(patch(writer, f"{address}?lang=zh-hans", {"text": "法律怎么说"}, seen))
    section = GuideSection.objects.get()
    assert (section.text_en, section.text_zh_hans) == ("What the law says", "法律怎么说")
    assert said(client.get(f"{SECTIONS}?country=MY&topic=law"))["results"][0]["id"] == made["id"]
    assert said(patch(writer, address, {"author": "Another"}, seen), 412)
    assert writer.patch(address, "{}", JSON).status_code == 428
    said(patch(writer, address, {"is_published": False}))
    client.logout()
    assert client.get(address).status_code == 404
    assert said(client.get(SECTIONS))["results"] == []


def test_a_risk_is_assessed_and_assessed_again(writer):
    made = said(post(writer, RISKS, RISK), 201)
    assert said(patch(writer, f"{RISKS}{made['id']}/", {"level": 4}))["level"] == 4
    assert RiskAssessment.objects.get().level == 4


def test_what_is_sent_twice_is_done_once(writer):
    first, second = (said(post(writer, SECTIONS, SECTION, **{"idempotency-key": "a"}), 201) for _ in "ab")
    assert first["id"] == second["id"] and GuideSection.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "body", "pointer"),
    [
        (SECTIONS, SECTION | {"topic": "weather"}, "/topic"),
        (SECTIONS, SECTION | {"country": "ZZ"}, "/country"),
        (SECTIONS, SECTION | {"colour": "red"}, "/colour"),
        (SECTIONS, SECTION | {"reviewed_on": "2026-13-01"}, "/reviewed_on"),
        (SECTIONS, {name: told for name, told in SECTION.items() if name != "author"}, "/author"),
        (RISKS, RISK | {"level": 6}, "/level"),
    ],
)
def test_what_is_wrong_is_pointed_at(writer, address, body, pointer):
    problem = said(post(writer, address, body), 400)
    assert {error["pointer"] for error in problem["errors"]} == {pointer}


@pytest.mark.parametrize("wrong", [{"review_by": "2026-01-01"}, {"topic": "market"}])
def test_rules_hold_over_the_api_as_well(writer, wrong):
    GuideSectionFactory(country=CountryFactory(), topic="market")
    answer = post(writer, SECTIONS, SECTION | wrong)
    assert answer.status_code in (400, 409), answer.content
    assert GuideSection.objects.count() == 1


def test_nobody_else_writes(client, sign_in):
    section, risk = GuideSectionFactory(), RiskAssessmentFactory()
    member = sign_in(MembershipFactory().user)
    for address, body, row in ((SECTIONS, SECTION, section), (RISKS, RISK, risk)):
        assert post(member, address, body).status_code in (403, 404, 405)
        assert patch(member, f"{address}{row.pk}/", {"author": "Me"}, "*").status_code in (403, 404, 405)
        row.refresh_from_db()
        assert row.author == "Guide desk"
    with pytest.raises(NotCurator):
        keep_text(section, {"author": "Me"}, AnonymousUser())
