"""Names are suggested while somebody types them, in either language, and nothing hidden among them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.operations import index_records
from tests import factories

pytestmark = pytest.mark.django_db


BODIES = {"Harbour Institute": "海港研究院", "Harbourside": "", "Old Harbour": ""}


@pytest.fixture(autouse=True)
def names():
    rows = [factories.OrganisationFactory(name_en=en, name_zh_hans=zh) for en, zh in BODIES.items()]
    park = factories.OrganisationFactory(name_en="Harbour park", name_zh_hans="海港科技园")
    hidden = factories.OrganisationFactory(name_en="Harbour secret", is_published=False)
    index_records([*rows, factories.ParkFactory(organisation=park), hidden])


def suggested(client, text, language=""):
    return [one["title"] for one in client.get(f"{language}/search/suggest/", {"q": text}).json()["results"]]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("harb", "Harbour park"),
        ("HARBOUR I", "Harbour Institute"),
        ("institute harb", "Harbour Institute"),
        ("海港", "Harbour park"),
        ("haigang", "Harbour park"),
        ("hgkjy", "Harbour park"),
        ("Hàrbourside", "Harbourside"),
    ],
)
def test_a_name_is_suggested_by_its_beginning(client, typed, first):
    assert suggested(client, typed)[0] == first


def test_names_that_begin_so_come_before_those_with_such_a_word(client):
    assert suggested(client, "harb") == ["Harbour park", "Harbourside", "Harbour Institute", "Old Harbour"]


def test_in_the_language_of_the_page(client):
    assert suggested(client, "harbour p", "/zh-hans") == ["海港科技园"]


@pytest.mark.parametrize("typed", ["", " ", "h", "!!", "'", "a\\", "harb:*", "& |", "x" * 5_000])
def test_odd_beginnings_suggest_nothing_or_something(client, typed):
    assert len(suggested(client, typed)) <= 8


def test_it_costs_the_same_however_many_there_are(client):
    costs = []
    for count in (1, 10):
        index_records(factories.OrganisationFactory.create_batch(count, name_en="Harbour works"))
        with CaptureQueriesContext(connection) as asked:
            suggested(client, "harbour w")
        costs.append(len(asked))
    assert costs[0] == costs[1] == 1
