"""What is said of a listing while it is reviewed: comments, answers, and what is settled."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import RuleBroken

from .. import events
from ..models import Listing, Remark
from .keeping import hold


@transaction.atomic
def say(listing: Listing, text: str, by, field: str = "") -> Remark:
    """Keep a comment or an answer; who keeps the listing is told what others say of it.

    field    name of the field that it is about; empty for the whole
    Raises   NotKept, RuleBroken
    """
    held = hold(listing, by)
    if not text.strip():
        raise RuleBroken(_("Write what you want to say."))
    remark = Remark.objects.create(listing=held, field=field, text=text.strip(), by=by)
    events.remarked(held, remark, by)
    return remark


@transaction.atomic
def settle(remark: Remark, by, is_settled: bool = True) -> Remark:
    """It is done with, or it is not after all. Raises  NotKept"""
    hold(remark.listing, by)
    kept = Remark.objects.select_for_update().get(pk=remark.pk)
    kept.settled_at, kept.settled_by = (timezone.now(), by) if is_settled else (None, None)
    kept.save(update_fields=["settled_at", "settled_by"])
    return kept
