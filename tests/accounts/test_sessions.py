"""Where one is signed in: seen on one page, ended from it."""

import datetime

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.sessions import device
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/accounts/sessions/"
PASSWORD = "a quiet pond 27"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1 MicroMessenger/8.0.50"


@pytest.fixture
def user():
    user = UserFactory(email="li@example.org")
    user.set_password(PASSWORD)
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def enter(user, browser="", address="203.0.113.9") -> Client:
    client = Client(HTTP_USER_AGENT=browser, REMOTE_ADDR=address)
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def is_signed_in(client) -> bool:
    return client.get("/accounts/me/").status_code == 200


def session_of(client) -> UserSession:
    return UserSession.objects.get(session_key=client.cookies["session"].value)


def test_the_page_tells_device_address_and_which_one_is_here(user):
    here, phone = enter(user, FIREFOX), enter(user, WECHAT, "198.51.100.7")
    page = here.get(PAGE).content.decode()
    assert "Firefox on Windows" in page
    assert "WeChat on iPhone" in page
    assert "198.51.100.7" in page
    assert page.count("this one") == 1
    assert f'value="{session_of(phone).pk}"' in page
    assert f'value="{session_of(here).pk}"' not in page


def test_an_ended_session_is_out_at_its_next_request(user):
    here, phone, tablet = (enter(user) for _device in range(3))
    answer = here.post(PAGE, {"session": session_of(phone).pk})
    assert answer.url == PAGE
    assert [is_signed_in(client) for client in (here, phone, tablet)] == [True, False, True]


def test_all_others_end_at_once(user):
    here, *others = (enter(user) for _device in range(3))
    stranger = enter(_other())
    here.post(PAGE)
    assert [is_signed_in(client) for client in (here, *others, stranger)] == [True, False, False, True]


@pytest.mark.parametrize("which", ["foreign", "own", "none", "text"])
def test_only_another_session_of_ones_own_can_be_named(user, which):
    here, stranger = enter(user), enter(_other())
    named = {"foreign": session_of(stranger).pk, "own": session_of(here).pk, "none": 99_999_999, "text": "x"}
    assert here.post(PAGE, {"session": named[which]}).status_code == 404
    assert is_signed_in(here)
    assert is_signed_in(stranger)


def test_sessions_that_a_new_password_shut_out_are_not_listed(user):
    enter(user, WECHAT)
    user.set_password("another loud river 3")
    user.save()
    here = Client(HTTP_USER_AGENT=FIREFOX)
    here.force_login(user)
    page = here.get(PAGE).content.decode()
    assert "WeChat" not in page


def test_what_is_used_is_noted_once_in_five_minutes(user):
    client = enter(user)
    an_hour_ago = timezone.now() - datetime.timedelta(hours=1)
    UserSession.objects.update(last_seen_at=an_hour_ago)
    client.get("/accounts/me/")
    assert session_of(client).last_seen_at == an_hour_ago  # signed in a moment ago: nothing to note
    user.last_login = an_hour_ago
    user.save()
    client.get("/accounts/me/", REMOTE_ADDR="198.51.100.7")
    noted = session_of(client)
    assert noted.last_seen_at > an_hour_ago
    assert noted.ip == "198.51.100.7"
    client.get("/accounts/me/")
    assert session_of(client).last_seen_at == noted.last_seen_at


def test_a_longer_list_costs_no_more(user):
    here, costs = enter(user), []
    for more in (1, 4):
        for _device in range(more):
            enter(user)
        with CaptureQueriesContext(connection) as queries:
            here.get(PAGE)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_device_may_say_of_itself_what_it_likes(user):
    client = enter(user, "<script>alert(1)</script>" * 40)
    assert b"<script>alert(1)" not in client.get(PAGE).content
    assert device("curl/8.5") == "Unknown device"
    assert device("Mozilla/5.0 (X11; Linux x86_64) Chrome/140 Safari/537.36 Edg/140") == "Edge on Linux"


def _other():
    user = UserFactory(email="eve@example.org")
    user.set_password(PASSWORD)
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user
