"""The wish not to be written to, kept beyond the erasure of who had it: as a keyed hash of the address."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from ..models import ClosedAddress

SALT = "partners.ClosedAddress"


def close(addresses: Iterable[str]) -> None:
    """Remember that none of these is to be written to."""
    closed = [ClosedAddress(digest=_digests(address)[0]) for address in addresses if address.strip()]
    ClosedAddress.objects.bulk_create(closed, ignore_conflicts=True)


def is_closed(address: str) -> bool:
    return bool(address.strip()) and ClosedAddress.objects.filter(digest__in=_digests(address)).exists()


def open_again(address: str) -> None:
    """Forget it: who has the address said so anew."""
    ClosedAddress.objects.filter(digest__in=_digests(address)).delete()


def warning() -> str:
    return _(
        "Who had this address asked not to be contacted, before they were erased. Tick “do not contact”,"
        " or note the consent that they gave since then."
    )


def _digests(address: str) -> list[str]:
    """By the secret of the portal, and by those that it had before: a hash without one could be guessed."""
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    plain = address.strip().casefold()
    return [salted_hmac(SALT, plain, secret=key, algorithm="sha256").hexdigest() for key in known]
