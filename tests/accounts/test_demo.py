import io
import stat

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command

from accounts.demo import DEMO_ACCOUNTS, create_demo_accounts, demo_password
from accounts.models import Membership, User
from common.roles import is_curator
from common.versions import version_of
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisations(settings):
    settings.LOCAL, settings.DEBUG = True, False
    for account in DEMO_ACCOUNTS:
        if account.organisation:
            OrganisationFactory(slug=account.organisation)


def test_there_is_one_account_for_each_role(organisations):
    create_demo_accounts()
    assert {
        user.email.partition("@")[0]: (is_curator(user), user.memberships.count())
        for user in User.objects.all()
    } == {
        "enterprise": (False, 1),
        "water": (False, 1),
        "provider": (False, 1),
        "park": (False, 1),
        "partner": (False, 1),
        "curator": (True, 0),
        "visitor": (False, 0),
    }


def test_demo_accounts_sign_in_with_the_password_of_the_installation(organisations, client):
    create_demo_accounts()
    answer = client.post(
        "/accounts/login/", {"login": "park@demo.parkway.example", "password": demo_password()}
    )
    assert (answer.status_code, answer.url) == (302, "/")
    assert client.get("/accounts/me/").context["user"].email == "park@demo.parkway.example"


def test_the_password_is_made_once_and_kept_from_others(settings, tmp_path):
    settings.HOME = tmp_path / "one"
    first = demo_password()
    assert demo_password() == first
    assert stat.S_IMODE((settings.HOME / "demo-password").stat().st_mode) == 0o600
    settings.HOME = tmp_path / "two"
    assert demo_password() != first


def test_a_second_run_changes_nothing(organisations):
    def everything():
        return (
            list(User.objects.order_by("pk").values()),
            list(Membership.objects.order_by("pk").values()),
            list(EmailAddress.objects.order_by("pk").values()),
            version_of(["accounts_membership", "accounts_user"]),
        )

    create_demo_accounts()
    before = everything()
    create_demo_accounts()
    assert everything() == before


def test_a_portal_that_serves_for_real_gets_none(organisations, settings):
    settings.LOCAL = False
    assert create_demo_accounts() == []
    assert not User.objects.exists()


def test_the_table_names_each_account_and_the_password(organisations):
    create_demo_accounts()
    table = io.StringIO()
    call_command("demo_accounts", stdout=table)
    lines = table.getvalue().splitlines()
    assert [line.split()[0] for line in lines[:-1]] == [account.email for account in DEMO_ACCOUNTS]
    assert lines[-1] == f"Password of each: {demo_password()}"


def test_the_table_says_that_there_are_none(settings):
    settings.LOCAL = False
    table = io.StringIO()
    call_command("demo_accounts", stdout=table)
    assert table.getvalue() == "There are no demo accounts here.\n"
