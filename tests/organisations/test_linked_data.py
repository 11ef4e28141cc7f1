import pytest

from tests.catalogue.test_linked_data import told
from tests.factories import IdentifierFactory, OrganisationFactory, ParkFactory

pytestmark = pytest.mark.django_db


def test_a_park_is_told_with_its_names_place_and_identifiers(client):
    body = OrganisationFactory(
        name_en="Vision Park", name_zh_hans="远见园", kind="park", country="MY", city_en="Nilai",
        website="https://vision.example/", founded_on="2015-03",
    )  # fmt: skip
    IdentifierFactory(organisation=body, scheme="wikidata", value="Q42")
    thing = told(client, ParkFactory(organisation=body))
    assert thing["@type"] == "Organization"
    assert (thing["name"], thing["alternateName"], thing["foundingDate"]) == (
        "Vision Park",
        ["远见园"],
        "2015-03",
    )
    assert thing["sameAs"] == ["https://vision.example/", "https://www.wikidata.org/wiki/Q42"]
    assert thing["address"]["addressCountry"] == "MY"


def test_what_is_not_published_is_told_to_no_machine(client, admin_client):
    hidden = OrganisationFactory(is_published=False)
    assert told(admin_client, hidden) is None
