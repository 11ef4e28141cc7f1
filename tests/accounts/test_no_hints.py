"""Whether an address has an account: what answers, the work behind them and their mails give away."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail

from tests.factories import UserFactory
from tests.security.house import without_noise

pytestmark = pytest.mark.django_db
PASSWORD = "a quiet pond 27"
KNOWN, UNKNOWN = "li@example.org", "nobody@example.org"
FORMS = {
    "/accounts/login/": {"password": "wrong"},
    "/accounts/signup/": {"password1": PASSWORD, "password2": PASSWORD},
    "/accounts/password/reset/": {},
}


@pytest.fixture(params=["confirmed", "unconfirmed", "switched off"])
def user(request):
    user = UserFactory(email=KNOWN, is_active=request.param != "switched off")
    user.set_password(PASSWORD)
    user.save()
    user.emailaddress_set.create(email=KNOWN, verified=request.param != "unconfirmed", primary=True)
    return user


@pytest.fixture
def hashed(monkeypatch):
    """How often a password was hashed: the slow part of an answer."""
    done = []
    real = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, *args, **more: done.append(1) or real(self, *args, **more)
    )
    return done


def told(client, path, email):
    fields = {"login": email, "email": email} | FORMS[path]
    answer = client.post(path, fields, follow=True)
    body = without_noise(answer.content.decode()).replace(email, "…")
    cookies = sorted(client.cookies)
    return answer.status_code, answer.redirect_chain, cookies, re.sub(r"\s+", " ", body)


@pytest.mark.parametrize("path", FORMS)
def test_the_answers_are_the_same(sign_in, user, path):
    assert told(sign_in(), path, KNOWN) == told(sign_in(), path, UNKNOWN)


def test_a_wrong_password_costs_the_same_hashing(client, user, hashed):
    told(client, "/accounts/login/", KNOWN)
    known = len(hashed)
    hashed.clear()
    told(client, "/accounts/login/", UNKNOWN)
    assert len(hashed) == known > 0


def test_each_address_gets_one_mail_for_a_new_password(client, user):
    for email in (KNOWN, UNKNOWN):
        told(client, "/accounts/password/reset/", email)
    if user.is_active:
        assert [message.to for message in mail.outbox] == [[KNOWN], [UNKNOWN]]
    else:
        assert UNKNOWN in [address for message in mail.outbox for address in message.to]


def test_a_passkey_is_asked_for_without_saying_whose(client, user):
    asked = client.get(f"/accounts/2fa/webauthn/login/?login={KNOWN}", headers={"Accept": "application/json"})
    options = asked.json()["request_options"]["publicKey"]
    assert not options.get("allowCredentials")
    answers = [client.post("/accounts/2fa/webauthn/login/", {"credential": text}) for text in ("", "{}", "x")]
    assert {answer.url for answer in answers} == {"/accounts/login/"}


@pytest.mark.parametrize("path", ["/accounts/password/reset/", "/accounts/signup/"])
def test_trying_addresses_ends_soon(client, path):
    answers = [
        client.post(path, {"email": f"user{n}@example.org"} | FORMS[path]).status_code for n in range(30)
    ]
    assert answers[-1] == 429
