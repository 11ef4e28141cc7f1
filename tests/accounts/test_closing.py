"""One's own data as a file, and an account that is closed for good."""

import json

import pytest
from allauth.account.models import EmailAddress
from django.db import connection

from accounts.models import Membership, User
from accounts.operations import open_account
from history.models import Erasure
from notifications.models import Delivery
from tests.factories import (
    ApiKeyFactory,
    DeliveryFactory,
    InteractionFactory,
    InvitationFactory,
    MembershipFactory,
    ParkFactory,
)

PASSWORD = "correct-horse-9-battery"
CLOSE, FILE = "/accounts/me/close/", "/accounts/me/file/"


@pytest.fixture
def user(db):
    user = open_account("canary@example.org", PASSWORD, name="Before Canaria")
    user.name = "Amina Canaria"
    user.save()
    return user


@pytest.fixture
def client_of_user(user, client):
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def tables_with(word):
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')
            if word in (cursor.fetchone()[0] or "").casefold():
                found.add(table)
    return found


def test_no_table_holds_the_person_any_more(user, client_of_user):
    assert {"accounts_user", "accounts_userevent", "account_emailaddress"} <= tables_with("canar")
    assert client_of_user.post(CLOSE, {"sure": "1"}).status_code == 302
    assert tables_with("canar") == set()


def test_what_they_wrote_stays_with_a_former_colleague(user, client_of_user, sign_in):
    park = ParkFactory()
    MembershipFactory(user=user, organisation=park.organisation)
    met = InteractionFactory(owner=park.organisation, created_by=user)
    client_of_user.post(CLOSE, {"sure": "1"})
    member = MembershipFactory(organisation=park.organisation).user
    assert "former colleague" in sign_in(member).get(f"/interactions/{met.pk}/").content.decode()


def test_rights_end_at_once(user, client_of_user):
    park = ParkFactory()
    MembershipFactory(user=user, organisation=park.organisation)
    key = ApiKeyFactory(created_by=user, organisation=park.organisation)
    client_of_user.post(CLOSE, {"sure": "1"})
    key.refresh_from_db()
    user.refresh_from_db()
    assert not Membership.objects.filter(user=user, ended_at=None).exists()
    assert key.revoked_at and not user.is_active and not user.has_usable_password()
    assert not EmailAddress.objects.filter(user=user).exists()
    assert client_of_user.get("/accounts/me/").status_code == 302
    mark = Erasure.objects.get()
    assert (mark.kind, mark.by) == ("accounts.user", user)


def test_the_only_manager_stays_until_there_is_another(user, client_of_user):
    park = ParkFactory()
    MembershipFactory(user=user, organisation=park.organisation, role="manager")
    told = client_of_user.post(CLOSE, {"sure": "1"}).content.decode()
    assert "You are the only manager." in told
    assert User.objects.get(pk=user.pk).is_active
    assert Membership.objects.filter(user=user, ended_at=None).exists()


def test_the_only_curator_stays_until_there_is_another(user, client_of_user):
    User.objects.filter(pk=user.pk).update(is_staff=True)
    assert "You are the only curator." in client_of_user.post(CLOSE, {"sure": "1"}).content.decode()


def test_it_wants_to_be_sure(user, client_of_user):
    assert "Say that you are sure." in client_of_user.post(CLOSE).content.decode()
    assert User.objects.get(pk=user.pk).is_active


def test_who_signed_in_long_ago_is_asked_for_the_password(user, sign_in):
    client = sign_in(user)
    for answer in (client.get(FILE), client.get(CLOSE), client.post(CLOSE, {"sure": "1"})):
        assert answer.url.startswith("/accounts/reauthenticate/")
    assert User.objects.get(pk=user.pk).is_active


def test_the_file_has_what_is_kept(user, client_of_user):
    membership = MembershipFactory(user=user)
    told = json.loads(client_of_user.get(FILE).content)
    assert told["account"]["email"] == "canary@example.org"
    assert told["memberships"][0]["organisation"] == membership.organisation.name
    assert "Before Canaria" in {state["name"] for state in told["history"]["account"]}
    assert "password" not in json.dumps(told["history"])


def mail_to(address):
    return DeliveryFactory(receiver=None, address=address, channel="email", why="invited", state="waiting")


def test_mails_to_the_person_go_with_the_account(user, client_of_user):
    User.objects.filter(pk=user.pk).update(email="canary-two@example.org")
    InvitationFactory(email="canary-at-work@example.org", accepted_by=user)
    for address in ("Canary@example.org", "canary-two@example.org", "canary-at-work@example.org"):
        mail_to(address)
    kept = mail_to("somebody@example.org")
    client_of_user.post(CLOSE, {"sure": "1"})
    assert list(Delivery.objects.all()) == [kept]
    assert tables_with("canar") == set()


def test_an_address_that_is_somebody_elses_now_stays_theirs(user, client_of_user):
    User.objects.filter(pk=user.pk).update(email="canary-two@example.org")
    EmailAddress.objects.filter(user=user).update(email="canary-two@example.org")
    open_account("canary@example.org", PASSWORD, name="Namesake")
    kept, invitation = mail_to("canary@example.org"), InvitationFactory(email="canary@example.org")
    client_of_user.post(CLOSE, {"sure": "1"})
    assert list(Delivery.objects.all()) == [kept]
    invitation.refresh_from_db()
