"""What a curator writes is found at once, by its new words and no longer by its old ones."""

import pytest
from django.urls import reverse

from common.changes import changed
from search.operations import index_records
from tests import factories

pytestmark = pytest.mark.django_db


def found(client, query):
    return [hit["title"] for hit in client.get("/api/v1/search/", {"q": query}).json()["results"]]


def test_a_park_is_found_by_the_new_name_of_its_organisation(client):
    park = factories.ParkFactory(organisation__name_en="Old quarry")
    index_records([park])
    park.organisation.name_en = "Silver harbour"
    park.organisation.save()
    changed([park.organisation])
    assert found(client, "harbour") == ["Silver harbour"]
    assert found(client, "quarry") == []


def test_a_name_added_to_an_organisation_finds_its_park(client):
    park = factories.ParkFactory(organisation__name_en="Harbour park")
    changed([factories.OrganisationNameFactory(organisation=park.organisation, text="Zephyrium")])
    assert found(client, "zephyrium") == ["Harbour park"]


def test_an_organisation_that_becomes_a_park_is_found_once(client):
    organisation = factories.OrganisationFactory(name_en="Harbour yard")
    changed([organisation])
    assert found(client, "yard") == ["Harbour yard"]
    changed([factories.ParkFactory(organisation=organisation), organisation])
    assert found(client, "yard") == ["Harbour yard"]


def test_what_a_curator_saves_in_the_admin_is_found_at_once(client):
    client.force_login(factories.CuratorFactory())
    added = client.post(
        reverse("admin:sources_vocabulary_add"),
        {
            "slug": "winds",
            "name_en": "Mistral winds",
            "name_zh_hans": "",
            "terms-TOTAL_FORMS": "0",
            "terms-INITIAL_FORMS": "0",
        },
    )
    assert added.status_code == 302, added.content.decode()[:2000]
    assert found(client, "mistral") == ["Mistral winds"]


def test_what_hangs_on_something_hidden_is_counted_no_more(client):
    park = factories.ParkFactory(organisation__name_en="Harbour park")
    milestone = factories.MilestoneFactory(organisation=park.organisation, title_en="Harbour opened")
    index_records([park, milestone])
    assert client.get("/api/v1/search/?q=harbour").json()["count"] == 2
    park.organisation.is_published = False
    park.organisation.save()
    changed([park.organisation])
    assert client.get("/api/v1/search/?q=harbour").json()["count"] == 0
