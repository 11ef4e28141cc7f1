"""Saved searches: found again by who saved them, with what came since."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from search import saving
from search.models import Entry, SavedSearch
from tests.factories import CategoryFactory, ListingFactory, ParkFactory, SavedSearchFactory, UserFactory
from tests.pages import Page

pytestmark = pytest.mark.django_db
SAVED, SAVE = reverse("search:saved"), reverse("search:save")
FORM = {"name": "Patents in Malaysia", "frequency": "weekly"}


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def signed(user, sign_in):
    return sign_in(user)


def save(client, place="catalogue", query="country=MY&q=patent", **more):
    return client.post(SAVE, FORM | {"place": place, "query": query} | more)


def test_from_the_catalogue_to_what_is_new(client, signed, user):
    ListingFactory(title_en="Patent search", countries=["MY"])
    page = Page(signed.get("/catalogue/", {"q": "patent", "country": "MY", "show": "table"}))
    address = f"{SAVE}?place=catalogue&country=MY&q=patent"
    assert address in page.links
    form = signed.get(address)
    assert 'value="patent · Malaysia"' in form.content.decode()
    assert save(signed).url == SAVED
    kept = SavedSearch.objects.get()
    assert (kept.made_by, kept.query, kept.frequency) == (user, "country=MY&q=patent", "weekly")
    told = Page(signed.get(SAVED)).text
    assert "Nothing new" in told and "1 result" in told
    ListingFactory(title_en="Patent filing", countries=["MY"], publish_at=timezone.now())
    assert "1 new" in Page(signed.get(SAVED)).text
    opened = signed.post(reverse("search:saved_open", args=[kept.pk]))
    assert opened.url == "/catalogue/?country=MY&q=patent"
    assert "Nothing new" in Page(signed.get(SAVED)).text


def test_the_same_search_is_saved_once_however_it_is_written(signed):
    save(signed, query="q=patent&country=MY&kind=&ordering=title&cursor=x")
    save(signed, query="country=MY&q=+patent+")
    assert SavedSearch.objects.get().query == "country=MY&q=patent"


def test_who_is_not_signed_in_comes_back_to_it(client):
    answer = client.get(f"{SAVE}?place=everything&q=park")
    assert answer.status_code == 302 and "next=" in answer.url and "q%3Dpark" in answer.url


def test_everything_is_a_place_too(signed):
    park = ParkFactory(organisation__name_en="Harbour park")
    assert f"{SAVE}?place=everything&q=harbour" in Page(signed.get("/search/?q=harbour")).links
    save(signed, place="everything", query="q=harbour&kind=park")
    from common.changes import changed

    changed([park])
    told = Page(signed.get(SAVED)).text
    assert "Everything" in told and "“harbour”" in told and "Parks" in told and "1 result" in told


@pytest.mark.parametrize(("place", "query"), [("catalogue", ""), ("catalogue", "ordering=title")])
def test_nothing_to_look_for_is_not_saved(signed, place, query):
    answer = save(signed, place, query)
    assert answer.status_code == 200 and not SavedSearch.objects.exists()
    assert "Search for something first" in answer.content.decode()


def test_an_unknown_place_is_refused(signed):
    assert save(signed, "elsewhere").status_code == 400


def test_so_many_are_kept_and_no_more(signed, user, monkeypatch):
    monkeypatch.setattr(saving, "MOST", 2)
    SavedSearchFactory.create_batch(2, made_by=user)
    answer = save(signed)
    assert answer.status_code == 200 and "You have 2 saved searches" in answer.content.decode()


def test_nobody_else_finds_it(signed, curator, sign_in):
    own = SavedSearchFactory()
    for client in (signed, sign_in(curator)):
        for name in ("saved_open", "saved_change", "saved_delete"):
            assert client.post(reverse(f"search:{name}", args=[own.pk]), FORM).status_code == 404
        assert own.name not in client.get(SAVED).content.decode()


def test_it_is_renamed_and_deleted(signed, user):
    own = SavedSearchFactory(made_by=user)
    signed.post(reverse("search:saved_change", args=[own.pk]), {"name": "Other", "frequency": "never"})
    own.refresh_from_db()
    assert (own.name, own.frequency) == ("Other", "never")
    assert signed.get(reverse("search:saved_delete", args=[own.pk])).status_code == 405
    signed.post(reverse("search:saved_delete", args=[own.pk]))
    assert not SavedSearch.objects.exists()


def test_hidden_listings_and_vanished_filters_count_nothing(signed, user):
    category = CategoryFactory(slug="gone")
    ListingFactory(title_en="Patent search", status="draft", category=category)
    SavedSearchFactory(made_by=user, query="q=patent")
    SavedSearchFactory(made_by=user, query="category=never-there&provider=nobody")
    assert Page(signed.get(SAVED)).text.count("0 results") == 2


def test_many_results_are_counted_up_to_a_bound(signed, user, monkeypatch):
    monkeypatch.setattr(saving, "COUNTED", 2)
    ListingFactory.create_batch(4, title_en="Patent search")
    SavedSearchFactory(made_by=user, query="q=patent")
    assert "more than 2 results" in Page(signed.get(SAVED)).text


def test_the_page_counts_all_in_one_statement(signed, user):
    def counting():
        with CaptureQueriesContext(connection) as asked:
            signed.get(SAVED)
        return sum(Entry._meta.db_table in one["sql"] for one in asked)

    SavedSearchFactory(made_by=user, query="q=one")
    assert counting() == 1
    SavedSearchFactory.create_batch(5, made_by=user)
    assert counting() == 1


def test_the_words_of_a_search_are_shown_as_words(signed, user):
    SavedSearchFactory(made_by=user, query="q=%3Cscript%3E&kind=nonsense")
    page = signed.get(SAVED).content.decode()
    assert "<script>" not in page.split("<main")[1] and "&lt;script&gt;" in page


def test_what_changed_later_is_not_new(signed, user):
    day = timezone.now() - datetime.timedelta(days=1)
    listing = ListingFactory(title_en="Patent search", publish_at=day)
    SavedSearchFactory(made_by=user, query="q=patent")
    from common.changes import changed

    listing.summary_en = "Changed"
    listing.save()
    changed([listing])
    assert "Nothing new" in Page(signed.get(SAVED)).text


API = "/api/v1/saved-searches/"
BODY = {"name": "Patents", "place": "catalogue", "query": "q=patent&country=MY", "frequency": "daily"}


def test_over_the_api_a_search_is_kept_once_changed_and_deleted(signed):
    made = signed.post(API, BODY, "application/json")
    assert made.status_code == 201 and made.json()["query"] == "country=MY&q=patent"
    assert signed.post(API, BODY, "application/json").json()["id"] == made.json()["id"]
    one = f"{API}{made.json()['id']}/"
    tag = {"If-Match": signed.get(one).headers.get("ETag") or made.headers["ETag"]}
    assert signed.patch(one, {"frequency": "never"}, "application/json", headers=tag).status_code == 200
    assert signed.get(API).json()["results"][0]["frequency"] == "never"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"place": "moon"}, "place"),
        ({"query": "colour=red"}, "query"),
        ({"frequency": "hourly"}, "frequency"),
    ],
)
def test_over_the_api_what_is_wrong_is_named(signed, body, field):
    answer = signed.post(API, BODY | body, "application/json")
    assert answer.status_code == 400 and field in answer.content.decode()
