"""Lists, details, cursors, languages and refusals, the same for every resource."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.statements import _kept
from portal.api_urls import RESOURCES
from tests import factories

pytestmark = pytest.mark.django_db

ONE_OF_EACH = {
    "organisations": factories.OrganisationFactory,
    "people": factories.PersonFactory,
    "parks": factories.ParkFactory,
    "enterprises": factories.EnterpriseFactory,
    "milestones": factories.MilestoneFactory,
    "indicators": factories.IndicatorFactory,
    "observations": factories.ObservationFactory,
    "partners": factories.PartnerFactory,
    "contacts": factories.ContactFactory,
    "interactions": factories.InteractionFactory,
    "follow-ups": factories.FollowUpFactory,
    "shares": factories.ShareFactory,
    "agreements": factories.AgreementFactory,
    "obligations": factories.ObligationFactory,
    "projects": factories.ProjectFactory,
    "listings": factories.ListingFactory,
    "categories": factories.CategoryFactory,
    "business-profiles": factories.BusinessProfileFactory,
    "cases": factories.CaseFactory,
    "countries": factories.CountryFactory,
    "figures": factories.FigureFactory,
    "guide-sections": factories.GuideSectionFactory,
    "risk-assessments": factories.RiskAssessmentFactory,
    "sources": factories.SourceFactory,
    "discrepancies": factories.DiscrepancyFactory,
    "terms": factories.TermFactory,
    "memberships": factories.MembershipFactory,
    "invitations": factories.InvitationFactory,
    "join-requests": factories.JoinRequestFactory,
    "imports": factories.ImportFactory,
    "batches": factories.BatchFactory,
    "duplicates": factories.DuplicateFactory,
    "quality": factories.QualityFactory,
    "links": factories.LinkFactory,
    "saved-filters": factories.SavedFilterFactory,
    "saved-searches": factories.SavedSearchFactory,
    "edits": factories.BulkEditFactory,
}


#: What parks keep for themselves: there for nobody who is not signed in.
#: A curator's look at them is written down.
NOTED = ("contacts", "interactions", "follow-ups", "cases", "business-profiles")
PRIVATE = (
    *("contacts", "interactions", "follow-ups", "shares", "obligations"),
    *("memberships", "invitations", "join-requests", "business-profiles", "cases"),
    *("imports", "batches", "quality", "saved-filters", "saved-searches", "edits"),
)
#: Their maker's alone, not even curators'.
OWN = ("saved-filters", "saved-searches", "edits")
#: For curators alone: to everybody else not even the list is there.
CURATED = ("duplicates", "links")


@pytest.fixture
def reader(request, client):
    """A client that may read the resource of this test: a curator's where it is private."""
    if request.getfixturevalue("name") in PRIVATE + CURATED:
        client.force_login(curator := factories.CuratorFactory())
        client.made_by = {"made_by": curator} if request.getfixturevalue("name") in OWN else {}
    return client


def made(name, client, **values):
    """A row of the resource that this client may read."""
    return ONE_OF_EACH[name](**values, **getattr(client, "made_by", {}))


def results(client, path):
    response = client.get(path)
    assert response.status_code == 200, response.content
    return response.json()["results"]


def test_every_resource_is_tried_here():
    assert set(ONE_OF_EACH) == set(RESOURCES)


@pytest.mark.parametrize("name", RESOURCES)
def test_a_row_is_listed_and_read_by_each_of_its_keys(reader, name):
    record = made(name, reader)
    (listed,) = results(reader, f"/api/v1/{name}/")
    assert listed.get("id", listed.get("code")) == record.pk
    detail = reader.get(f"/api/v1/{name}/{record.pk}/").json()
    assert {key: detail[key] for key in listed} == listed
    if "slug" in listed and name != "terms":
        assert reader.get(f"/api/v1/{name}/{listed['slug']}/").json() == detail


@pytest.mark.parametrize("name", RESOURCES)
def test_a_list_costs_one_statement_however_many_rows_there_are(reader, name):
    who = 2 if name in PRIVATE + CURATED else 0  # the session, and its user
    noted = int(name in NOTED)
    for count in (1, 3):
        codes = [{"code": code, "code3": f"{code}X"} for code in ("MY", "TH", "PK")]
        for place in range(count):
            made(name, reader, **(codes[place] if name == "countries" else {}))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            reader.get(f"/api/v1/{name}/")
        assert len(queries) == 1 + who + noted


