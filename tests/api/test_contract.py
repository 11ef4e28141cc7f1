"""What the description promises is what is answered, whatever one asks: tried by Schemathesis."""

import pytest
import schemathesis
from django.conf import settings as django_settings
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
from portal.api_urls import TIMELINES as TIMELINES_OF
from portal.wsgi import application
from tests import factories
from tests.api.test_reading import CURATED, ONE_OF_EACH
from tests.security.house import let_in

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
OTHERS = ["/api/v1/", "/api/v1/me/", "/api/v1/search/", "/api/v1/notifications/"]
TIMELINES = [f"/api/v1/{name}/{{thing}}/timeline/" for name in TIMELINES_OF]
#: What the machinery of the register tells beside its rows, and the steps of its work.
PARTS = {
    "contacts": "merge",
    "imports": "table rows refused",
    "batches": "changes undo left",
    "duplicates": "sides merge",
    "quality": "checks",
    "links": "records",
}
STEPS = {
    "contacts": "merge",
    "imports": "check run cancel revert",
    "batches": "undo",
    "duplicates": "settle merge",
    "quality": "still-right",
    "edits": "go-on",
}
READS = [
    *OTHERS,
    *LISTS,
    *DETAILS,
    *TIMELINES,
    "/api/v1/countries/{id}/guide/",
    "/api/v1/notifications/{id}/",
    "/api/v1/history/{id}/",
    "/api/v1/eligible/",
    "/api/v1/listings/facets/",
    "/api/v1/listings/{listing}/eligibility/",
    "/api/v1/edits/actions/",
    *(f"/api/v1/{name}/{{id}}/{part}/" for name, parts in PARTS.items() for part in parts.split()),
]
MADE = {
    **ONE_OF_EACH,
    "notifications": factories.DeliveryFactory,
    "history": factories.OrganisationFactory,
}
POSTED = (
    "agreements",
    "listings",
    "contacts",
    "interactions",
    "follow-ups",
    "shares",
    "obligations",
    "business-profiles",
    "cases",
    "guide-sections",
    "risk-assessments",
    "invitations",
    "imports",
    "saved-filters",
    "saved-searches",
    "edits",
)
#: What is written to, and how.
WRITES = [
    *((f"/api/v1/{name}/", "POST") for name in POSTED),
    *(
        (f"/api/v1/{name}/{{id}}/", method)
        for name, methods in {
            "agreements": "PATCH",
            "listings": "PATCH",
            "contacts": "PUT PATCH",
            "interactions": "PUT PATCH DELETE",
            "follow-ups": "PUT PATCH",
            "shares": "DELETE",
            "business-profiles": "PATCH",
            "guide-sections": "PATCH",
            "risk-assessments": "PATCH",
            "memberships": "PATCH DELETE",
            "invitations": "DELETE",
            "imports": "PATCH",
            "saved-filters": "PATCH DELETE",
            "saved-searches": "PATCH DELETE",
        }.items()
        for method in methods.split()
    ),
    *(
        (f"/api/v1/agreements/{{id}}/{action}/", "POST")
        for action in ("moves", "signatures", "amendments", "renewals")
    ),
    *(
        (f"/api/v1/listings/{{id}}/{action}/", "POST")
        for action in ("moves", "remarks", "settled", "versions")
    ),
    *((f"/api/v1/cases/{{id}}/{action}/", "POST") for action in ("messages", "moves")),
    ("/api/v1/obligations/{id}/settle/", "POST"),
    ("/api/v1/notifications/read/", "POST"),
    ("/api/v1/notifications/{id}/read/", "POST"),
    ("/api/v1/invitations/{id}/again/", "POST"),
    ("/api/v1/duplicates/check/", "POST"),
    ("/api/v1/edits/look/", "POST"),
    ("/api/v1/join-requests/{id}/grant/", "POST"),
    ("/api/v1/join-requests/{id}/refuse/", "POST"),
    *((f"/api/v1/{name}/{{id}}/{step}/", "POST") for name, steps in STEPS.items() for step in steps.split()),
]


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
    return {name: make().pk for name, make in MADE.items()}


@pytest.fixture(params=["everybody", "curators"])
def cookies(request, sign_in):
    signed_in = sign_in(factories.CuratorFactory()) if request.param == "curators" else sign_in()
    return {name: cookie.value for name, cookie in signed_in.cookies.items()}


def test_everything_described_is_tried_here(described):
    assert set(described) == {*READS, *(path for path, _method in WRITES)}
    tried = {(path, "GET") for path in READS} | set(WRITES)
    assert {(path, method.upper()) for path in described for method in described[path]} == tried


@pytest.mark.parametrize("path", READS)
def test_answers_are_as_described(described, rows, cookies, path):
    operation = described[path]["GET"]

    @given(case=operation.as_strategy())
    @TRIES
    def ask(case):
        for name in case.path_parameters or ():
            case.path_parameters[name] = rows[path.split("/")[3]]
        case.call_and_validate(cookies=cookies, checks=CHECKS)

    ask()


@pytest.mark.parametrize(("path", "method"), WRITES)
def test_writes_are_answered_as_described(described, rows, sign_in, path, method):
    name, model = path.split("/")[3], MADE[path.split("/")[3]]._meta.model
    make = factories.CuratorFactory if name in CURATED else factories.UserFactory
    user = let_in(make(), [model.objects.get(pk=rows[name])])
    token = "a" * 32  # what a page's form would send beside the cookie of the same value
    cookies = {key: cookie.value for key, cookie in sign_in(user).cookies.items()} | {
        django_settings.CSRF_COOKIE_NAME: token
    }
    operation = described[path][method]
    answered = set()

    @given(case=operation.as_strategy())
    @TRIES
    def ask(case):
        if case.path_parameters:
            case.path_parameters["id"] = rows[name]
        headers = {"X-CSRFToken": token, **({"If-Match": "*"} if method != "POST" else {})}
        answered.add(case.call_and_validate(cookies=cookies, headers=headers, checks=CHECKS).status_code)

    ask()
    assert not answered & {403, 405, 428}
