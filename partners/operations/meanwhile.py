"""Nobody's change is lost: who saves what was changed meanwhile is told so, and what it says now."""

import datetime

from django.db.models import Model
from django.utils.formats import localize
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from history.models import states_kept_of

LONGEST = 200  # characters of a value that was changed
UNTOLD = ("created_at", "updated_at")


class ChangedMeanwhile(RuleBroken):
    """row: as it is now."""

    code = "changed-meanwhile"

    def __init__(self, row: Model, words: str):
        self.row = row
        super().__init__(words)


def check_unchanged(held: Model, seen: datetime.datetime | None) -> None:
    """Refuse a change made on a page that shows an older state.

    held     the row, locked
    seen     its `updated_at` on the page; None where the caller watches it in another way
    Raises   ChangedMeanwhile
    """
    if seen is None or held.updated_at == seen:  # type: ignore[attr-defined]
        return
    told = [
        _("%(field)s is now “%(value)s”.") % {"field": label, "value": value}
        for label, value in _changed_since(held, seen)
    ]
    words = _("Somebody changed this while you wrote, and nothing of yours is saved yet.")
    after = _("Compare it with what you wrote, then save again.")
    raise ChangedMeanwhile(held, " ".join([words, *told, after]))


def _changed_since(held: Model, seen: datetime.datetime) -> list[tuple[str, str]]:
    """Label and present value of what differs; nothing when only its partners or parties changed."""
    before = states_kept_of(type(held)).filter(pgh_obj_id=held.pk, updated_at=seen).last()
    if before is None:
        return []
    return [
        (str(field.verbose_name), _words(held, field))
        for field in held._meta.fields
        if field.name not in UNTOLD
        and hasattr(before, field.attname)
        and getattr(before, field.attname) != getattr(held, field.attname)
    ]


def _words(held: Model, field) -> str:
    display = getattr(held, f"get_{field.name}_display", None)
    value = display() if display else getattr(held, field.name)
    return Truncator("" if value is None else str(localize(value))).chars(LONGEST)
