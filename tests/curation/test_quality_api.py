"""What is incomplete, stale or points nowhere, over the API."""

import json

import pytest
from django.utils import timezone

from curation.models import Link, Quality
from partners.models import Agreement
from tests.factories import (
    AgreementFactory,
    CuratorFactory,
    LinkFactory,
    MembershipFactory,
    ParkFactory,
    QualityFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST, LINKS = "/api/v1/quality/", "/api/v1/links/"


@pytest.fixture
def park():
    return ParkFactory().organisation


@pytest.fixture
def browser(sign_in, park):
    return sign_in(MembershipFactory(organisation=park).user)


@pytest.fixture
def kept(park):
    agreement = AgreementFactory(owner=park, title_en="Joint laboratory", is_published=False)
    return QualityFactory(record=agreement.pk, owner=park.pk, is_private=True)


def ids(client, path):
    return [one["id"] for one in client.get(path).json()["results"]]


def confirm(client, kept, **headers):
    path = f"{LIST}{kept.pk}/still-right/"
    return client.post(path, json.dumps({}), "application/json", headers=headers)


def test_members_find_what_their_park_keeps_the_least_complete_first(browser, park, kept):
    better = QualityFactory(record=AgreementFactory(owner=park).pk, owner=park.pk, score=90)
    QualityFactory()
    assert ids(browser, LIST) == [kept.pk, better.pk]
    assert ids(browser, f"{LIST}?state=incomplete") == [kept.pk]
    assert ids(browser, f"{LIST}?ordering=-score") == [better.pk, kept.pk]
    first = browser.get(f"{LIST}?page_size=1").json()
    assert ids(browser, first["next"]) == [better.pk]
    assert browser.get(f"{LIST}?kind=parks.zoo").status_code == 400


def test_the_checks_of_a_record_say_what_to_add_and_where(browser, kept):
    told = browser.get(f"{LIST}{kept.pk}/checks/").json()
    assert (told["label"], told["score"]) == ("Joint laboratory", 40)
    (missing,) = [one for one in told["checks"] if not one["is_there"]]
    assert missing["code"] == "summary"
    assert missing["to_do"] and missing["url"].startswith("/")


def test_the_checks_of_a_record_that_is_gone_are_not_there(browser, kept):
    Agreement.objects.all().delete()
    assert browser.get(f"{LIST}{kept.pk}/checks/").status_code == 404


def test_who_keeps_a_record_says_that_it_is_still_right(browser, kept):
    Quality.objects.update(fresh_until=timezone.now())
    before = Quality.objects.get(pk=kept.pk).fresh_until
    etag = browser.get(f"{LIST}{kept.pk}/")["ETag"]
    told = confirm(browser, kept, **{"If-Match": etag})
    assert told.status_code == 200, told.content
    assert Quality.objects.get(pk=kept.pk).fresh_until > before
    assert confirm(browser, kept, **{"If-Match": etag}).status_code == 412


def test_what_others_keep_is_not_there(sign_in, kept):
    other_staff = MembershipFactory(organisation=ParkFactory().organisation).user
    for user in (UserFactory(), other_staff, CuratorFactory()):  # it is a park's own
        client = sign_in(user)
        assert kept.pk not in ids(client, LIST)
        for part in ("", "checks/"):
            for pk in (kept.pk, "agr_0"):
                assert client.get(f"{LIST}{pk}/{part}").json()["code"] == "not-found"
        assert confirm(client, kept).status_code == 404
    assert Quality.objects.get(pk=kept.pk).confirmed_at is None


def test_curators_find_dead_links_with_the_records_to_correct(sign_in):
    source = SourceFactory(link="https://gone.example.org/")
    dead = LinkFactory(address="https://gone.example.org/", state=Link.State.DEAD, status=404)
    LinkFactory()
    client = sign_in(CuratorFactory())
    assert ids(client, f"{LINKS}?state=dead&state=moved") == [dead.pk]
    (record,) = client.get(f"{LINKS}{dead.pk}/records/").json()["results"]
    assert (record["id"], record["kind"]) == (source.pk, "sources.source")
    refused = client.post(LINKS, "{}", "application/json")
    assert refused.status_code == 405


def test_links_are_not_there_for_others(sign_in, client):
    link = LinkFactory(state=Link.State.DEAD)
    for who in (client, sign_in(UserFactory())):
        for path in (LINKS, f"{LINKS}{link.pk}/", f"{LINKS}{link.pk}/records/"):
            assert who.get(path).json()["code"] == "not-found"
    assert sign_in(CuratorFactory()).get(f"{LINKS}lnk_0/records/").status_code == 404
