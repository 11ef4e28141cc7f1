import re

import pytest

from tests.factories import (
    DistinctionFactory,
    IdentifierFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    OrganisationNameFactory,
    OrganisationRelationFactory,
    PassageFactory,
    PersonFactory,
    PositionFactory,
)

pytestmark = pytest.mark.django_db


def text(response):
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def tus():
    return OrganisationFactory(slug="tus", name_en="TusHoldings", name_zh_hans="启迪控股")


def test_an_organisation_is_found_by_any_of_its_names(client, tus):
    OrganisationNameFactory(organisation=tus, text="Tus-Holdings Co., Ltd.")
    OrganisationFactory(name_en="Other")
    for word in ("tusholdings", "启迪", "co., ltd", "ltd. holdings"):
        rows = client.get("/organisations/", {"q": word}).context["rows"]
        assert [row.slug for row in rows] == ["tus"], word


def test_names_in_other_languages_and_identifiers_stand_on_the_page(client, tus):
    OrganisationNameFactory(organisation=tus, text="Tus-Holdings", kind="printed")
    IdentifierFactory(organisation=tus, scheme="wikidata", value="Q42")
    page = client.get("/organisations/tus/")
    assert "启迪控股" in text(page) and "Tus-Holdings" in text(page)
    assert "https://www.wikidata.org/wiki/Q42" in page.content.decode()


def test_a_relation_is_read_from_both_ends(client, tus):
    OrganisationRelationFactory(
        organisation=OrganisationFactory(slug="centre", name_en="Centre"), kind="predecessor", other=tus
    )
    assert "is the successor of Centre" in text(client.get("/organisations/tus/"))
    assert "is the predecessor of TusHoldings" in text(client.get("/organisations/centre/"))


def test_people_networks_and_distinctions_stand_on_the_page_with_their_sources(client, tus):
    network = OrganisationFactory(slug="iasp", name_en="IASP", kind="association")
    passage = PassageFactory(label_en="Table 2")
    PositionFactory(
        person=PersonFactory(slug="chen", name_en="Chen Hongbo"),
        organisation=network,
        on_behalf_of=tus,
        kind="office",
        title_en="Member of the Council",
    ).passages.add(passage)
    NetworkMembershipFactory(network=network, member=tus, joined_on="2003").passages.add(passage)
    award = DistinctionFactory(organisation=tus, title_en="Best Practices Award")
    award.granted_by.add(network)
    here, there = text(client.get("/organisations/tus/")), text(client.get("/organisations/iasp/"))
    assert "Member of the Council · IASP" in here and "member of IASP" in here and "since 2003" in here
    assert "Best Practices Award" in here and "by IASP" in here and "Table 2" in here
    assert "has the member TusHoldings" in there and "given to TusHoldings" in there
    person = text(client.get("/people/chen/"))
    assert "Member of the Council, on behalf of TusHoldings IASP" in person


def test_what_is_hidden_is_nowhere(client, tus, curator):
    hidden = OrganisationFactory(slug="hidden", name_en="Secret", is_published=False, latitude=1, longitude=1)
    type(tus).objects.filter(pk=tus.pk).update(latitude=2, longitude=2, parent=hidden)
    OrganisationFactory(name_en="Secret branch", parent=tus, is_published=False)
    OrganisationRelationFactory(organisation=tus, other=hidden)
    NetworkMembershipFactory(network=hidden, member=tus)
    PositionFactory(organisation=tus, on_behalf_of=hidden, title_en="Director")
    PositionFactory(organisation=tus, person=PersonFactory(name_en="Secret person", is_published=False))
    DistinctionFactory(organisation=tus, title_en="Secret award", is_published=False)
    DistinctionFactory(organisation=tus).granted_by.add(hidden)
    DistinctionFactory(organisation=hidden, title_en="Secret grade").granted_by.add(tus)
    assert "Secret" not in client.get("/organisations/tus/").content.decode()
    assert client.get("/organisations/hidden/").status_code == 404
    client.force_login(curator)
    assert client.get("/organisations/tus/").content.decode().count("Secret") >= 7
    assert client.get("/organisations/hidden/").status_code == 200


def test_a_hidden_person_has_no_page(client):
    PersonFactory(slug="nobody", is_published=False)
    assert client.get("/people/nobody/").status_code == 404


def test_a_name_missing_in_chinese_is_shown_in_english_and_marked_as_such(client):
    OrganisationFactory(slug="bue", name_en="British University in Egypt")
    page = client.get("/zh-hans/organisations/bue/").content.decode()
    assert '<h1 lang="en">British University in Egypt</h1>' in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_much_it_tells(client, tus, count, django_assert_num_queries):
    for _ in range(count):
        OrganisationRelationFactory(organisation=tus).passages.add(PassageFactory())
        OrganisationRelationFactory(other=tus)
        NetworkMembershipFactory(member=tus)
        PositionFactory(organisation=tus, on_behalf_of=OrganisationFactory())
        DistinctionFactory(organisation=tus).granted_by.add(OrganisationFactory())
        OrganisationNameFactory(organisation=tus)
        OrganisationFactory(parent=tus)
    client.get("/organisations/tus/")
    with django_assert_num_queries(32):
        client.get("/organisations/tus/")
