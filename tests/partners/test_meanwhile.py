"""Two who change the same at once: the second is told, and loses nothing of what they wrote."""

import re

import pytest
from django.urls import reverse

from partners.models import Agreement
from tests.factories import (
    AgreementFactory,
    AgreementPartyFactory,
    InteractionFactory,
    MembershipFactory,
    ParkFactory,
    PartnerFactory,
)


@pytest.fixture
def park(db):
    return ParkFactory()


@pytest.fixture
def staff(park, sign_in):
    return sign_in(MembershipFactory(organisation=park.organisation).user)


def version_of(answer):
    return re.search(r'name="version" value="([^"]*)"', answer.content.decode())[1]


def meeting(park):
    there = InteractionFactory(owner=park.organisation, title="A meeting")
    return there, reverse("partners:interaction_change", args=[there.pk]), {"notes": "", "outcome": ""}


def draft(park):
    text = AgreementFactory(
        owner=park.organisation, status=Agreement.Status.DRAFT, is_final=False, title_en="A pact", kind="mou"
    )
    AgreementPartyFactory(agreement=text, organisation=park.organisation)
    return text, reverse("partners:agreement_change", args=[text.slug]), {"summary": ""}


def sent(row, page, title):
    return {
        "happened_on": "2026-01-02",
        "kind": row.kind,
        "title": title,
        "version": version_of(page),
        "partner": PartnerFactory(is_published=True).organisation_id,
    }


@pytest.mark.parametrize("make", [meeting, draft])
def test_the_second_is_told_what_changed_and_keeps_what_was_typed(park, staff, make):
    row, address, rest = make(park)
    page = staff.get(address)
    first, second = sent(row, page, "What the first wrote") | rest, sent(row, page, "My own words") | rest
    assert staff.post(address, first).status_code == 302
    refused = staff.post(address, second)
    told = refused.content.decode()
    assert refused.status_code == 200
    assert "Somebody changed this while you wrote" in told
    assert "is now “What the first wrote”" in told
    assert "My own words" in told
    row.refresh_from_db()
    assert row.title == "What the first wrote"


@pytest.mark.parametrize("make", [meeting, draft])
def test_sent_again_it_is_saved(park, staff, make):
    row, address, rest = make(park)
    page = staff.get(address)
    staff.post(address, sent(row, page, "What the first wrote") | rest)
    refused = staff.post(address, sent(row, page, "My own words") | rest)
    assert staff.post(address, sent(row, refused, "My own words") | rest).status_code == 302
    row.refresh_from_db()
    assert row.title == "My own words"


@pytest.mark.parametrize("make", [meeting, draft])
def test_a_version_made_by_hand_does_no_harm(park, staff, make):
    row, address, rest = make(park)
    given = sent(row, staff.get(address), "Mine") | rest
    for version in ("nonsense", "2026-99-99T00:00:00+00:00"):
        assert staff.post(address, given | {"version": version}).status_code == 302
