"""One box finds records by words, names, acronyms and near misses, in both languages."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from search import operations
from search.models import Entry, Word
from search.operations import index_records, reindex
from search.registry import KINDS
from search.words import asked_words, segments
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def mvv():
    organisation = factories.OrganisationFactory(
        slug="mvv-sp",
        name_en="Malaysian Vision Valley Science Park",
        name_zh_hans="马来西亚愿景谷科技园",
        country="MY",
    )
    factories.OrganisationNameFactory(organisation=organisation, text="MVV SP", kind="acronym")
    park = factories.ParkFactory(organisation=organisation)
    index_records([park])
    return park


def found(client, query, **parameters):
    response = client.get("/api/v1/search/", {"q": query, **parameters})
    assert response.status_code == 200, response.content
    return [result["title"] for result in response.json()["results"]]


@pytest.mark.parametrize(
    "query",
    [
        "MVV SP",
        "mvv",
        "Vision Valley",
        "valleys",
        "马来西亚",
        "愿景谷科技园",
        "ＭＶＶ",
        "Visoin Valley",
        "Malaysian 科技园",
    ],
)
def test_a_park_is_found_by(client, mvv, query):
    assert found(client, query) == ["Malaysian Vision Valley Science Park"]


def test_something_else_does_not_find_it(client, mvv):
    assert found(client, "埃及") == []
    assert found(client, "Egypt") == []


def test_titles_come_in_the_language_of_the_page(client, mvv):
    assert "马来西亚愿景谷科技园" in client.get("/zh-hans/search/", {"q": "MVV"}).content.decode()


def test_hidden_records_are_neither_found_nor_counted(client, mvv):
    hidden = factories.ParkFactory(organisation__name_en="Vision Canary", organisation__is_published=False)
    index_records([hidden])
    assert found(client, "vision") == ["Malaysian Vision Valley Science Park"]
    assert client.get("/api/v1/search/?q=vision").json()["facets"]["kind"] == {"park": 1}
    client.force_login(factories.CuratorFactory())
    assert len(found(client, "vision")) == 2


def test_what_is_renamed_or_deleted_is_found_so(client, mvv):
    mvv.organisation.name_en = "Renamed park"
    mvv.organisation.save()
    index_records([mvv])
    assert found(client, "renamed") == ["Renamed park"]
    pk = mvv.pk
    mvv.delete()
    mvv.pk = pk
    index_records([mvv])
    assert [entry.kind for entry in Entry.objects.all()] == ["organisation"]  # what it is without its park


def test_who_has_only_a_hidden_profile_is_found_by_itself(client, mvv):
    mvv.is_published = False
    mvv.save()
    index_records([mvv])
    page = client.get("/api/v1/search/?q=vision+valley").json()
    assert [hit["url"] for hit in page["results"]] == [f"/organisations/{mvv.organisation.slug}/"]
    mvv.is_published = True
    mvv.save()
    index_records([mvv])
    assert client.get("/api/v1/search/?q=vision+valley").json()["facets"]["kind"] == {"park": 1}


def test_reindexing_makes_the_same_index(client, mvv):
    factories.CountryFactory()
    reindex()
    first = list(Entry.objects.order_by("kind", "record").values("kind", "record", "names", "vector"))
    reindex()
    assert list(Entry.objects.order_by("kind", "record").values("kind", "record", "names", "vector")) == first


def test_who_writes_while_the_index_is_made_anew_is_found_as_written(mvv, monkeypatch):
    """Before its batch and after it; and what nobody is called any more is no word to correct to."""
    monkeypatch.setattr(operations, "BATCH", 1)
    parks = [mvv, *(factories.ParkFactory(organisation__name_en=f"Wandering park {n}") for n in range(3))]
    index_records(parks)
    told = []

    def rename(kind, done):
        told.append((kind.name, done))
        if told[-1] == ("park", 2):
            for number, park in enumerate(parks):
                park.organisation.name_en = f"Quixotic {number}"
                park.organisation.save()
                index_records([park])

    reindex(rename)
    assert told[-1][0] in KINDS and ("park", 4) in told
    names = Entry.objects.filter(kind="park").values_list("title_en", flat=True)
    assert sorted(names) == [f"Quixotic {number}" for number in range(4)]
    assert Word.objects.filter(word="quixotic").exists()
    reindex()
    assert not Word.objects.filter(word="wandering").exists()
    assert Word.objects.filter(word="quixotic").exists()


@pytest.mark.django_db(transaction=True)
def test_an_answer_of_the_api_that_is_still_right_is_not_sent_again(client, mvv):
    answer = client.get("/api/v1/search/?q=valley")
    asked = {"headers": {"If-None-Match": answer["ETag"]}}
    assert answer["Content-Language"] == "en"
    assert client.get("/api/v1/search/?q=valley", **asked).status_code == 304
    assert client.get("/api/v1/search/?q=valley&lang=zh-hans", **asked).status_code == 200
    mvv.organisation.name_en = "Renamed valley"
    mvv.organisation.save()
    index_records([mvv])
    assert client.get("/api/v1/search/?q=valley", **asked).json()["results"][0]["title"] == "Renamed valley"


def test_facets_count_the_kinds_and_one_of_them_narrows(client, mvv):
    project = factories.ProjectFactory(title_en="Vision Valley strategic planning")
    index_records([project])
    assert client.get("/api/v1/search/?q=valley").json()["facets"]["kind"] == {"park": 1, "project": 1}
    assert found(client, "valley", kind="project") == ["Vision Valley strategic planning"]


@pytest.mark.parametrize("query", ["!!!", "' OR 1=1 --", "&|!()", "a" * 100_000, "\u202e\u200d", "1e308 -1"])
def test_odd_queries_are_answered(client, mvv, query):
    assert client.get("/search/", {"q": query}).status_code == 200
    assert client.get("/api/v1/search/", {"q": query}).status_code == 200


@pytest.mark.parametrize(
    "parameters", [{"q": ""}, {"q": "a", "kind": "x"}, {"q": "a", "page": "0"}, {"q": "a", "x": "1"}]
)
def test_wrong_parameters_are_refused_by_the_api(client, parameters):
    assert client.get("/api/v1/search/", parameters).status_code == 400


def test_text_and_query_are_cut_in_the_same_way():
    assert set(asked_words("知识产权保护")) <= set(segments("海外知识产权保护服务"))
    assert segments("Ｃafé  TusPark") == ["cafe", "tuspark"]
    assert asked_words("?!") == []


def test_what_is_hidden_is_not_found_from_that_moment(client, mvv):
    mvv.organisation.is_published = False
    mvv.organisation.save()
    assert found(client, "MVV") == []
    assert client.get("/search/suggest/", {"q": "MVV"}).json()["results"] == []


def test_indexing_costs_the_same_however_many_records():
    costs = []
    for count in (2, 20):
        bodies = factories.OrganisationFactory.create_batch(count)
        factories.ParkFactory(organisation=bodies[0])
        with CaptureQueriesContext(connection) as queries:
            index_records(bodies)
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert Entry.objects.filter(kind="organisation").count() == 20
    assert Entry.objects.filter(kind="park").count() == 2


def test_of_very_many_the_newest_are_weighed_and_the_best_of_them_comes_first(client, monkeypatch):
    from search import querysets

    texts = [("Valley", ""), ("Other", "In a valley"), ("Another", "In a valley"), ("Old valley", "")]
    for days, (title, summary) in enumerate(texts):
        day = timezone.now() - datetime.timedelta(days=days + 1)
        factories.ListingFactory(title_en=title, summary_en=summary, publish_at=day)
    assert found(client, "valley") == ["Valley", "Old valley", "Other", "Another"]
    monkeypatch.setattr(querysets, "WEIGHED", 0)
    monkeypatch.setattr(querysets, "NEWEST", 3)
    assert found(client, "valley") == ["Valley", "Other", "Another"]
    assert client.get("/api/v1/search/?q=valley").json()["count"] == 4
