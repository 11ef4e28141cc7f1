"""One account for each role, to try the portal with; only where the portal runs to be tried."""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation

from .models import Membership, User
from .operations import open_account


@dataclass(frozen=True)
class DemoAccount:
    """organisation is the slug of the one that the account acts for, if any."""

    key: str
    role: str | Promise
    organisation: str = ""
    membership: str = Membership.Role.EDITOR
    is_curator: bool = False

    @property
    def email(self) -> str:
        return f"{self.key}@demo.parkway.example"


DEMO_ACCOUNTS = (
    DemoAccount("enterprise", _("enterprise"), "tusholdings"),
    DemoAccount(
        "water", _("enterprise that makes water equipment"), "example-clear-river", Membership.Role.MANAGER
    ),
    DemoAccount("park", _("park staff"), "tuspark", Membership.Role.MANAGER),
    DemoAccount("partner", _("partner"), "british-university-in-egypt"),
    DemoAccount("provider", _("provider of services"), "example-lotus-ip", Membership.Role.MANAGER),
    DemoAccount("curator", _("curator"), is_curator=True),
    DemoAccount("visitor", _("signed in, without an organisation")),
)


def are_wanted() -> bool:
    return settings.LOCAL or settings.DEBUG


def demo_password() -> str:
    """The password of all demo accounts: made once for each installation, kept in its data folder."""
    file = settings.HOME / "demo-password"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(9) + "\n")
    return file.read_text().strip()


@transaction.atomic
def create_demo_accounts() -> list[DemoAccount]:
    """Make the demo accounts, and let them act for their organisations as far as those are there.

    A second run changes nothing.

    Returns  those that there are now; none where the portal is not run to be tried
    """
    if not are_wanted():
        return []
    password = demo_password()
    for account in DEMO_ACCOUNTS:
        _create(account, password)
    return list(DEMO_ACCOUNTS)


def _create(account: DemoAccount, password: str) -> None:
    user = User.objects.filter(email=account.email).first()
    if user is None:
        name = f"Demo {account.key}"
        user = open_account(account.email, password, name=name, is_curator=account.is_curator)
    elif not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    organisation = Organisation.objects.filter(slug=account.organisation).first()
    if organisation:
        Membership.objects.get_or_create(
            user=user,
            organisation=organisation,
            ended_at=None,
            defaults={"role": account.membership},
        )
