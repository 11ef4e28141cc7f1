import re

import pytest

from organisations.models import Organisation
from tests.factories import (
    DiscrepancyFactory,
    EnterpriseFactory,
    MilestoneFactory,
    ObservationFactory,
    OrganisationFactory,
    OrganisationRelationFactory,
    ParkFactory,
    PassageFactory,
    StageFactory,
    TenancyFactory,
)

pytestmark = pytest.mark.django_db


def text(response):
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def park(slug, name="", **fields):
    organisation = OrganisationFactory(slug=slug, name_en=name or slug, kind=Organisation.Kind.PARK)
    return ParkFactory(organisation=organisation, **fields)


def enterprise(slug, name="", **fields):
    return EnterpriseFactory(organisation=OrganisationFactory(slug=slug, name_en=name or slug), **fields)


def slugs(response):
    return [row.organisation.slug for row in response.context["rows"]]


def labels(nodes):
    return [(node["label"], labels(node["children"])) for node in nodes]


@pytest.fixture
def tuspark():
    return park("tuspark", "TusPark", approach="partnership", opened_on="1994-08")


def test_parks_are_filtered_by_what_they_are(client, tuspark):
    park("hub", kind="innovation_hub", status="planned")
    assert slugs(client.get("/parks/?approach=partnership")) == ["tuspark"]
    assert slugs(client.get("/parks/?status=planned&status=closed")) == ["hub"]
    assert slugs(client.get("/parks/?kind=innovation_hub&kind=science_park")) == ["hub", "tuspark"]


def test_enterprises_are_filtered_by_the_parks_they_are_seen_in(client, tuspark):
    other = park("other", is_published=False)
    TenancyFactory(enterprise=enterprise("shown"), park=tuspark)
    TenancyFactory(enterprise=enterprise("quiet"), park=tuspark, is_published=False)
    TenancyFactory(enterprise=enterprise("elsewhere"), park=other)
    assert slugs(client.get("/enterprises/?park=tuspark")) == ["shown"]
    hidden, none = client.get("/enterprises/?park=other"), client.get("/enterprises/?park=nowhere")
    assert text(hidden).replace("other", "nowhere") == text(none)
    assert slugs(client.get("/enterprises/")) == ["elsewhere", "quiet", "shown"]


def test_enterprises_are_filtered_by_being_multinational(client):
    enterprise("big", is_multinational=True)
    enterprise("small")
    assert slugs(client.get("/enterprises/?is_multinational=true")) == ["big"]


def test_milestones_are_filtered_by_dates_as_exact_as_they_are(client, tuspark):
    for when in ("2013", "2014", "2014-08", "2016-03-21"):
        MilestoneFactory(organisation=tuspark.organisation, title_en=when, happened_on=when)
    rows = client.get("/milestones/?after=2014-06&before=2015").context["rows"]
    assert [row.title for row in rows] == ["2014", "2014-08"]
    wrong = client.get("/milestones/?after=2014-13")
    assert "2014-13" in text(wrong) and wrong.context["rows"] == []


def test_a_park_tells_its_facts_its_operator_and_its_enterprises(client, tuspark):
    passage = PassageFactory(label_en="Table 2")
    operator = OrganisationFactory(name_en="TusHoldings")
    OrganisationRelationFactory(organisation=operator, kind="operates", other=tuspark.organisation)
    TenancyFactory(enterprise=enterprise("pg", "P&G"), park=tuspark, settled_on="1997").passages.add(passage)
    page = text(client.get("/parks/tuspark/"))
    assert "global partnership" in page and "August 1994" in page
    assert "Operated by TusHoldings" in page and "is developed, built and operated by TusHoldings" in page
    assert "P&amp;G" in page and "settled · since 1997" in page and "Table 2" in page
    assert "TusPark Source: Table 2 settled · since 1997" in text(client.get("/enterprises/pg/"))


def test_the_history_of_a_park_and_of_its_operator_stands_by_stage(client, tuspark):
    operator = OrganisationFactory(name_en="TusHoldings")
    OrganisationRelationFactory(organisation=operator, kind="operates", other=tuspark.organisation)
    stage = StageFactory(organisation=operator, name_en="Early stage")
    MilestoneFactory(organisation=operator, stage=stage, title_en="Idea", happened_on="1993")
    MilestoneFactory(organisation=tuspark.organisation, title_en="Opening", happened_on="1994-08")
    MilestoneFactory(title_en="Visit", happened_on="2016").concerns.add(tuspark.organisation)
    page = text(client.get("/parks/tuspark/"))
    assert re.search(
        r"Early stage .*1993 .*Idea .*Outside the stages .*August 1994 .*Opening .*2016 .*Visit", page
    )


