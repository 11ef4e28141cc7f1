"""Private feeds: one feed at a secret address, as its maker may see it now, until it is revoked."""

import logging
import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import timezone

from accounts import feeds
from accounts.feeds import feed_of, make_feed, revoke_feed
from accounts.models import PrivateFeed
from common.errors import RuleBroken
from common.masking import MaskingFilter, masked
from tests.accounts.test_keys import recently
from tests.factories import (
    CuratorFactory,
    InteractionFactory,
    InteractionPartnerFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
    PartnerFactory,
    PrivateFeedFactory,
    ProjectFactory,
)

pytestmark = pytest.mark.django_db
PATH = "/partners/nust/timeline.atom"


@pytest.fixture
def nust():
    return PartnerFactory(organisation__slug="nust", organisation__name_en="NUST").organisation


@pytest.fixture
def park():
    return ParkFactory().organisation


@pytest.fixture
def membership(park):
    return MembershipFactory(organisation=park)


def met(park, partner, **given):
    InteractionPartnerFactory(interaction=InteractionFactory(owner=park, **given), organisation=partner)


def made(membership, path=PATH, **more) -> tuple[PrivateFeed, str]:
    fields = {"title": "Timeline: NUST", "query": "", "language": "en"} | more
    feed, token = make_feed(membership.organisation, resolve(path), by=membership.user, **fields)
    return feed, f"/feeds/{token}/"


def test_it_tells_a_reader_without_a_session_what_its_maker_sees(membership, park, nust):
    met(park, nust, title="Laboratory")
    _feed, address = made(membership)
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "private" in answer["Cache-Control"]
    assert "Laboratory" in answer.text
    assert "Laboratory" not in Client().get(PATH).text
    assert Client().get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_it_is_filtered_and_speaks_as_it_was_made(membership, park, nust):
    met(park, nust, title="Laboratory")
    _feed, address = made(membership, query="kind=project")
    assert "Laboratory" not in Client().get(address).text
    _feed, address = made(membership, language="zh-hans")
    answer = Client().get(address, headers={"accept-language": "en"})
    assert 'xml:lang="zh-hans"' in answer.text
    assert "/zh-hans/partners/nust/timeline/" in answer.text
    assert answer["Content-Language"] == "zh-hans"


def shut(membership, nust, how) -> str:
    feed, address = made(membership)
    if how == "revoked":
        revoke_feed(feed)
    elif how == "left":
        membership.ended_at = timezone.now()
        membership.save()
    elif how == "switched off":
        membership.user.is_active = False
        membership.user.save()
    elif how == "hidden":
        nust.partner.is_published = False
        nust.partner.save()
    elif how == "unknown":
        return address[:-2] + ("aa/" if address[-2] != "a" else "bb/")
    elif how == "a key":
        return address.replace("pwf_", "pw_")
    return address


@pytest.mark.parametrize("how", ["revoked", "left", "switched off", "hidden", "unknown", "a key"])
def test_what_opens_nothing_is_not_there(membership, park, nust, how):
    met(park, nust, title="Laboratory")
    answer = Client().get(shut(membership, nust, how))
    assert answer.status_code == 404
    assert "Laboratory" not in answer.text


def test_who_loses_the_right_to_see_sees_it_no_more(membership, park, nust):
    met(park, nust, title="Laboratory")
    elsewhere = MembershipFactory(user=membership.user)
    _feed, address = made(elsewhere)
    assert "Laboratory" in Client().get(address).text
    membership.ended_at = timezone.now()
    membership.save()
    assert "Laboratory" not in Client().get(address).text


def test_it_opens_this_feed_and_nothing_else(membership, nust):
    _feed, address = made(membership)
    client = Client()
    assert client.get(address).status_code == 200
    assert client.get("/accounts/me/").status_code == 302
    token = address.split("/")[2]
    bearer = {"Authorization": f"Bearer {token}"}
    assert Client(headers=bearer).get("/api/v1/me/").status_code == 401
    for method in ("post", "put", "delete"):
        assert getattr(client, method)(address).status_code in (403, 405)


def test_a_curators_feed_is_that_of_a_member(park, nust):
    met(park, nust, title="Laboratory")
    _feed, address = made(MembershipFactory(user=CuratorFactory()))
    assert "Laboratory" not in Client().get(address).text


def test_only_a_hash_is_kept_and_no_log_has_the_address(membership, nust, caplog):
    feed, address = made(membership)
    token = address.split("/")[2]
    with connection.cursor() as cursor:
        for table in ("accounts_privatefeed", "accounts_privatefeedevent"):
            cursor.execute(f"SELECT row_to_json({table})::text FROM {table}")
            rows = " ".join(text for (text,) in cursor.fetchall())
            assert feed.slug in rows
            assert token.split("_", 2)[2] not in rows
            assert (feed.token_hash in rows) == (table == "accounts_privatefeed")
    caplog.handler.addFilter(MaskingFilter())
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("django.request").error("Internal Server Error: %s", address)
        Client().get(address)
        Client().get(address[:-3] + "/")
    assert "Internal Server Error: /feeds/…/" in caplog.text
    assert token[:-3] not in caplog.text


