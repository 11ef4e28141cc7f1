"""Letting another park see what one's own keeps, for a time, and taking it back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from organisations.models import Organisation

from ..models import Interaction, Share
from . import interactions, keeping
from .interactions import parks_of


class MayNotShare(RuleBroken):
    """Who asks is no member of the park that shares, or that park does not keep the thing."""

    code = "may-not-share"


def writable_by(user) -> QuerySet[Share]:
    """What this user may take back: what the user's own parks gave."""
    return Share.objects.filter(owner__in=parks_of(user).values("pk"))


@transaction.atomic
def give_share(share: Share, *, by) -> Share:
    """Let the receiver see a partner's business with the owner, an agreement or an interaction.

    Raises  MayNotShare; ValidationError, of `receiver` when it is shared with that park already
    """
    if not parks_of(by).filter(pk=share.owner_id).exists() or not _keeps(share, by):
        raise MayNotShare(_("Only members of the park that keeps this may share it."))
    share.created_by = by
    share.full_clean()
    Organisation.objects.select_for_update(no_key=True).get(pk=share.owner_id)  # one after the other
    if _open_twins(share).exists():
        raise ValidationError({"receiver": _("It is shared with this park already. Take that back first.")})
    share.save()
    return share


@transaction.atomic
def revoke_share(share: Share, *, by) -> Share:
    """Take it back: from the next request on, the receiver sees nothing of it any more.

    Taken back twice it keeps the moment of the first time. Raises  MayNotShare
    """
    held = Share.objects.select_for_update(of=("self",)).get(pk=share.pk)
    if not writable_by(by).filter(pk=held.pk).exists():
        raise MayNotShare(_("Only members of the park that shares this may take it back."))
    if held.revoked_at is None:
        held.revoked_at = timezone.now()
        held.save(update_fields=["revoked_at"])
    return held


def _open_twins(share: Share) -> QuerySet[Share]:
    """The same thing, shared by the same park with the same one, and not taken back or over."""
    same = ("owner", "receiver", "partner", "agreement", "interaction")
    return Share.objects.open().filter(**{name: getattr(share, name) for name in same})


def _keeps(share: Share, by) -> bool:
    """Whether the thing is the owner's to share; with a partner, any park shares its own business."""
    if share.agreement_id:
        return keeping.writable_by(by).filter(pk=share.agreement_id, owner=share.owner_id).exists()
    if share.interaction_id:
        own: QuerySet[Interaction] = interactions.writable_by(by).filter(is_draft=False)
        return own.filter(pk=share.interaction_id, owner=share.owner_id).exists()
    return True