def test_a_figure_of_a_park_stands_on_its_page_with_its_source(client, tuspark):
    figure = ObservationFactory(
        organisation=tuspark.organisation, value=1200, printed="more than 1200", qualifier="over"
    )
    figure.passages.add(PassageFactory(label_en="Section III"))
    ObservationFactory(organisation=tuspark.organisation, value=12, scope_en="patents held at home")
    page = text(client.get("/parks/tuspark/"))
    assert "over 1,200" in page and "Section III" in page and ": patents held at home" in page


def test_a_discrepancy_of_the_park_and_of_its_organisation_is_told_once(client, tuspark):
    found = DiscrepancyFactory(title_en="Approval printed as 1998")
    tuspark.discrepancies.add(found)
    tuspark.organisation.discrepancies.add(found)
    assert text(client.get("/parks/tuspark/")).count("Approval printed as 1998") == 1


def test_the_tree_shows_no_gap_where_a_park_is_hidden(client, curator):
    top = park("top")
    middle = park("middle", parent=top, is_published=False)
    here = park("here", parent=middle)
    gone = park("gone", parent=here, is_published=False)
    park("leaf", parent=gone)
    page = client.get("/parks/here/")
    assert labels(page.context["tree"]) == [("top", [("here", [("leaf", [])])])]
    assert "middle" not in page.content.decode() and "gone" not in page.content.decode()
    client.force_login(curator)
    tree = client.get("/parks/here/").context["tree"]
    assert labels(tree) == [("top", [("middle", [("here", [("gone", [("leaf", [])])])])])]


def test_what_is_hidden_of_a_park_is_nowhere(client, tuspark):
    own = tuspark.organisation
    TenancyFactory(park=tuspark, enterprise=enterprise("a", "Secret A"), is_published=False)
    TenancyFactory(park=tuspark, enterprise=enterprise("b", "Secret B", is_published=False))
    MilestoneFactory(organisation=own, title_en="Secret event", is_published=False)
    stage = StageFactory(organisation=own, name_en="Secret stage", is_published=False)
    hidden = OrganisationFactory(name_en="Secret body", is_published=False)
    MilestoneFactory(slug="shown", organisation=own, title_en="Seen", stage=stage).concerns.add(hidden)
    ObservationFactory(organisation=own, indicator__name_en="Secret figure", is_published=False)
    OrganisationRelationFactory(organisation=hidden, kind="operates", other=own)
    for address in ("/parks/tuspark/", "/organisations/tuspark/", "/milestones/shown/", "/milestones/", "/"):
        assert "Secret" not in client.get(address).content.decode(), address


@pytest.mark.parametrize("address", ["/parks/x/", "/enterprises/x/", "/milestones/x/"])
def test_a_hidden_thing_answers_like_one_that_never_was(client, address):
    absent = client.get(address)
    park("x", is_published=False)
    enterprise("y", is_published=False)
    MilestoneFactory(slug="x", is_published=False)
    hidden = client.get(address)
    assert (absent.status_code, hidden.status_code) == (404, 404)
    assert absent.content == hidden.content


def test_a_profile_of_a_hidden_organisation_is_hidden(client):
    park("x")
    Organisation.objects.update(is_published=False)
    assert client.get("/parks/x/").status_code == 404


def test_milestones_lead_to_the_ones_before_and_after(client, tuspark):
    for year in ("2001", "2002", "2003"):
        MilestoneFactory(
            slug=year, organisation=tuspark.organisation, title_en=f"Event {year}", happened_on=year
        )
    page = client.get("/milestones/2002/")
    assert (page.context["before"].slug, page.context["after"].slug) == ("2001", "2003")
    assert client.get("/milestones/2001/").context["before"] is None


@pytest.mark.parametrize("count", [1, 3])
def test_a_park_page_costs_the_same_however_much_it_tells(client, tuspark, count, django_assert_num_queries):
    operator = OrganisationFactory()
    OrganisationRelationFactory(organisation=operator, kind="operates", other=tuspark.organisation)
    for number in range(count):
        TenancyFactory(park=tuspark).passages.add(PassageFactory())
        park(f"child-{number}", parent=tuspark)
        stage = StageFactory(organisation=operator)
        MilestoneFactory(organisation=operator, stage=stage).concerns.add(OrganisationFactory())
        ObservationFactory(organisation=tuspark.organisation).passages.add(PassageFactory())
    with django_assert_num_queries(37):
        client.get("/parks/tuspark/")
