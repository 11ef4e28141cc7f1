"""Any two states of a listing beside each other: what each field said in the one and in the other."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from common.translated import column_label, originals
from history.log import FieldChange
from history.models import states_kept_of
from history.words import Names, is_technical, said

from .models import Listing

MOST = 200  # of the newest states that can be chosen
#: Kept for programs, and told to readers in other words.
UNTOLD = {"translated", "is_published"}


@dataclass(frozen=True)
class Revision:
    """number   of the state in the history"""

    number: int
    at: datetime.datetime
    who: str


def revisions_of(listing: Listing) -> list[Revision]:
    """Its states, the newest first, with who wrote each."""
    states = _states(listing).select_related("pgh_context").order_by("-pgh_id")[:MOST]
    found = [
        (
            state.pgh_id,
            state.pgh_created_at,
            (state.pgh_context.metadata if state.pgh_context else {}).get("user"),
        )
        for state in states
    ]
    users = get_user_model()._base_manager.in_bulk([user for _number, _at, user in found if user])
    return [Revision(number, at, str(users.get(user) or "")) for number, at, user in found]


def differences(listing: Listing, before: int, after: int) -> list[FieldChange]:
    """What differs between two of its states, in the order of its fields."""
    states = _states(listing).in_bulk([before, after])
    first, last = states[before], states[after]
    columns = [column for column in _columns() if _differs(first, last, column.attname)]
    names = Names()
    for column in columns:
        if column.is_relation:
            names.ask(column.related_model, getattr(first, column.attname))
            names.ask(column.related_model, getattr(last, column.attname))
    return [
        FieldChange(
            column_label(column),
            said(column, getattr(first, column.attname), names),
            said(column, getattr(last, column.attname), names),
            column.name,
        )
        for column in columns
    ]


def _states(listing: Listing) -> QuerySet:
    return states_kept_of(Listing).filter(pgh_obj_id=listing.pk)


def _columns() -> Sequence[Any]:
    standing_for_others = {original.name for original in originals(Listing)}
    return [
        column
        for column in Listing._meta.fields
        if not is_technical(column) and column.name not in standing_for_others | UNTOLD
    ]


def _differs(first: Any, last: Any, name: str) -> bool:
    old, new = getattr(first, name, None), getattr(last, name, None)
    return old != new and (bool(old) or bool(new) or isinstance(old, bool))
