import pytest

from tests.factories import (
    EnterpriseFactory,
    ListingFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
    TenancyFactory,
    UserFactory,
)


def member_of(organisation, role="editor"):
    user = UserFactory()
    MembershipFactory(user=user, organisation=organisation, role=role)
    return user


@pytest.fixture
def park():
    return ParkFactory()


@pytest.fixture
def enterprise(park):
    """One that is settled in the park."""
    found = EnterpriseFactory()
    TenancyFactory(enterprise=found, park=park)
    return found.organisation


@pytest.fixture
def provider():
    return OrganisationFactory(name_en="Harbour Patent Agents")


@pytest.fixture
def listing(provider):
    return ListingFactory(owner=provider, title_en="Patent search")


@pytest.fixture
def asker(enterprise):
    return member_of(enterprise)


@pytest.fixture
def staff(park):
    return member_of(park.organisation)


@pytest.fixture
def agent(provider):
    return member_of(provider)
