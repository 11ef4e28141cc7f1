"""Two who change the same at once: the second is told, and loses nothing of what they wrote."""

import pytest
from django.urls import reverse

from partners.models import Agreement
from tests.factories import (
    AffiliationFactory,
    AgreementFactory,
    AgreementPartyFactory,
    ContactFactory,
    InteractionFactory,
    MembershipFactory,
    ParkFactory,
    PartnerFactory,
)
from tests.pages import version_of


@pytest.fixture
def park(db):
    return ParkFactory()


@pytest.fixture
def staff(park, sign_in):
    return sign_in(MembershipFactory(organisation=park.organisation).user)


def meeting(park):
    there = InteractionFactory(owner=park.organisation, title="A meeting")
    return there, reverse("partners:interaction_change", args=[there.pk]), {"notes": "", "outcome": ""}


def draft(park):
    text = AgreementFactory(
        owner=park.organisation, status=Agreement.Status.DRAFT, is_final=False, title_en="A pact", kind="mou"
    )
    AgreementPartyFactory(agreement=text, organisation=park.organisation)
    return text, reverse("partners:agreement_change", args=[text.slug]), {"summary": ""}


def person(park):
    row = ContactFactory(owner=park.organisation, name="Amina Yusuf")
    return row, reverse("partners:contact_change", args=[row.pk])


def workplace(park):
    row = AffiliationFactory(contact__owner=park.organisation, title="Reader")
    return row, reverse("partners:affiliation", args=[row.pk])


@pytest.mark.parametrize(("make", "name"), [(person, "phone"), (workplace, "title")])
def test_contacts_and_where_they_work_are_under_the_same_watch(park, staff, make, name):
    row, address = make(park)
    given = {"name": "Amina Yusuf", "consent": "unknown", "version": version_of(staff.get(address))}
    assert staff.post(address, given | {name: "What the first wrote"}).status_code == 302
    refused = staff.post(address, given | {name: "My own words"})
    told = refused.content.decode()
    assert "Somebody changed this while you wrote" in told
    assert "is now “What the first wrote”" in told and "My own words" in told
    again = given | {name: "My own words", "version": version_of(refused)}
    assert staff.post(address, again).status_code == 302
    row.refresh_from_db()
    assert getattr(row, name) == "My own words"


def everything(park):
    """Each page that changes a row: the row, its address, and a form that is right but for the version."""
    for make in (meeting, draft):
        row, address, rest = make(park)
        body = PartnerFactory(is_published=True).organisation_id
        given = {"happened_on": "2026-01-02", "kind": row.kind, "title": "Other words", "partner": body}
        yield row, address, rest | given
    for make in (person, workplace):
        row, address = make(park)
        yield row, address, {"name": "Other words", "consent": "unknown", "title": "Other words"}


@pytest.mark.parametrize("version", [None, "", "yesterday", "2026-01-02T03:04:05"])
def test_a_form_without_its_version_is_refused_and_saved_when_looked_at_again(park, staff, version):
    for row, address, given in everything(park):
        lost = given if version is None else given | {"version": version}
        refused = staff.post(address, lost)
        assert "This page did not say what it showed you" in refused.content.decode(), address
        before = str(row)
        row.refresh_from_db()
        assert str(row) == before and "Other words" not in str(vars(row)), address
        assert staff.post(address, given | {"version": version_of(refused)}).status_code == 302, address


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
        assert staff.post(address, given | {"version": version}).status_code == 200