@pytest.mark.parametrize("name", PRIVATE + CURATED)
def test_what_parks_keep_is_not_there_for_strangers(client, name):
    record = ONE_OF_EACH[name]()
    missing = client.get("/api/v1/nothing/").json()["code"]
    for user in (None, factories.UserFactory()):
        if user:
            client.force_login(user)
        refused = client.get(f"/api/v1/{name}/{record.pk}/")
        assert (refused.status_code, refused.json()["code"]) == (404, missing)
        listed = client.get(f"/api/v1/{name}/")
        is_open = bool(user) and name not in CURATED
        assert (listed.status_code, listed.json().get("results")) == ((200, []) if is_open else (404, None))


@pytest.mark.parametrize("name", RESOURCES)
def test_an_unknown_parameter_field_order_size_or_cursor_is_refused_by_name(reader, name):
    for query, parameter in {
        "colour=red": "colour",
        "name__startswith=a": "name__startswith",
        "fields=id,colour": "fields",
        "ordering=colour": "ordering",
        "page_size=0": "page_size",
        "page_size=201": "page_size",
        "page_size=１２": "page_size",
        f"page_size=1{'0' * 40}": "page_size",
        "cursor=nonsense": "cursor",
        "count=all": "count",
        "lang=xx": "lang",
    }.items():
        response = reader.get(f"/api/v1/{name}/?{query}")
        assert response.status_code == 400, query
        assert response["Content-Type"].startswith("application/problem+json")
        problem = response.json()
        assert {error["parameter"] for error in problem["errors"]} == {parameter}
        assert problem["status"] == 400
        assert problem["instance"] == f"urn:request:{response['X-Request-ID']}"


def walk(client, path):
    """All rows of a list, page by page forward, and the same backward from its end."""
    forward, page = [], client.get(path).json()
    while True:
        forward += page["results"]
        if page["next"] is None:
            break
        page = client.get(page["next"]).json()
    backward = [*page["results"]]
    while page["previous"]:
        page = client.get(page["previous"]).json()
        backward = page["results"] + backward
    return forward, backward


@pytest.mark.parametrize("ordering", ["name", "-name", "founded_on", "-founded_on"])
def test_a_cursor_walks_every_row_once_in_both_directions(client, ordering):
    for place in range(11):
        factories.OrganisationFactory(
            name_en=f"Same name {place // 3}", founded_on=["1994-08", "2000", None][place % 3]
        )
    forward, backward = walk(client, f"/api/v1/organisations/?page_size=3&ordering={ordering}")
    ids = [row["id"] for row in forward]
    assert len(ids) == len(set(ids)) == 11
    assert [row["id"] for row in backward] == ids
    column = ordering.strip("-")
    keys = [(row[column] or "", row["id"]) for row in forward]
    assert keys == sorted(keys, reverse=ordering.startswith("-"))


def test_rows_that_come_meanwhile_neither_double_nor_hide_others(client):
    factories.OrganisationFactory.create_batch(6)
    before = {row["id"] for row in results(client, "/api/v1/organisations/")}
    page = client.get("/api/v1/organisations/?page_size=2").json()
    seen = []
    while True:
        seen += [row["id"] for row in page["results"]]
        factories.OrganisationFactory(name_en="AAA came meanwhile")
        if page["next"] is None:
            break
        page = client.get(page["next"]).json()
    assert len(seen) == len(set(seen))
    assert before <= set(seen)


def test_the_cursor_of_another_order_is_refused(client):
    factories.OrganisationFactory.create_batch(3)
    cursor = client.get("/api/v1/organisations/?page_size=1").json()["next"].split("cursor=")[1].split("&")[0]
    response = client.get(f"/api/v1/organisations/?page_size=1&ordering=-name&cursor={cursor}")
    assert response.status_code == 400


