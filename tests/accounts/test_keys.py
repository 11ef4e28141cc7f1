"""API keys: made once, known by their hash, limited to their scopes, dead with their maker's membership."""

import datetime
import json
import logging
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.keys import HELD_AT_MOST, key_of, make_key, revoke_key
from accounts.models import ApiKey
from common.errors import RuleBroken
from partners.models import Interaction
from tests.factories import (
    ApiKeyFactory,
    CuratorFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
    PartnerFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ME = "/api/v1/me/"
PASSWORD = "a quiet pond 27"
YEAR = datetime.timedelta(days=365)


@pytest.fixture
def membership():
    return MembershipFactory(user=UserFactory(email="li@example.org"))


def made(membership, scopes=("read", "write"), **more) -> tuple[ApiKey, str]:
    fields = {"name": "Front desk", "scopes": scopes, "lasts": YEAR} | more
    return make_key(membership.organisation, by=membership.user, **fields)


def ask(token, path=ME, method="get", **more):
    send = getattr(Client(enforce_csrf_checks=True), method)
    return send(path, headers={"Authorization": f"Bearer {token}"}, **more)


def who(answer) -> str | None:
    return answer.json().get("email")


def recently(user) -> Client:
    """A client that has just typed the password once more, as making a key asks for."""
    user.set_password(PASSWORD)
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_a_key_acts_as_its_maker(membership):
    _key, token = made(membership)
    assert who(ask(token)) == "li@example.org"
    assert who(Client().get(ME)) is None


def test_only_a_hash_is_kept_and_no_history_has_it(membership):
    key, token = made(membership)
    assert re.fullmatch(rf"pw_{key.prefix}_[A-Za-z0-9_-]{{43}}", token)
    secret = token.split("_", 2)[2]
    with connection.cursor() as cursor:
        for table in ("accounts_apikey", "accounts_apikeyevent"):
            cursor.execute(f"SELECT row_to_json({table})::text FROM {table}")
            rows = " ".join(text for (text,) in cursor.fetchall())
            assert key.name in rows
            assert secret not in rows
            assert (key.token_hash in rows) == (table == "accounts_apikey")


@pytest.mark.parametrize("scopes", [["read"], ["write"], ["read", "write"]])
def test_a_key_does_what_its_scopes_say(membership, scopes):
    _key, token = made(membership, scopes)
    reading, writing = ask(token), ask(token, method="post")
    assert (reading.status_code == 403) == ("read" not in scopes)
    assert (writing.status_code == 403) == ("write" not in scopes)
    for answer in (reading, writing):
        if answer.status_code == 403:
            assert answer.json()["code"] == "missing-scope"
            assert "insufficient_scope" in answer["WWW-Authenticate"]


def shut(membership, how):
    key, token = made(membership)
    if how == "revoked":
        revoke_key(key)
    elif how == "expired":
        moments = {"created_at": timezone.now() - 2 * YEAR, "expires_at": timezone.now() - YEAR}
        ApiKey.objects.update(**moments)
    elif how == "left":
        membership.ended_at = timezone.now()
        membership.save()
    elif how == "switched off":
        membership.user.is_active = False
        membership.user.save()
    elif how == "unknown":
        return token[:-1] + ("a" if token[-1] != "a" else "b")
    elif how == "other prefix":
        return token.replace(key.prefix, "zzzzzzzz")
    elif how == "garbage":
        return "%27; é"
    elif how == "empty":
        return ""
    return token


HOWS = ["revoked", "expired", "left", "switched off", "unknown", "other prefix", "garbage", "empty"]


@pytest.mark.parametrize("how", HOWS)
def test_all_that_opens_nothing_is_refused_alike(membership, how):
    answer = ask(shut(membership, how))
    told = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"].startswith("Bearer ")
    assert told.pop("instance").startswith("urn:request:")
    assert told == {
        "type": "/api/docs/problems/#bad-key",
        "title": "Please sign in",
        "status": 401,
        "code": "bad-key",
        "detail": "This key is unknown, has expired or was revoked.",
    }


def test_a_bad_key_is_not_saved_by_a_session(membership):
    client = Client()
    client.force_login(membership.user)
    assert client.get(ME, headers={"Authorization": "Bearer pw_x"}).status_code == 401


def test_a_key_opens_the_api_and_no_page(membership):
    _key, token = made(membership)
    assert ask(token, "/accounts/me/").status_code == 302


def test_a_curators_key_does_not_make_a_curator():
    curator = CuratorFactory()
    _key, token = made(MembershipFactory(user=curator))
    assert ask(token).json() == {**ask(token).json(), "email": curator.email, "is_curator": False}


def test_the_last_use_is_noted_once_a_minute(membership):
    key, token = made(membership)
    assert key.last_used_at is None
    ask(token)
    key.refresh_from_db()
    first = key.last_used_at
    assert first
    ask(token)
    key.refresh_from_db()
    assert key.last_used_at == first
    ApiKey.objects.update(last_used_at=first - datetime.timedelta(minutes=2))
    ask(token)
    key.refresh_from_db()
    assert key.last_used_at > first - datetime.timedelta(minutes=1)
    with connection.cursor() as cursor:  # being used is no change
        cursor.execute("SELECT count(*) FROM accounts_apikeyevent")
        assert cursor.fetchone() == (1,)


def test_knowing_a_key_costs_one_statement(membership, django_assert_num_queries):
    _key, token = made(membership)
    key_of(token)
    with django_assert_num_queries(1):
        assert key_of(token)
    with django_assert_num_queries(0):
        assert key_of("nonsense") is None


def test_the_token_is_in_no_log(membership, caplog):
    _key, token = made(membership, ["read"])
    with caplog.at_level(logging.DEBUG):
        ask(token)
        ask(token, method="post")
        ask(token[:-2] + "xx")
    assert token[:-2] not in caplog.text


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"lasts": datetime.timedelta(days=732)}, ValidationError),
        ({"lasts": datetime.timedelta(0)}, ValidationError),
        ({"scopes": []}, ValidationError),
        ({"scopes": ["admin"]}, ValidationError),
        ({"name": ""}, ValidationError),
    ],
)
def test_a_key_that_cannot_be_is_not_made(membership, fields, error):
    with pytest.raises(error):
        made(membership, **fields)
    assert not ApiKey.objects.exists()


