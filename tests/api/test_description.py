"""OpenAPI tells what is answered, docs and problems can be read."""

import pytest
from django.urls import reverse
from drf_spectacular.validation import validate_schema

from common.api import READING
from portal.api_urls import RESOURCES
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def schema(client):
    return client.get("/api/v1/schema/?format=json").json()


def test_the_description_is_valid_openapi_3_1(schema):
    validate_schema(schema)
    assert schema["openapi"].startswith("3.1")


def test_every_resource_and_filter_is_described(schema):
    for name, viewset in RESOURCES.items():
        described = schema["paths"][f"/api/v1/{name}/"]["get"]["parameters"]
        names = {parameter["name"] for parameter in described}
        assert names == {*viewset.filterset.base_filters, *READING}


def test_each_answer_has_the_described_members(client, schema):
    factories.ProjectParticipantFactory()
    row = client.get("/api/v1/projects/").json()["results"][0]
    described = schema["components"]["schemas"]["Project"]["properties"]
    assert list(row) == list(described)
    detail = client.get(f"/api/v1/projects/{row['id']}/").json()
    assert list(detail) == list(schema["components"]["schemas"]["ProjectDetail"]["properties"])


def test_docs_and_problems_are_pages_in_the_readers_language(client):
    assert "First call" in client.get(reverse("api:docs")).content.decode()
    assert 'id="bad-parameter"' in client.get(reverse("api:problems")).content.decode()


def test_every_documented_list_answers(client):
    client.force_login(factories.CuratorFactory())
    page = client.get("/api/v1/").json()
    for name in RESOURCES:
        assert client.get(page[name]).status_code == 200
