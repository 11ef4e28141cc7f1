"""The catalogue says how many one would find of each value, and then one finds as many."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.models import Listing
from common.changes import changed
from tests.factories import CategoryFactory, ListingFactory, OrganisationFactory
from tests.pages import Page, words

pytestmark = pytest.mark.django_db
LIST, FACETS = reverse("catalogue:list"), "/api/v1/listings/facets/"


@pytest.fixture
def shelf():
    """Listings that differ in all that one narrows down by."""
    protection = CategoryFactory(kind="service", slug="protection", name_en="Protection")
    patents = CategoryFactory(kind="service", slug="patents", name_en="Patents", parent=protection)
    university = OrganisationFactory(kind="university")
    hidden = OrganisationFactory(kind="investor", is_published=False)
    today = timezone.localdate()
    day = datetime.timedelta(days=1)
    ListingFactory(category=patents, countries=["MY"], price_model="fixed", title_en="Patent search")
    ListingFactory(category=protection, countries=[], industries=["ict"], languages=["en", "zh"])
    ListingFactory(category=protection, countries=["MY", "TH"], price_model="free", owner=university)
    ListingFactory(
        kind="opportunity",
        category__kind="opportunity",
        direction="offer",
        closes_on=today - day,
        owner=hidden,
    )
    ListingFactory(kind="opportunity", category__kind="opportunity", direction="request", closes_on=today)
    ListingFactory(status="draft", countries=["EG"], category=patents)


ASKED = [
    {},
    {"kind": ["service"]},
    {"kind": ["service", "opportunity"], "country": ["TH"]},
    {"category": ["protection"], "price": ["free", "fixed"]},
    {"open": ["true"], "country": ["MY"]},
    {"open": ["false"]},
    {"q": ["patent"], "country": ["MY"]},
    {"industry": ["ict"], "language": ["zh"]},
    {"provider_kind": ["university"]},
]


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_each_number_is_what_one_finds(client, shelf, asked):
    told = client.get(FACETS, asked).json()
    assert told["count_is_exact"]
    assert told["count"] == client.get("/api/v1/listings/", asked | {"count": "exact"}).json()["count"]
    for name, values in told["facets"].items():
        for value, number in values.items():
            narrowed = asked | {name: [value], "count": "exact"}
            assert client.get("/api/v1/listings/", narrowed).json()["count"] == number, (name, value)


def test_what_is_hidden_is_in_no_number(client, shelf):
    told = client.get(FACETS).json()["facets"]
    assert "EG" not in told["country"] and "investor" not in told["provider_kind"]
    assert told["category"]["patents"] == 1


def test_an_unknown_filter_is_named(client, shelf):
    answer = client.get(FACETS, {"colour": "red"})
    assert answer.status_code == 400 and "colour" in answer.content.decode()


def test_the_form_offers_what_there_is_with_its_number(client, shelf):
    page = Page(client.get(LIST, {"kind": "service"}))
    told = page.text
    assert "service (3)" in told and "opportunity (2)" in told
    assert "Malaysia (3)" in told and "Egypt" not in told and "event (" not in told
    assert "3 results" in told


def test_what_is_chosen_stays_though_nothing_is_left(client, shelf):
    told = Page(client.get(LIST, {"kind": "opportunity", "price": "free"})).text
    assert "free of charge (0)" in told


def test_words_bring_the_best_match_first_and_stand_out(client):
    ListingFactory(title_en="A search", summary_en="about patents")
    ListingFactory(title_en="Patents", text_en="a search")
    page = Page(client.get(LIST, {"q": "patents"}))
    assert [words(title) for title in page.of_class("pw-card__title")] == ["Patents", "A search"]
    assert [words(one) for one in page.main.iter("mark")] == ["Patents", "patents"]
    by_title = Page(client.get(LIST, {"q": "patents", "ordering": "title"}))
    assert [words(title) for title in by_title.of_class("pw-card__title")] == ["A search", "Patents"]


def test_pages_of_the_best_matches_follow_each_other(client, monkeypatch):
    from catalogue.views.catalogue import Catalogue

    monkeypatch.setattr(Catalogue, "page_size", 2)
    ListingFactory.create_batch(5, title_en="Patent search")
    seen, address = [], f"{LIST}?q=patent"
    while address:
        answer = client.get(address)
        seen += [row.pk for row in answer.context["rows"]]
        address = answer.context["next_url"]
    assert len(seen) == len(set(seen)) == 5
    assert client.get(LIST, {"q": "patent", "cursor": "x"}).status_code == 400


def test_numbers_follow_a_category_that_moves(client, shelf):
    from catalogue.models import Category

    patents = Category.objects.get(slug="patents")
    patents.parent = None
    patents.save()
    changed([patents])
    assert client.get(FACETS).json()["facets"]["category"] == {
        "protection": 2,
        "patents": 1,
        **{one.category.slug: 1 for one in Listing.objects.filter(kind="opportunity")},
    }


def test_it_costs_the_same_however_many_there_are(client, django_assert_max_num_queries):
    for _round in range(2):
        ListingFactory.create_batch(3, countries=["MY"])
        with django_assert_max_num_queries(17):
            client.get(LIST, {"country": "MY", "q": "listing"})


@pytest.mark.parametrize("nothing", ["q=%21%21", "q=zzqqxx&country=MY", "country=MY&tag=none-such"])
def test_of_nothing_there_is_nothing_to_count(client, nothing):
    ListingFactory(countries=["MY"])
    answer = client.get(f"/api/v1/listings/facets/?{nothing}")
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert answer.json()["count"] == 0
    assert client.get(f"/catalogue/?{nothing}").status_code == 200
