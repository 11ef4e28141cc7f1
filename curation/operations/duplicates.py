"""What people say of two records that may be one."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import RuleBroken

from ..duplicates import compared, digest_of, naming_of
from ..models import Duplicate
from ..naming.cards import Reason


class OneIsGone(RuleBroken):
    """One of the two is merged or deleted: there is nothing to decide."""

    code = "gone"


class DecidedAlready(RuleBroken):
    """A curator looked at the two and found that they are not the same."""

    code = "decided"


@transaction.atomic
def not_the_same(pair_id: str, *, by) -> Duplicate:
    """Keep that these are two; they are asked about again when names or identifiers change.

    Raises  Duplicate.DoesNotExist; OneIsGone
    """
    pair = Duplicate.objects.select_for_update().get(pk=pair_id)
    model = compared()[pair.kind]
    cards = {card.record: card for card in naming_of(model).cards([pair.first, pair.second])}
    if len(cards) < 2:
        raise OneIsGone(_("One of the two is merged or deleted."))
    pair.digest = digest_of(cards[pair.first], cards[pair.second])
    pair.state, pair.decided_by, pair.decided_at = Duplicate.State.NOT_SAME, by, timezone.now()
    pair.save(update_fields=["digest", "state", "decided_by", "decided_at"])
    return pair


@transaction.atomic
def ask_again(pair_id: str) -> Duplicate:
    """Take back what was decided. Raises Duplicate.DoesNotExist; OneIsGone"""
    pair = Duplicate.objects.select_for_update().get(pk=pair_id)
    if pair.state == Duplicate.State.GONE:
        raise OneIsGone(_("One of the two is merged or deleted."))
    pair.state, pair.decided_by, pair.decided_at, pair.digest = Duplicate.State.OPEN, None, None, ""
    pair.save(update_fields=["digest", "state", "decided_by", "decided_at"])
    return pair


@transaction.atomic
def report(record: Model, other: Model, *, by, note: str = "") -> Duplicate:
    """Put two records into the queue because a reader says that they are one.

    Raises  DecidedAlready
    """
    first, second = sorted([record.pk, other.pk])
    kind, verdict = record._meta.label_lower, _verdict(record, [record.pk, other.pk])
    Duplicate.objects.bulk_create(
        [Duplicate(kind=kind, first=first, second=second, **verdict)], ignore_conflicts=True
    )
    pair = Duplicate.objects.select_for_update().get(kind=kind, first=first, second=second)
    if pair.state == Duplicate.State.NOT_SAME:
        raise DecidedAlready(_("A curator has looked at these two already: they are not the same."))
    pair.state = Duplicate.State.OPEN
    if Reason.REPORTED not in pair.reasons:
        pair.reasons = [*pair.reasons, Reason.REPORTED.value]
        pair.reported_by, pair.note = by, note
    pair.save(update_fields=["state", "reasons", "reported_by", "note"])
    return pair


def _verdict(record: Model, pks: Iterable[str]) -> dict:
    naming = naming_of(type(record))
    one, other = naming.cards(pks)
    verdict = naming.compare(one, other)
    return {"score": round(100 * verdict.score), "reasons": [reason.value for reason in verdict.reasons]}
