"""What the description promises is what is answered, whatever one asks: tried by Schemathesis."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from portal.api_urls import RESOURCES
from portal.wsgi import application
from tests import factories
from tests.api.test_reading import ONE_OF_EACH

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
TRIES = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
LISTS = [f"/api/v1/{name}/" for name in RESOURCES]
DETAILS = [f"/api/v1/{name}/{{id}}/" for name in RESOURCES]
OTHERS = ["/api/v1/", "/api/v1/me/", "/api/v1/search/"]


@pytest.fixture(scope="module")
def described():
    """The description, and the portal behind it."""
    schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(public=True))
    schema.app = application
    schema.config.update(base_url="http://testserver")
    return schema


@pytest.fixture(autouse=True)
def _one_transaction():
    """The connection outlives the requests, as with Django's own test client."""
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


@pytest.fixture
def rows():
    """The key of a row of each resource, with something hanging on it."""
    factories.AgreementPartyFactory(signatory=factories.PersonFactory())
    factories.ProjectParticipantFactory()
    factories.TenancyFactory()
    factories.OrganisationRelationFactory()
    factories.PositionFactory()
    return {name: make().pk for name, make in ONE_OF_EACH.items()}


@pytest.fixture(params=["everybody", "curators"])
def cookies(request, sign_in):
    signed_in = sign_in(factories.CuratorFactory()) if request.param == "curators" else sign_in()
    return {name: cookie.value for name, cookie in signed_in.cookies.items()}


def test_everything_described_is_tried_here(described):
    assert set(described) == {*LISTS, *DETAILS, *OTHERS}


@pytest.mark.parametrize("path", [*OTHERS, *LISTS, *DETAILS])
def test_answers_are_as_described(described, rows, cookies, path):
    operation = described[path]["GET"]

    @given(case=operation.as_strategy())
    @TRIES
    def ask(case):
        if case.path_parameters:
            case.path_parameters["id"] = rows[path.split("/")[3]]
        case.call_and_validate(cookies=cookies, checks=CHECKS)

    ask()
