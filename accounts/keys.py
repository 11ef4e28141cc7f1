"""API keys: made, shown once, known again by their hash, revoked.

A token is `pw_<prefix>_<secret>`; see `accounts.tokens`.
"""

import re
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from common.roles import is_curator
from organisations.models import Organisation

from .models import ApiKey, Membership, User
from .tokens import digest_of, new_token

TOKEN = re.compile(r"pw_([a-z0-9]{8})_([A-Za-z0-9_-]{43})")
NOTED_EVERY = timedelta(minutes=1)
HELD_AT_MOST = 50  # keys in force that one person has for an organisation


@transaction.atomic
def make_key(
    organisation: Organisation | None, *, by: User, name: str, scopes: Collection[str], lasts: timedelta
) -> tuple[ApiKey, str]:
    """A new key and its token, which nobody can find out afterwards.

    organisation   none for a curator's key that is for the register alone
    Raises  RuleBroken when `by` does not act for the organisation, is no curator though the key would
            curate, or has too many keys; ValidationError
    """
    acting = Membership.objects.select_for_update().filter(user=by, organisation=organisation, ended_at=None)
    if organisation is not None and not acting.exists():
        raise RuleBroken(_("You do not act for this organisation any more."))
    if ApiKey.Scope.CURATION in scopes and not is_curator(by):
        raise RuleBroken(_("Only curators make keys that keep the register clean."))
    now = timezone.now()
    if ApiKey.objects.held_by(by).in_force(now).filter(organisation=organisation).count() >= HELD_AT_MOST:
        raise RuleBroken(_("You have too many keys. Revoke those that nothing uses."))
    prefix, token = new_token("pw")
    key = ApiKey(
        organisation=organisation,
        created_by=by,
        name=name,
        prefix=prefix,
        token_hash=digest_of(token),
        scopes=sorted(scopes),
        created_at=now,
        expires_at=now + lasts,
    )
    key.full_clean()
    key.save()
    return key, token


@transaction.atomic
def revoke_key(key: ApiKey) -> None:
    """Its next request is refused; a second run changes nothing."""
    held = ApiKey.objects.select_for_update().get(pk=key.pk)
    if held.revoked_at is None:
        held.revoked_at = timezone.now()
        held.save(update_fields=["revoked_at"])


def key_of(token: str) -> ApiKey | None:
    """The key in force that a token belongs to, with its maker; its use is noted once a minute.

    Returns  None for all others, without telling why
    """
    if not TOKEN.fullmatch(token):
        return None
    now, digest = timezone.now(), digest_of(token)
    found = ApiKey.objects.in_force(now).filter(token_hash=digest)
    key = found.select_related("created_by", "organisation").first()
    if key is None or not constant_time_compare(key.token_hash, digest):
        return None
    if key.last_used_at is None or now - key.last_used_at >= NOTED_EVERY:
        stale = Q(last_used_at=None) | Q(last_used_at__lte=now - NOTED_EVERY)
        ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now)
    return key


def is_in_force(key: ApiKey) -> bool:
    """Whether it still opens the door: a long answer may outlive it."""
    return ApiKey.objects.in_force(timezone.now()).filter(pk=key.pk).exists()
