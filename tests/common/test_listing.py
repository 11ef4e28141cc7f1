"""Lists as pages; the list of parks stands for all of them."""

import re

import pytest

from organisations.models import Organisation
from tests.factories import (
    MilestoneFactory,
    OrganisationFactory,
    ParkFactory,
    PassageFactory,
    StageFactory,
    TenancyFactory,
)

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "results"}


def park(name, **fields):
    place = {key: fields.pop(key) for key in ("country", "name_zh_hans") if key in fields}
    organisation = OrganisationFactory(name_en=name, kind=Organisation.Kind.PARK, **place)
    return ParkFactory(organisation=organisation, **fields)


def names(response):
    return [row.organisation.name for row in response.context["rows"]]


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_list_is_filtered_sorted_and_counted_by_its_address(client):
    park("Alpha", kind="incubator")
    park("Beta", kind="science_park")
    park("Gamma", kind="incubator")
    response = client.get("/parks/", {"kind": "incubator", "ordering": "-name"})
    assert names(response) == ["Gamma", "Alpha"]
    assert "2 results" in text(response)


def test_a_filter_in_use_is_a_chip_that_takes_it_away(client):
    park("Alpha", kind="incubator")
    response = client.get("/parks/", {"kind": "incubator", "q": "alpha"})
    assert '<a class="pw-chip pw-chip--remove" href="/parks/?q=alpha">' in response.content.decode()


def test_htmx_gets_the_results_alone_and_a_cache_can_tell(client):
    park("Alpha")
    response = client.get("/parks/", **HTMX)
    assert "Alpha" in text(response)
    assert "<html" not in response.content.decode()
    assert "HX-Request" in response["Vary"] and "HX-Target" in response["Vary"]


def test_the_back_button_and_boosted_links_get_the_whole_page(client):
    back = client.get("/parks/", **HTMX, HTTP_HX_HISTORY_RESTORE_REQUEST="true")
    boosted = client.get("/parks/", HTTP_HX_REQUEST="true", HTTP_HX_BOOSTED="true")
    assert "<html" in back.content.decode() and "<html" in boosted.content.decode()


def test_pages_follow_each_other_and_keep_the_filters(client):
    for number in range(27):
        park(f"Park {number:02}", kind="incubator")
    first = client.get("/parks/", {"kind": "incubator", "q": ""})
    assert len(names(first)) == 25 and first.context["previous_url"] is None
    assert "q=" not in first.context["next_url"]
    second = client.get(first.context["next_url"])
    assert names(second) == ["Park 25", "Park 26"]
    assert names(client.get(second.context["previous_url"])) == names(first)


def test_another_language_begins_the_list_anew_with_the_same_filters(client):
    for number in range(26):
        park(f"Park {number:02}", kind="incubator")
    second = client.get(client.get("/parks/", {"kind": "incubator"}).context["next_url"])
    chinese = second.context["languages"][1]["url"]
    assert chinese == "/zh-hans/parks/?kind=incubator"
    assert len(names(client.get(chinese))) == 25


def test_a_wrong_value_is_told_at_its_field_and_nothing_is_listed(client):
    park("Alpha")
    response = client.get("/parks/", {"kind": "castle"})
    assert response.status_code == 200
    assert names(response) == []
    assert "castle" in str(response.context["filter"].form.errors["kind"])
    assert "Alpha" not in text(response)


def test_htmx_is_told_of_a_wrong_value_too(client):
    assert "Atlantis" in text(client.get("/parks/", {"country": "Atlantis"}, **HTMX))


@pytest.mark.parametrize("cursor", ["x", "W10", "💥", "9" * 5000])
def test_a_cursor_that_is_none_is_refused(client, cursor):
    assert client.get("/parks/", {"cursor": cursor}).status_code == 400


def test_nothing_found_tells_what_to_try(client):
    park("Alpha")
    response = client.get("/parks/", {"q": "zeta"})
    assert "Nothing found" in text(response) and 'href="/parks/"' in response.content.decode()


def test_only_the_countries_of_the_list_are_offered(client):
    park("Alpha", country="MY")
    park("Beta", country="EG", is_published=False)
    field = client.get("/parks/").context["filter"].form["country"]
    assert [code for code, _ in field.field.widget.choices] == ["", "MY"]
    assert names(client.get("/parks/", {"country": "my"})) == ["Alpha"]


def test_hidden_rows_are_neither_listed_nor_counted(client, curator):
    park("Seen")
    park("Hidden", is_published=False)
    park("Of a hidden body").organisation.__class__.objects.filter(name_en="Of a hidden body").update(
        is_published=False
    )
    assert names(client.get("/parks/")) == ["Seen"]
    assert client.get("/parks/").context["count"] == 1
    client.force_login(curator)
    assert len(names(client.get("/parks/"))) == 3


def test_chinese_readers_get_chinese_names_in_the_order_of_pinyin(client):
    park("Zhongguancun", name_zh_hans="中关村科技园区")
    park("Beijing", name_zh_hans="北京某园")
    park("Suzhou", name_zh_hans="苏州高新区")
    response = client.get("/zh-hans/parks/")
    assert names(response) == ["北京某园", "苏州高新区", "中关村科技园区"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"), [("/parks/", 3), ("/enterprises/", 5), ("/organisations/", 3), ("/milestones/", 8)]
)
def test_a_list_costs_the_same_however_many(client, count, path, queries, django_assert_num_queries):
    for tenancy in TenancyFactory.create_batch(count):
        body = tenancy.park.organisation
        milestone = MilestoneFactory(organisation=body, stage=StageFactory(organisation=body))
        milestone.passages.add(PassageFactory())
        milestone.concerns.add(OrganisationFactory())
    with django_assert_num_queries(queries):
        client.get(path)
