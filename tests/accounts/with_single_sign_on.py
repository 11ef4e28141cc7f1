"""Run by `test_single_sign_on`, in a portal of its own that has a server to sign on by."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from tests.factories import UserFactory

from .openid_server import code_for

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/oidc/sso/login/"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        call_command("migrate", "socialaccount", verbosity=0)


def sign_on(client: Client, **claims):
    """Go to the server and come back as whom it says."""
    away = client.post(LOGIN)
    state = parse_qs(urlsplit(away.url).query)["state"][0]
    return client.get(f"{LOGIN}callback/", {"code": code_for(**claims), "state": state})


def signed_in_as(client) -> str | None:
    return client.get("/api/v1/me/").json()["email"]


def account(email, verified=True) -> User:
    user = UserFactory(email=email)
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    return user


def test_the_sign_in_page_offers_it_and_lets_the_form_lead_there(client):
    answer = client.get("/accounts/login/")
    assert "Sign in with Park login" in answer.content.decode()
    assert f"form-action 'self' {settings.OIDC_URL}" in answer["Content-Security-Policy"]
    away = client.post(LOGIN).url
    assert away.startswith(f"{settings.OIDC_URL}/authorize?")
    assert "code_challenge" in parse_qs(urlsplit(away).query)


def test_looking_at_the_address_does_not_sign_on(client):
    assert client.get(LOGIN).status_code == 200


def test_whoever_is_new_gets_an_account(client):
    sign_on(client, sub="1", email="new@example.org", email_verified=True, name="Wang Fang")
    assert signed_in_as(client) == "new@example.org"
    user = User.objects.get()
    assert (user.name, user.is_staff, user.has_usable_password()) == ("Wang Fang", False, False)


def test_an_address_that_both_have_confirmed_leads_into_the_account(client):
    user = account("li@example.org")
    sign_on(client, sub="1", email="LI@example.org", email_verified=True)
    assert signed_in_as(client) == user.email
    assert User.objects.count() == 1


@pytest.mark.parametrize("said", [False, None, "false", "true", 1, "missing"])
def test_an_address_that_the_server_has_not_confirmed_leads_nowhere(client, said):
    account("li@example.org")
    claims = {} if said == "missing" else {"email_verified": said}
    answer = sign_on(client, sub="1", email="li@example.org", **claims)
    assert signed_in_as(client) is None
    assert answer.status_code in (200, 302)
    assert not User.objects.get().socialaccount_set.exists()


def test_an_address_that_the_portal_has_not_confirmed_gives_no_way_in(client):
    account("li@example.org", verified=False)
    sign_on(client, sub="1", email="li@example.org", email_verified=True)
    assert signed_in_as(client) is None


def test_who_signed_on_before_comes_back_under_another_address(client):
    sign_on(client, sub="1", email="new@example.org", email_verified=True)
    again = Client()
    sign_on(again, sub="1", email="other@example.org", email_verified=True)
    assert signed_in_as(again) == "new@example.org"


def test_who_is_switched_off_stays_out(client):
    sign_on(client, sub="1", email="new@example.org", email_verified=True)
    User.objects.update(is_active=False)
    again = Client()
    sign_on(again, sub="1", email="new@example.org", email_verified=True)
    assert signed_in_as(again) is None


def test_an_unconfirmed_new_address_is_confirmed_by_mail_first(client):
    sign_on(client, sub="1", email="new@example.org")
    assert signed_in_as(client) is None
    assert [message.to for message in mail.outbox] == [["new@example.org"]]


def test_an_answer_that_nobody_asked_for_signs_nobody_on(client):
    code = code_for(sub="1", email="eve@example.org", email_verified=True)
    for state in ("", "forged"):
        page = client.get(f"{LOGIN}callback/", {"code": code, "state": state})
        assert re.search("<h1", page.content.decode())
    assert signed_in_as(client) is None
    assert not User.objects.exists()


def test_a_server_that_refuses_is_told_on_a_page(client):
    away = client.post(LOGIN)
    state = parse_qs(urlsplit(away.url).query)["state"][0]
    page = client.get(f"{LOGIN}callback/", {"error": "access_denied", "state": state}, follow=True)
    assert page.status_code == 200
    assert signed_in_as(client) is None


def test_another_provider_is_not_there(client):
    assert client.post("/accounts/oidc/other/login/").status_code == 404
