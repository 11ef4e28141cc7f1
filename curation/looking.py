"""What a change of many rows would do, looked at before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from .changing import Change, Outcome

LOOKED_AT = 100  # rows of which it is said what would happen


@dataclass(frozen=True)
class Look:
    """shown: the rows that were looked at, those left out first; is_whole: whether these are all."""

    shown: list[Outcome]
    looked_at: int
    would_change: int
    would_stay: int
    refused: int
    not_writable: int
    is_whole: bool


def looked_at(change: Change, ids: Sequence[str], listed: QuerySet) -> Look:
    """Nothing is written.

    listed   the rows of these ids
    """
    told = change.preview(ids[:LOOKED_AT])
    out = [one for one in told if one.reason]
    writable = change.rows().filter(pk__in=listed.order_by().values("pk"))
    return Look(
        shown=[*out, *(one for one in told if not one.reason)],
        looked_at=len(told),
        would_change=sum(one.changes for one in told),
        would_stay=sum(not one.changes and not one.reason for one in told),
        refused=len(out),
        not_writable=len(ids) - writable.count(),
        is_whole=len(told) == len(ids),
    )
