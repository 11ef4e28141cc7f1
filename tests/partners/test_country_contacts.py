"""The guide of a country says whom to ask: parks there, and parks with an agreement that is lived there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    AgreementFactory,
    AgreementPartyFactory,
    CountryFactory,
    OrganisationFactory,
    ParkFactory,
)
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def page_of(client):
    country = CountryFactory()
    return lambda: client.get(country.get_absolute_url())


def agreed(park, **more):
    agreement = AgreementFactory(**{"owner": park.organisation} | more)
    AgreementPartyFactory(agreement=agreement, organisation=park.organisation)
    AgreementPartyFactory(agreement=agreement, organisation=OrganisationFactory(country="MY"))
    return agreement


def section(answer):
    body = answer.text
    if 'id="contact"' not in body:
        return ""
    return body.split('id="contact"')[1].split("</section>")[0]


def test_parks_there_and_those_with_agreements_are_named_with_why(page_of):
    here = ParkFactory(organisation__country="MY", organisation__name_en="Park in Malaysia")
    website = "https://park.example"
    away = ParkFactory(organisation__country="CN", organisation__website=website)
    agreed(away)
    agreed(away)
    ParkFactory(organisation__country="CN", organisation__name_en="Knows nothing of it")
    told = section(page_of())
    assert "2 agreements there" in told and website in told
    assert "Park in Malaysia" in told and "situated there" in told
    assert "Knows nothing of it" not in told
    assert {away.get_absolute_url(), here.get_absolute_url(), reverse("cases:describe")} <= set(
        Page(page_of()).links
    )


@pytest.mark.parametrize("hidden", [{"is_published": False}, {"status": "terminated"}])
def test_agreements_that_are_hidden_or_over_do_not_count(page_of, hidden):
    agreed(ParkFactory(organisation__country="CN"), **hidden)
    assert section(page_of()) == ""


def test_hidden_parks_are_not_named(page_of):
    agreed(ParkFactory(organisation__country="CN", is_published=False))
    assert section(page_of()) == ""


def test_it_costs_the_same_however_many_parks_there_are(page_of):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            page_of()
        return len(asked)

    agreed(ParkFactory(organisation__country="CN"))
    queries()
    one = queries()
    agreed(ParkFactory(organisation__country="CN"))
    agreed(ParkFactory(organisation__country="CN"))
    assert queries() == one
