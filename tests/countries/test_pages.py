import pytest

from tests.factories import (
    AgreementFactory,
    AgreementPartyFactory,
    CountryFactory,
    CountryGroupFactory,
    CountryGroupMemberFactory,
    EnterpriseFactory,
    OrganisationFactory,
    ParkFactory,
    PartnerFactory,
    PassageFactory,
    ProjectFactory,
)
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Malaysia with a park, Egypt with an agreement, France with nothing."""
    malaysia = CountryFactory()
    egypt = CountryFactory(code="EG", code3="EGY", name_en="Egypt", name_zh_hans="埃及", region="africa")
    CountryFactory(code="FR", code3="FRA", name_en="France", name_zh_hans="法国", region="europe")
    ParkFactory(organisation__country="MY")
    AgreementFactory(countries=["EG"])
    road = CountryGroupFactory(slug="road", name_en="The Road")
    CountryGroupMemberFactory(group=road, country=malaysia)
    CountryGroupMemberFactory(
        country=egypt, group__name_en="Hidden group", group__is_published=False, group__slug="h"
    )


def test_list_opens_with_the_countries_of_the_network(client, world):
    page = Page(client.get("/countries/"))
    assert page.cards == ["Egypt", "Malaysia"] and page.count == "2 results"
    assert "1 park" in page.text and "1 agreement" in page.text
    assert "Hidden group" not in page.text
    assert Page(client.get("/countries/?show=all")).cards == ["Egypt", "France", "Malaysia"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("region=africa", ["Egypt"]),
        ("group=road", ["Malaysia"]),
        ("q=fra", ["France"]),
        ("q=FR", ["France"]),
        ("q=法国", ["France"]),
        ("show=all&region=europe", ["France"]),
        ("ordering=-name", ["Malaysia", "Egypt"]),
    ],
)
def test_countries_are_filtered(client, world, query, found):
    assert Page(client.get(f"/countries/?{query}")).cards == found


@pytest.mark.parametrize("query", ["region=moon", "group=h", "show=some"])
def test_value_that_cannot_be_is_named_at_its_field(client, world, query):
    page = Page(client.get(f"/countries/?{query}"))
    assert page.cards == [] and "There is a problem" in page.text


def test_hidden_things_put_no_country_on_the_map_of_the_network(client):
    CountryFactory()
    ParkFactory(organisation__country="MY", is_published=False)
    PartnerFactory(organisation__country="MY", organisation__is_published=False)
    EnterpriseFactory(organisation__country="MY", is_published=False)
    ProjectFactory(country="MY", is_published=False)
    AgreementFactory(countries=["MY"], is_published=False)
    page = Page(client.get("/countries/"))
    assert page.cards == [] and page.count == "0 results"
    assert "Nothing of the network is here yet" in Page(client.get("/countries/MY/")).text


def test_country_tells_what_is_there(client):
    country = CountryFactory()
    place = PassageFactory(label_en="Section IV")
    member = CountryGroupMemberFactory(country=country, group__name_en="The Road")
    member.passages.add(place)
    ParkFactory(organisation__country="MY", organisation__name_en="Valley")
    PartnerFactory(organisation__country="MY", organisation__name_en="Academy")
    EnterpriseFactory(organisation__country="MY", organisation__name_en="Maker")
    ProjectFactory(country="MY", title_en="Valley plan")
    AgreementFactory(countries=["MY"], title_en="With the country")
    party = AgreementPartyFactory(organisation__country="MY", agreement__title_en="With a body there")
    OrganisationFactory(country="CN", name_en="Elsewhere")
    page = Page(client.get("/countries/MY/"))
    assert page.title == "Malaysia"
    assert "Valley" in page.section("parks") and "Academy" in page.section("partners")
    assert "Maker" in page.section("enterprises") and "Valley plan" in page.section("projects")
    assert "With the country" in page.section("agreements") and "With a body there" in page.section(
        "agreements"
    )
    assert "MYS" in page.section("facts") and "The Road Section IV" in page.section("facts").replace(
        "Source: ", ""
    )
    assert "4 organisations" in page.section("facts")
    assert "Elsewhere" not in page.text
    assert party.organisation.name in page.section("agreements")


def test_country_has_one_address(client):
    CountryFactory()
    response = client.get("/countries/my/")
    assert (response.status_code, response.headers["Location"]) == (301, "/countries/MY/")
    assert client.get("/countries/ZZ/").status_code == 404
    assert client.get("/countries/zz/").status_code in (301, 404)


def test_group_tells_its_countries_and_who_says_so(client):
    group = CountryGroupFactory(slug="road", name_en="The Road")
    CountryGroupMemberFactory(group=group).passages.add(PassageFactory(label_en="Section IV"))
    hidden = CountryFactory(code="EG", code3="EGY", name_en="Egypt", name_zh_hans="埃及")
    CountryGroupMemberFactory(group=group, country=hidden, is_published=False)
    page = Page(client.get("/countries/groups/road/"))
    assert "Malaysia" in page.section("members") and "Section IV" in page.section("members")
    assert "Egypt" not in page.text
    secret = CountryGroupFactory(is_published=False)
    assert client.get(secret.get_absolute_url()).status_code == 404


def test_countries_speak_chinese(client, world):
    assert Page(client.get("/zh-hans/countries/MY/")).title == "马来西亚"
    assert Page(client.get("/zh-hans/countries/")).cards == ["埃及", "马来西亚"]  # ai ji, ma lai xi ya


def test_lists_and_pages_cost_the_same_however_much_there_is(client, django_assert_max_num_queries):
    group, costs = CountryGroupFactory(), []
    CountryGroupMemberFactory(group=group)
    for codes in ["AA"], ["BB", "CC", "DD"]:
        for code in codes:
            country = CountryFactory(code=code, code3=f"{code}X", name_en=code, name_zh_hans=code)
            CountryGroupMemberFactory(group=group, country=country).passages.add(PassageFactory())
            CountryGroupMemberFactory(country_id="MY")
            for here in (code, "MY"):
                ParkFactory(organisation__country=here).passages.add(PassageFactory())
                PartnerFactory(organisation__country=here)
                EnterpriseFactory(organisation__country=here)
                ProjectFactory(country=here)
                AgreementPartyFactory(agreement__countries=[here])
        cost = []
        for address in ("/countries/", "/countries/MY/", group.get_absolute_url()):
            with django_assert_max_num_queries(60) as queries:
                client.get(address)
            cost.append(len(queries))
        costs.append(cost)
    assert costs == [[10, 25, 11], [10, 25, 11]]
