"""What no way of writing can bring into the rows of countries."""

import pytest

from tests.breaking import refused_by, set_raw
from tests.factories import CountryFactory, CountryGroupFactory, CountryGroupMemberFactory

pytestmark = pytest.mark.django_db


def test_a_country_has_a_code_of_two_letters_in_a_region_there_is():
    refused_by("country_code_of_two_letters", CountryFactory, code="my", code3="MYX")
    country = CountryFactory()
    refused_by("countries_country_region_check", set_raw, country, region="atlantis")
    refused_by("countries_country_code3_key", CountryFactory, code="XX", code3=country.code3)


def test_a_country_is_once_in_a_group():
    member = CountryGroupMemberFactory()
    same = {"group": member.group, "country": member.country}
    refused_by("country_once_in_a_group", CountryGroupMemberFactory, **same)
    refused_by("countries_countrygroup_slug_key", CountryGroupFactory, slug=member.group.slug)
