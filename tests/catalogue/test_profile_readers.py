"""Who reads the profile of an enterprise: its park, even if there is none, and curators, which is noted."""

import pytest
from django.urls import reverse

from history.models import Reading
from tests.factories import (
    BusinessProfileFactory,
    EnterpriseFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
    TenancyFactory,
)

pytestmark = pytest.mark.django_db
PROFILE, ELIGIBLE = reverse("catalogue:profile"), reverse("catalogue:eligible")


@pytest.fixture
def park():
    return ParkFactory()


@pytest.fixture
def tenant(park):
    enterprise = EnterpriseFactory(organisation__name_en="Clear Water")
    TenancyFactory(enterprise=enterprise, park=park, settled_on="2020")
    return enterprise.organisation


@pytest.fixture
def staff(park):
    return MembershipFactory(organisation=park.organisation).user


def of(organisation):
    return {"organisation": organisation.slug}


def test_staff_is_told_that_a_tenant_has_told_nothing_and_what_it_can_do(tenant, staff, sign_in):
    answer = sign_in(staff).get(PROFILE, of(tenant))
    assert answer.status_code == 200
    assert "Clear Water" in answer.text and "It has told nothing yet" in answer.text
    BusinessProfileFactory(owner=tenant)
    assert "It has told nothing yet" not in sign_in(staff).get(PROFILE, of(tenant)).text


def test_a_curator_is_told_so_too(tenant, curator, sign_in):
    assert "It has told nothing yet" in sign_in(curator).get(PROFILE, of(tenant)).text


def test_nobody_else_learns_that_there_is_none(tenant, park, staff, sign_in):
    gone = EnterpriseFactory()
    TenancyFactory(enterprise=gone, park=park, settled_on="2020", left_on="2021")
    stranger = sign_in(MembershipFactory(organisation=ParkFactory().organisation).user)
    assert stranger.get(PROFILE, of(tenant)).status_code == 404
    assert sign_in(staff).get(PROFILE, of(gone.organisation)).status_code == 404
    assert sign_in(staff).get(PROFILE, of(OrganisationFactory())).status_code == 404
    assert sign_in(staff).post(f"{PROFILE}?organisation={tenant.slug}").status_code == 404


def test_its_own_members_begin_it(tenant, sign_in):
    member = MembershipFactory(organisation=tenant).user
    TenancyFactory(enterprise=tenant.enterprise, park=ParkFactory(organisation=tenant), settled_on="2020")
    assert "It has told nothing yet" not in sign_in(member).get(PROFILE, of(tenant)).text


@pytest.mark.parametrize("page", [PROFILE, ELIGIBLE])
def test_that_a_curator_looked_is_noted(page, tenant, staff, curator, sign_in):
    profile = BusinessProfileFactory(owner=tenant)
    sign_in(staff).get(page, of(tenant))
    assert not Reading.objects.exists()
    assert sign_in(curator).get(page, of(tenant)).status_code == 200
    (reading,) = Reading.objects.all()
    assert (reading.record_id, reading.user) == (profile.pk, curator)


def test_it_is_noted_over_the_api_as_well(tenant, curator, sign_in):
    profile = BusinessProfileFactory(owner=tenant)
    sign_in(curator).get(f"/api/v1/business-profiles/{profile.pk}/")
    assert Reading.objects.get().record_id == profile.pk
