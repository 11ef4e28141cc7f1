import json
import re

import pytest

from portal.views import server_error
from tests.factories import (
    AgreementFactory,
    AgreementPartyFactory,
    MilestoneFactory,
    ObservationFactory,
    OrganisationFactory,
    OrganisationRelationFactory,
    ParkFactory,
    PartnerFactory,
    ProjectFactory,
    ProjectParticipantFactory,
)

pytestmark = pytest.mark.django_db


def body(name, at, **fields):
    return OrganisationFactory(name_en=name, latitude=at, longitude=at, **fields)


def drawn(client):
    page = client.get("/").content.decode()
    return json.loads(re.search(r'<script id="network-data" type="application/json">(.*?)</script>', page)[1])


def names(network):
    points = {point["id"]: point["name"] for point in network["points"]}
    return sorted(points.values()), sorted(
        (points[line["from"]], points[line["to"]]) for line in network["lines"]
    )


def test_the_map_has_a_line_for_every_tie_between_places(client):
    tus, nust, bue, hub = body("Tus", 1), body("NUST", 2), body("BUE", 3), body("Hub", 4)
    agreement = AgreementFactory()
    for ordinal, organisation in enumerate((tus, nust)):
        AgreementPartyFactory(agreement=agreement, organisation=organisation, ordinal=ordinal)
    project = ProjectFactory(park=ParkFactory(organisation=bue))
    ProjectParticipantFactory(project=project, organisation=tus)
    OrganisationRelationFactory(organisation=tus, other=hub)
    OrganisationRelationFactory(organisation=tus, other=body("Campus", 1))
    body("Alone", 5)
    points, lines = names(drawn(client))
    assert points == ["BUE", "Hub", "NUST", "Tus"]
    assert lines == [("Tus", "BUE"), ("Tus", "Hub"), ("Tus", "NUST")]


def test_the_map_hides_what_is_hidden(client, curator):
    tus, nust = body("Tus", 1), body("Secret", 2, is_published=False)
    AgreementPartyFactory(organisation=nust, agreement=AgreementPartyFactory(organisation=tus).agreement)
    OrganisationRelationFactory(organisation=tus, other=nust)
    OrganisationRelationFactory(organisation=tus, other=body("Other", 3), is_published=False)
    assert "network-data" not in client.get("/").content.decode()
    client.force_login(curator)
    assert names(drawn(client))[0] == ["Other", "Secret", "Tus"]


def test_an_intention_is_no_partnership_and_its_line_says_so(client):
    agreement = AgreementFactory(kind="intention", status="negotiating")
    for at in (1, 2):
        AgreementPartyFactory(agreement=agreement, organisation=body(f"Body {at}", at), ordinal=at)
    assert [line["kind"] for line in drawn(client)["lines"]] == ["intention"]
    tiles = {tile["label"]: tile["value"] for tile in client.get("/").context["counts"]}
    assert tiles["partnerships"] == 0


def test_the_tiles_count_what_is_seen(client):
    ParkFactory()
    ParkFactory(is_published=False)
    PartnerFactory(organisation__is_published=False)
    tiles = {tile["label"]: tile["value"] for tile in client.get("/").context["counts"]}
    assert (tiles["parks"], tiles["partners"]) == (1, 0)


def test_the_latest_milestones_come_first(client):
    for year in ("2001", "2016-03", "2015"):
        MilestoneFactory(title_en=f"Event of {year}", happened_on=year)
    titles = [event["title"] for event in client.get("/").context["latest"][0]["events"]]
    assert titles == ["Event of 2016-03", "Event of 2015", "Event of 2001"]


def test_the_page_for_a_failure_asks_for_nothing_that_may_have_failed(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        page, problem = server_error(rf.get("/parks/")), server_error(rf.get("/api/v1/parks/"))
    assert (page.status_code, page["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert (problem.status_code, problem["Content-Type"]) == (500, "application/problem+json")


@pytest.mark.parametrize("path", ["/", "/zh-hans/", "/about/", "/zh-hans/about/"])
def test_an_empty_portal_has_a_first_page_too(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_first_page_costs_the_same_however_large_the_network(client, count, django_assert_num_queries):
    for number in range(count):
        agreement = AgreementFactory()
        for side in (0, 1):
            party = body(f"Body {number} {side}", 2 * number + side)
            AgreementPartyFactory(agreement=agreement, organisation=party, ordinal=side)
        ProjectParticipantFactory(organisation=party, project=ProjectFactory(park=ParkFactory()))
        MilestoneFactory().concerns.add(party)
        ObservationFactory()
    with django_assert_num_queries(22):
        client.get("/")


def test_no_address_makes_the_other_language_lead_elsewhere(client):
    page = client.get("//else.where.example/").content.decode()
    assert 'hreflang="zh-hans"' in page
    assert 'href="//' not in page