def test_logs_mask_secret_addresses_alone():
    assert masked('"GET /feeds/pwf_a_b/ HTTP/1.1"') == '"GET /feeds/…/ HTTP/1.1"'
    assert masked("/zh-hans/accounts/invited/inv_1.x/") == "/zh-hans/accounts/invited/…/"
    for plain in ("/accounts/feeds/fed_1/end/", "/partners/nust/timeline.atom"):
        assert masked(plain) == plain


def test_the_last_use_is_noted_once_a_minute(membership, nust, django_assert_num_queries):
    feed, address = made(membership)
    Client().get(address)
    feed.refresh_from_db()
    assert feed.last_used_at
    with django_assert_num_queries(1):
        assert feed_of(address.split("/")[2])


def test_nobody_makes_feeds_for_others_or_without_end(membership, nust, monkeypatch):
    with pytest.raises(RuleBroken):
        make_feed(
            OrganisationFactory(), resolve(PATH), by=membership.user, title="x", query="", language="en"
        )
    monkeypatch.setattr(feeds, "HELD_AT_MOST", 1)
    made(membership)
    with pytest.raises(RuleBroken):
        made(membership)


# Pages


def new(path: str) -> str:
    return f"/accounts/feeds/new/?of={quote(path)}"


def test_the_timeline_leads_to_the_page_that_shows_an_address_once(membership, park, nust):
    met(park, nust, title="Laboratory", happened_on="2026-03-05")
    client = recently(membership.user)
    page = client.get("/partners/nust/timeline/?kind=interaction").text
    link = re.search(r'href="(/accounts/feeds/new/[^"]+)"', page)[1].replace("&amp;", "&")
    assert "Timeline: NUST" in client.get(link).text
    answer = client.post(link)
    assert "no-store" in answer["Cache-Control"]
    address = re.search(r'value="http://testserver(/feeds/[^"]+)"', answer.text)[1]
    assert "Laboratory" in Client().get(address).text
    assert PrivateFeed.objects.get().query == "kind=interaction"
    listed = client.get("/accounts/feeds/").text
    assert "Timeline: NUST" in listed
    assert address.split("/")[2] not in listed
    assert "private feed address" not in Client().get("/partners/nust/timeline/").text


def test_projects_have_one_too(membership):
    project = ProjectFactory(slug="hub")
    answer = recently(membership.user).post(new("/projects/hub/timeline.atom"))
    address = re.search(r'value="http://testserver(/feeds/[^"]+)"', answer.text)[1]
    assert project.title in Client().get(address).text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/partners/nust/", 404),
        ("/partners/nothing/timeline.atom", 404),
        ("/nothing/", 404),
        ("https://elsewhere.example/", 404),
        ("", 404),
        (f"{PATH}?kind=party", 400),
    ],
)
def test_only_feeds_that_one_may_read_get_an_address(membership, nust, path, status):
    client = recently(membership.user)
    assert client.get(new(path)).status_code == client.post(new(path)).status_code == status
    assert not PrivateFeed.objects.exists()


def test_making_one_needs_a_recent_sign_in_and_an_organisation(membership, nust, sign_in):
    assert sign_in(membership.user).post(new(PATH)).url.startswith("/accounts/reauthenticate/")
    membership.delete()
    client = recently(membership.user)
    assert "As soon as you act for one" in client.get(new(PATH)).text
    assert client.post(new(PATH)).status_code == 200
    assert not PrivateFeed.objects.exists()


def test_makers_and_managers_end_one_at_once_and_nobody_else(membership, park, nust, sign_in):
    feed, address = made(membership)
    at = f"/accounts/feeds/{feed.pk}/end/"
    colleague = MembershipFactory(organisation=park, role="editor").user
    manager = MembershipFactory(organisation=park, role="manager").user
    assert sign_in(colleague).get(at).status_code == sign_in(colleague).post(at).status_code == 404
    for page in ("/accounts/feeds/", at):
        text = sign_in(manager).get(page).text
        assert "A feed of" in text
        assert "NUST" not in text
    assert Client().get(address).status_code == 200
    assert sign_in(manager).post(at).url == "/accounts/feeds/"
    assert Client().get(address).status_code == 404
    assert sign_in(membership.user).post(at).status_code == 404


def test_the_list_costs_the_same_however_many(membership, sign_in):
    client, costs = sign_in(membership.user), []
    for count in (1, 3):
        PrivateFeedFactory.create_batch(
            count, created_by=membership.user, organisation=membership.organisation
        )
        with CaptureQueriesContext(connection) as queries:
            client.get("/accounts/feeds/")
        costs.append(len(queries))
    assert costs[0] == costs[1]