def test_texts_come_in_the_language_asked_for_and_from_the_other_where_it_is_missing(client):
    factories.OrganisationFactory(name_en="Science park", name_zh_hans="科技园")
    factories.OrganisationFactory(name_en="Only English")
    factories.OrganisationFactory(name_en="", name_zh_hans="只有中文")

    def names(path, **headers):
        return sorted(row["name"] for row in client.get(path, headers=headers).json()["results"])

    assert names("/api/v1/organisations/") == ["Only English", "Science park", "只有中文"]
    chinese = ["Only English", "只有中文", "科技园"]
    assert names("/api/v1/organisations/?lang=zh-hans") == chinese
    assert names("/api/v1/organisations/", accept_language="zh-CN,zh;q=0.9") == chinese


def test_chinese_names_are_sorted_by_pinyin(client):
    for name in ("深圳", "北京", "上海"):
        factories.OrganisationFactory(name_en="", name_zh_hans=name)
    rows = results(client, "/api/v1/organisations/?lang=zh-hans")
    assert [row["name"] for row in rows] == ["北京", "上海", "深圳"]


def test_only_the_fields_asked_for_are_sent(client):
    factories.ParkFactory()
    (row,) = results(client, "/api/v1/parks/?fields=id,description")
    assert list(row) == ["id", "description"]


def test_the_count_is_told_when_asked_for(client):
    factories.OrganisationFactory.create_batch(3)
    assert "count" not in client.get("/api/v1/organisations/").json()
    assert client.get("/api/v1/organisations/?count=exact&page_size=1").json()["count"] == 3
    estimated = client.get("/api/v1/organisations/?count=estimate").json()
    assert (estimated["count"], estimated["count_is_exact"]) == (3, True)


def test_what_is_nested_and_hidden_is_not_there(client):
    hidden = factories.OrganisationFactory(is_published=False, name_en="Canary")
    park = factories.ParkFactory(parent=factories.ParkFactory(organisation=hidden))
    agreement = factories.AgreementFactory()
    factories.AgreementPartyFactory(agreement=agreement, organisation=hidden)
    assert client.get(f"/api/v1/parks/{park.pk}/").json()["parent"] is None
    assert client.get(f"/api/v1/agreements/{agreement.pk}/").json()["parties"] == []
    curator = factories.CuratorFactory()
    client.force_login(curator)
    assert client.get(f"/api/v1/parks/{park.pk}/").json()["parent"]["name"] == "Canary"


def test_an_agreement_that_is_not_public_is_seen_by_its_parties_only(client):
    insider, outsider = factories.UserFactory.create_batch(2)
    party = factories.OrganisationFactory(members=[insider])
    agreement = factories.AgreementFactory(is_published=False, title_en="Secret")
    factories.AgreementPartyFactory(agreement=agreement, organisation=party)
    for user, seen in ((None, []), (outsider, []), (insider, ["Secret"])):
        client.logout()
        if user:
            client.force_login(user)
        assert [row["title"] for row in results(client, "/api/v1/agreements/")] == seen


def test_hidden_and_missing_rows_are_refused_in_the_same_words(client):
    hidden = factories.OrganisationFactory(is_published=False)
    bodies = []
    for key in (hidden.pk, hidden.slug, "org_missing", "a" * 300):
        response = client.get(f"/api/v1/organisations/{key}/")
        assert response.status_code == 404
        bodies.append({name: value for name, value in response.json().items() if name != "instance"})
    assert all(body == bodies[0] for body in bodies)


def test_whatever_else_is_asked_for_under_api_is_a_problem(client):
    for path in ("/api/", "/api/v2/parks/", "/api/v1/nothing/"):
        response = client.get(path)
        assert response.status_code == 404
        assert response.json()["code"] == "not-found"
    refused = client.post("/api/v1/parks/", json.dumps({}), content_type="application/json")
    assert refused.status_code == 405
    assert refused["Content-Type"].startswith("application/problem+json")


def test_statements_are_kept_by_reader_and_language_not_by_cursor(client):
    factories.OrganisationFactory.create_batch(5)
    _kept.clear()
    walk(client, "/api/v1/organisations/?page_size=1")
    assert len(_kept) == 3  # the first page, those after a key, those before one
