"""Whatever is typed into a search is answered or refused, and soon."""

import time

import pytest

from search.query import understand
from search.words import asked_words, normalise
from tests.factories import ListingFactory

pytestmark = pytest.mark.django_db
NASTY = {
    "long": "patent " * 15_000,
    "one long word": "a" * 100_000,
    "signs": "!?.,;:()[]{}<>/" * 500,
    "operators": "patent & | ! <-> :* ( ) 'x' \\ -not OR AND NEAR/3",
    "nothing that a database keeps": "pat\x00ent \udcff \ud800",
    "marks of direction": "\u202epatent\u202c \u200f\u200e\u2066x\u2069",
    "a heap of accents": "a" + "\u0301" * 50_000,
    "a form that grows": "\ufdfa" * 10_000,
    "many words": " ".join(f"word{number}" for number in range(20_000)),
    "chinese": "知识产权" * 20_000,
    "nested": "(" * 20_000,
    "regular": "(a+)+$" * 5_000,
    "sql": "'; DROP TABLE search_entry; --",
    "blank": " \t\n\u3000",
}
DOORS = [
    "/search/",
    "/search/suggest/",
    "/api/v1/search/",
    "/catalogue/",
    "/api/v1/listings/",
    "/catalogue/feed.atom",
]
nasty = pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)


@nasty
def test_it_is_understood_in_no_time(text):
    understand("patent")
    begun = time.process_time()
    understand(text)
    asked_words(text)
    assert time.process_time() - begun < 0.1


@nasty
@pytest.mark.parametrize("door", DOORS)
def test_each_door_answers_or_refuses(client, door, text):
    ListingFactory(title_en="Patent search")
    asked = text[:2_000].encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    assert client.get(door, {"q": asked}).status_code in (200, 400)


@pytest.mark.parametrize(
    "name", ["title__regex", "country__startswith", "vector", "facets", "kind__in", "listing", "ordering__x"]
)
def test_no_lookup_gets_through_a_parameter(client, name):
    for door in ("/api/v1/search/?q=x", "/api/v1/listings/?q=x", "/api/v1/listings/facets/?q=x"):
        answer = client.get(f"{door}&{name}=a")
        assert answer.status_code == 400 and name in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "value"), [("kind", "nonsense"), ("country", "ZZ"), ("page", "0"), ("page", "9e9")]
)
def test_unknown_values_are_named(client, name, value):
    answer = client.get("/api/v1/search/", {"q": "x", name: value})
    assert answer.status_code == 400 and value in answer.content.decode()


def test_what_no_database_keeps_is_left_out():
    assert normalise("pat\x00ent\ud800") == "pat ent "