def test_nobody_makes_keys_for_others(membership):
    with pytest.raises(RuleBroken):
        make_key(OrganisationFactory(), by=membership.user, name="x", scopes=["read"], lasts=YEAR)


def test_there_is_an_end_to_keys(membership):
    user, organisation = membership.user, membership.organisation
    ApiKeyFactory.create_batch(HELD_AT_MOST, created_by=user, organisation=organisation)
    with pytest.raises(RuleBroken):
        made(membership)


def test_a_program_logs_an_interaction_with_one_call(sign_in):
    partner = PartnerFactory().organisation
    staff = MembershipFactory(organisation=ParkFactory().organisation)
    said = {"partners": [partner.slug], "kind": "meeting", "happened_on": "2026-03-20", "title": "Laboratory"}
    send = {"method": "post", "content_type": "application/json", "data": json.dumps(said)}
    path = "/api/v1/interactions/"
    assert ask(made(staff, ["read"])[1], path, **send).status_code == 403
    answer = ask(made(staff)[1], path, **send)
    assert answer.status_code == 201, answer.content
    logged = Interaction.objects.get()
    assert (logged.title, logged.owner, list(logged.partners.all())) == (
        "Laboratory",
        staff.organisation,
        [partner],
    )


FORM = {"name": "Front desk", "scopes": ["read", "write"], "lasts": "365"}


def test_the_page_shows_a_token_once(membership):
    client = recently(membership.user)
    form = FORM | {"organisation": membership.organisation.pk}
    answer = client.post("/accounts/keys/new/", form)
    token = re.search(r'value="(pw_[^"]+)"', answer.content.decode())[1]
    assert "no-store" in answer["Cache-Control"]
    assert who(ask(token)) == "li@example.org"
    page = client.get("/accounts/keys/").content.decode()
    assert token not in page
    assert ApiKey.objects.get().prefix in page


def test_making_a_key_needs_a_recent_sign_in(membership, sign_in):
    client = sign_in(membership.user)
    for ask_for in (client.get, client.post):
        assert ask_for("/accounts/keys/new/").url.startswith("/accounts/reauthenticate/")
    assert not ApiKey.objects.exists()


def test_a_form_with_errors_keeps_what_was_typed(membership):
    form = FORM | {"organisation": OrganisationFactory().pk, "scopes": []}
    page = recently(membership.user).post("/accounts/keys/new/", form).content.decode()
    assert 'value="Front desk"' in page
    assert "Select a valid choice" in page
    assert "This field is required" in page
    assert not ApiKey.objects.exists()


def test_a_key_that_looks_after_members_writes_too(membership):
    form = FORM | {"organisation": membership.organisation.pk, "scopes": ["read", "members"]}
    client = recently(membership.user)
    assert "the key must write too" in client.post("/accounts/keys/new/", form).content.decode()
    assert not ApiKey.objects.exists()
    client.post("/accounts/keys/new/", form | {"scopes": ["read", "write", "members"]})
    assert ApiKey.objects.get().scopes == ["members", "read", "write"]
    page = client.get("/accounts/keys/").content.decode()
    assert "read · write · look after members" in page


def test_makers_and_managers_end_a_key_at_once_and_nobody_else(membership, sign_in):
    key, token = made(membership)
    at = f"/accounts/keys/{key.pk}/end/"
    colleague = MembershipFactory(organisation=membership.organisation, role="editor").user
    manager = MembershipFactory(organisation=membership.organisation, role="manager").user
    assert sign_in(colleague).get(at).status_code == 404
    assert sign_in(colleague).post(at).status_code == 404
    assert key.name not in sign_in(colleague).get("/accounts/keys/").content.decode()
    assert who(ask(token)) == "li@example.org"
    assert key.name in sign_in(manager).get("/accounts/keys/").content.decode()
    assert sign_in(manager).get(at).status_code == 200
    assert sign_in(manager).post(at).url == "/accounts/keys/"
    assert ask(token).status_code == 401
    assert sign_in(manager).post(at).status_code == 404
    assert sign_in(membership.user).get("/accounts/keys/").status_code == 200


def test_the_list_costs_the_same_however_many(membership, sign_in):
    client = sign_in(membership.user)
    costs = []
    for count in (1, 3):
        ApiKeyFactory.create_batch(count, created_by=membership.user, organisation=membership.organisation)
        with CaptureQueriesContext(connection) as queries:
            client.get("/accounts/keys/")
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_description_names_the_scheme():
    schema = Client().get("/api/v1/schema/", headers={"Accept": "application/json"}).content.decode()
    assert "apiKey" in schema
    assert "pw_<prefix>_<secret>" in schema
