"""Opening an account, signing in and out, a new password: and what a stranger learns from it."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from accounts.models import User
from tests.factories import UserFactory
from tests.security.house import without_noise

pytestmark = pytest.mark.django_db
PASSWORD = "a quiet pond 27"
NEW_PASSWORD = "a loud river 91"


@pytest.fixture
def user():
    user = UserFactory(email="li@example.org")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def link_in(message) -> str:
    return re.search(r"https?://testserver(\S+)", message.body)[1]


def sign_up(client, email, language=""):
    return client.post(
        f"{language}/accounts/signup/", {"email": email, "password1": PASSWORD, "password2": PASSWORD}
    )


def sign_in(client, email, password, **extra):
    return client.post("/accounts/login/", {"login": email, "password": password}, **extra)


def is_signed_in(client) -> bool:
    return client.get("/accounts/me/").status_code == 200


def test_a_new_account_works_after_its_address_is_confirmed(client):
    assert sign_up(client, "wang@example.org").url == "/accounts/confirm-email/"
    assert not is_signed_in(client)
    assert sign_in(client, "wang@example.org", PASSWORD).url == "/accounts/confirm-email/"
    confirm = link_in(mail.outbox[0])
    assert "<form" in client.get(confirm).content.decode()
    assert not EmailAddress.objects.get().verified  # looking is not confirming: mail scanners look
    client.post(confirm)
    assert EmailAddress.objects.get().verified
    sign_in(client, "wang@example.org", PASSWORD)
    assert is_signed_in(client)


def test_a_new_user_keeps_the_language_of_the_page(client):
    sign_up(client, "wang@example.org", "/zh-hans")
    assert User.objects.get().language == "zh-hans"


def test_nobody_becomes_a_curator_by_signing_up(client):
    fields = {"email": "eve@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post(
        "/accounts/signup/", fields | {"is_staff": "on", "is_superuser": "on", "user_permissions": "1"}
    )
    user = User.objects.get()
    assert (user.is_staff, user.is_superuser) == (False, False)


def test_signing_out_needs_a_post(client, user):
    sign_in(client, user.email, PASSWORD)
    client.get("/accounts/logout/")
    assert is_signed_in(client)
    client.post("/accounts/logout/")
    assert not is_signed_in(client)


def test_a_forgotten_password_is_replaced_once(client, user):
    client.post("/accounts/password/reset/", {"email": user.email})
    link = link_in(mail.outbox[0])
    page = client.get(link, follow=True)
    form_at = page.redirect_chain[-1][0]
    client.post(form_at, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    client.get(link, follow=True)
    client.post(form_at, {"password1": PASSWORD, "password2": PASSWORD})
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)


def test_the_address_of_a_new_password_is_not_in_the_page_that_takes_it(client, user):
    client.post("/accounts/password/reset/", {"email": user.email})
    link = link_in(mail.outbox[0])
    page = client.get(link, follow=True)
    key = link.rstrip("/").rpartition("-")[2]
    assert key not in page.redirect_chain[-1][0]
    assert key not in page.content.decode()


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_known_and_unknown_addresses_get_the_same_answers(client, user, language):
    def told(path, email, **fields):
        answer = client.post(f"{language}{path}", {"email": email, "login": email} | fields, follow=True)
        body = without_noise(answer.content.decode()).replace(email, "…")
        return answer.redirect_chain, re.sub(r"\s+", " ", body)

    reset = "/accounts/password/reset/"
    assert told(reset, user.email) == told(reset, "nobody@example.org")
    both = {"password1": PASSWORD, "password2": PASSWORD}
    assert told("/accounts/signup/", user.email, **both) == told(
        "/accounts/signup/", "nobody2@example.org", **both
    )
    wrong = {"password": "wrong"}
    assert told("/accounts/login/", user.email, **wrong) == told(
        "/accounts/login/", "nobody@example.org", **wrong
    )


def test_whoever_has_an_account_is_told_so_by_mail_only(client, user):
    sign_up(client, user.email)
    assert User.objects.count() == 1
    assert [message.to for message in mail.outbox] == [[user.email]]
    assert mail.outbox[0].subject == "Parkway: You already have an account"


def test_mails_name_the_portal_and_nobody_elses_host(client, user, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    forged = client.post(
        "/accounts/password/reset/", {"email": user.email}, headers={"X-Forwarded-Host": "evil.example"}
    )
    assert forged.status_code == 302
    assert "evil.example" not in mail.outbox[0].body
    refused = client.post(
        "/accounts/password/reset/", {"email": user.email}, headers={"Host": "evil.example"}
    )
    assert refused.status_code == 400
    assert len(mail.outbox) == 1


def test_a_name_in_a_mail_cannot_add_headers(client):
    sign_up(client, "a@example.org\r\nBcc: eve@example.org")
    assert mail.outbox == []
    assert not User.objects.exists()


def test_guessing_a_password_ends_soon(client, user):
    for _guess in range(5):
        sign_in(client, user.email, "wrong")
    answer = sign_in(client, user.email, PASSWORD)
    assert "Too many failed" in answer.content.decode()
    assert not is_signed_in(client)


def test_a_forged_address_of_the_client_does_not_buy_more_guesses(client):
    answers = [
        sign_in(client, f"user{n}@example.org", "wrong", headers={"X-Forwarded-For": f"203.0.113.{n}"})
        for n in range(40)
    ]
    assert answers[-1].status_code == 429


def test_the_session_changes_when_somebody_signs_in(client, user):
    client.get("/accounts/login/")
    session = client.session
    session["kept"] = 1
    session.save()
    client.cookies["session"] = before = session.session_key
    sign_in(client, user.email, PASSWORD)
    assert client.cookies["session"].value != before


def test_a_new_password_ends_all_other_sessions(sign_in, user):
    here, elsewhere = sign_in(user), sign_in(user)
    assert is_signed_in(elsewhere)
    user.set_password(NEW_PASSWORD)
    user.save()
    assert not is_signed_in(elsewhere)
    assert not is_signed_in(here)


def test_who_is_switched_off_is_out_at_once(sign_in, user):
    client = sign_in(user)
    assert is_signed_in(client)
    user.is_active = False
    user.save()
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "https:///evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "\thttps://evil.example",
        "https://testserver@evil.example",
        "https://testserver.evil.example",
        "/%09/evil.example/../..//evil.example",
        "ftp://testserver/",
        "%2F%2Fevil.example",
    ],
)
def test_signing_in_never_leads_off_the_portal(client, user, target):
    answer = client.post(
        "/accounts/login/", {"login": user.email, "password": PASSWORD, "next": target}, follow=False
    )
    assert answer.status_code == 302
    as_browsers_read_it = re.sub(r"[\t\r\n]", "", answer.url).replace("\\", "/")
    assert urlsplit(urljoin("http://testserver/accounts/login/", as_browsers_read_it)).netloc == "testserver"


def test_after_signing_in_one_is_where_one_wanted_to_go(client, user):
    wanted = client.get("/accounts/me/").url
    answer = client.post(wanted, {"login": user.email, "password": PASSWORD, "next": "/accounts/me/"})
    assert answer.url == "/accounts/me/"


def test_signing_in_leads_to_the_page_in_ones_language(client, user):
    user.language = "zh-hans"
    user.save()
    assert sign_in(client, user.email, PASSWORD).url == "/zh-hans/"


@pytest.mark.parametrize(
    "page", ["login/", "signup/", "password/reset/", "password/reset/done/", "confirm-email/", "inactive/"]
)
def test_the_pages_stand_in_both_languages(client, page):
    english = client.get(f"/accounts/{page}").content.decode()
    chinese = client.get(f"/zh-hans/accounts/{page}").content.decode()
    heading = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
    assert '<html lang="en"' in english
    assert '<html lang="zh-hans"' in chinese
    assert re.search(r"[\u4e00-\u9fff]", heading.search(chinese)[1])
    assert not re.search(r"[\u4e00-\u9fff]", heading.search(english)[1])
