"""What clients may get wrong, and what may have changed since they last asked."""

import base64
import json

import pytest

from tests import factories

ORGANISATIONS = "/api/v1/organisations/"
COUNTRIES = "/api/v1/countries/"


def codes(client, path):
    return [row["code"] for row in client.get(path).json()["results"]]


@pytest.mark.django_db
def test_half_a_character_in_a_cursor_is_refused(client):
    text = json.dumps([0, "sort_en", "\ud800", "x"])
    cursor = base64.urlsafe_b64encode(text.encode()).decode()
    assert client.get(ORGANISATIONS, {"cursor": cursor}).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["00000199", "000001" + "9" * 40, "11", "0", ""])
@pytest.mark.parametrize("path", ["/api/v1/search/", "/search/"])
def test_a_page_of_results_beyond_the_last_is_refused(client, path, page):
    assert client.get(path, {"q": "park", "page": page}).status_code == 400


@pytest.mark.django_db
def test_a_refusal_is_told_in_the_language_of_its_reader_not_of_the_one_before(client):
    client.get("/zh-hans/about/")
    refused = client.get(f"{ORGANISATIONS}?q=%00", headers={"accept-language": "en"})
    assert refused.json()["title"] == "The request is not right"


@pytest.mark.django_db
def test_what_is_not_there_is_not_unchanged_either(client):
    hidden = factories.OrganisationFactory(is_published=False)
    for key in ("missing", hidden.slug):
        assert client.get(f"{ORGANISATIONS}{key}/", headers={"if-none-match": "*"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_tag_that_a_proxy_weakened_by_compressing_still_counts(client):
    etag = client.get(ORGANISATIONS)["ETag"]
    assert client.get(ORGANISATIONS, headers={"if-none-match": f"W/{etag}"}).status_code == 304


@pytest.mark.django_db
def test_head_answers_as_get_without_a_body_and_options_tells_the_methods(client):
    factories.OrganisationFactory()
    head = client.head(ORGANISATIONS)
    assert (head.status_code, head.content) == (200, b"")
    options = client.options(ORGANISATIONS)
    assert (options.status_code, options.content) == (204, b"")
    assert options["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_another_method_is_refused_as_a_problem_that_names_the_right_ones(client, method):
    for path in (ORGANISATIONS, f"{ORGANISATIONS}x/", "/api/v1/search/", "/api/v1/me/"):
        refused = getattr(client, method)(path)
        assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert refused["Content-Type"] == "application/problem+json"


@pytest.mark.django_db(transaction=True)
def test_a_filter_asks_anew_after_each_change(client):
    factories.CountryFactory(code="MY", code3="MYS")
    there = f"{COUNTRIES}?in_network=true"
    assert codes(client, there) == []
    factories.ParkFactory(organisation=factories.OrganisationFactory(country="MY"))
    assert codes(client, there) == ["MY"]


@pytest.mark.django_db(transaction=True)
def test_what_is_hidden_meanwhile_is_no_choice_of_a_filter_any_more(client):
    tenancy = factories.TenancyFactory()
    park = tenancy.park.organisation
    path = f"/api/v1/enterprises/?park={park.slug}"
    assert client.get(path).status_code == 200
    park.is_published = False
    park.save()
    missing = client.get("/api/v1/enterprises/?park=missing")
    assert client.get(path).status_code == missing.status_code == 400


@pytest.mark.django_db
def test_search_results_are_not_mixed_up_between_languages_or_readers(client):
    answer = client.get("/api/v1/search/", {"q": "park"})
    assert {"Accept-Language", "Cookie"} <= {each.strip() for each in answer["Vary"].split(",")}
    assert answer["Content-Language"] == "en"


@pytest.mark.django_db
def test_words_beyond_what_anybody_types_are_refused(client):
    words = " ".join(["park"] * 1000)
    for name in ("organisations", "sources", "discrepancies", "terms"):
        assert client.get(f"/api/v1/{name}/", {"q": words}).status_code == 400
