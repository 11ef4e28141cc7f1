"""A curator finds a body that is here twice, makes one of the two, and parts them again."""

import pghistory
import pytest
from playwright.sync_api import expect

from curation.duplicates import find_all
from organisations.models import Organisation
from search.operations import reindex
from tests.curation.tables import differences
from tests.factories import (
    AffiliationFactory,
    AgreementPartyFactory,
    ContactFactory,
    CuratorFactory,
    MembershipFactory,
    MilestoneFactory,
    NetworkMembershipFactory,
    ObservationFactory,
    OrganisationFactory,
    OrganisationNameFactory,
)

from .conftest import enter, let_sign_in
from .watch import flaws

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GO = "form.pw-form [type=submit]"
KEPT = "/organisations/tusholdings/"
NAME = "organisations.organisation.name_en"
WALKS = [
    pytest.param("", {"width": 1280, "height": 900}, id="en-wide"),
    pytest.param("/zh-hans", {"width": 360, "height": 740}, id="zh-narrow"),
]


def relations(body: Organisation) -> list:
    """One of each kind, of a body."""
    return [
        AgreementPartyFactory(organisation=body),
        ObservationFactory(organisation=body),
        MilestoneFactory(organisation=body),
        AffiliationFactory(organisation=body, contact=ContactFactory(owner=body)),
        OrganisationNameFactory(organisation=body),
        NetworkMembershipFactory(member=body),
        MembershipFactory(organisation=body),
    ]


@pytest.fixture
def curator(in_journeys):
    with in_journeys():
        user = CuratorFactory(name="Joins", is_superuser=False)
        return let_sign_in(user).email


@pytest.fixture
def twins(in_journeys, prefix):
    """Tus-Holdings of the paper, and TusHoldings as somebody entered it once more."""
    with in_journeys():
        kept = Organisation.objects.get(slug="tusholdings")
        double = OrganisationFactory(
            slug=f"tusholdings-again{prefix[3:]}",
            name_en="TusHoldings",
            name_zh_hans="启迪控股",
            city_en="Haidian",
        )
        both = relations(kept), relations(double)
        find_all(Organisation)
        reindex()
    return kept, double, both


@pytest.mark.parametrize(("prefix", "screen"), WALKS)
def test_two_bodies_become_one_and_part_again(
    page, watch, curator, twins, in_journeys, rooms, prefix, screen
):
    kept, double, both = twins
    before = rooms()
    page.set_viewport_size(screen)
    enter(page, curator, f"{prefix}/curation/duplicates/", prefix)
    pair = page.locator(".pw-card", has=page.locator(f"a[href$='/{double.slug}/']"))
    pair = pair.filter(has=page.locator(f"a[href$='{KEPT}']"))
    expect(pair.locator(".pw-pair__reasons li")).not_to_have_count(0)
    assert flaws(page) == []

    pair.locator("a[href*='/merge/']").click()
    expect(page.locator(f"[name='{NAME}'][value=kept]")).to_be_checked()
    page.locator(f"[name='{NAME}'][value=other]").check()
    assert flaws(page) == []
    page.locator(GO).last.click()
    page.wait_for_url("**/batches/**")
    batch = page.url
    assert flaws(page) == []
    moved = page.request.get(f"{prefix}/organisations/{double.slug}/", max_redirects=0)
    assert (moved.status, moved.headers["location"]) == (301, f"{prefix}{KEPT}")
    page.goto(f"{prefix}/organisations/{double.slug}/")
    page.wait_for_url(f"**{KEPT}")
    if not prefix:
        expect(page.get_by_role("heading", level=1)).to_have_text("TusHoldings")
    with in_journeys():
        assert not Organisation.objects.filter(pk=double.pk).exists()
        assert {_body(row) for some in both for row in some} == {kept.pk}
        with pghistory.context():
            came = [MilestoneFactory(organisation=kept, title_en="Opening in Lagos")]
            came.append(OrganisationNameFactory(organisation=kept, text="Tus Lagos"))

    page.goto(batch)
    page.locator("a[href$='/take-back/']").click()
    told = page.locator("section[aria-labelledby=stays] li")
    expect(told).to_have_count(len(came))
    assert flaws(page) == []
    page.locator(GO).last.click()
    page.wait_for_url(lambda address: "/take-back/" not in address)
    for words in ("Opening in Lagos", "Tus Lagos"):
        expect(told.filter(has_text=words)).to_be_visible()
    assert flaws(page) == []
    assert page.goto(f"{prefix}/organisations/{double.slug}/").url.endswith(f"/{double.slug}/")
    with in_journeys():
        for body, some in zip((kept, double), both, strict=True):
            assert {_body(row) for row in some} == {body.pk}
        left = {row._meta.db_table: {repr((row.pk,))} for row in came}
        now = rooms()
        found = {name: keys for name, keys in differences(before, now).items() if name != "search_entry"}
        for row in came:
            row.delete()
    assert found == left


def _body(row) -> str:
    """The id of the body that it belongs to by now."""
    row.refresh_from_db()
    return row.member_id if hasattr(row, "member_id") else row.organisation_id
