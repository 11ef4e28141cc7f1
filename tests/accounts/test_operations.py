import io

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from accounts.models import User
from accounts.operations import open_account
from common.roles import is_curator

pytestmark = pytest.mark.django_db
PASSWORD = "a quiet pond 27"


def create_curator(monkeypatch, email, password=PASSWORD):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    call_command("create_curator", email, stdout=io.StringIO())


def test_an_opened_account_signs_in_at_once(client):
    open_account("li@example.org", PASSWORD)
    answer = client.post("/accounts/login/", {"login": "li@example.org", "password": PASSWORD})
    assert answer.url == "/"


def test_an_address_has_one_account_in_any_case():
    open_account("li@example.org", PASSWORD)
    with pytest.raises(IntegrityError):
        open_account("LI@example.org", PASSWORD)


def test_a_new_curator_signs_in_to_the_admin(client, monkeypatch):
    create_curator(monkeypatch, "li@example.org")
    assert is_curator(User.objects.get())
    sign_in = client.get("/admin/").url
    answer = client.post(sign_in, {"login": "li@example.org", "password": PASSWORD, "next": "/admin/"})
    assert answer.url == "/admin/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("email", "password", "why"),
    [
        ("no address", PASSWORD, "valid email"),
        ("li@example.org", "short", "too short"),
        ("LI@example.org", PASSWORD, "already"),
    ],
)
def test_a_curator_with_a_bad_address_or_password_is_refused(monkeypatch, email, password, why):
    if why == "already":
        open_account("li@example.org", PASSWORD)
    with pytest.raises(CommandError, match=why):
        create_curator(monkeypatch, email, password)
    assert not User.objects.filter(is_staff=True).exists()
