"""Rows that may be doubles of what the register has already."""

from collections.abc import Collection, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..descriptions import DESCRIPTIONS
from ..duplicates import candidates
from ..reasons import words_for
from .drafts import Draft
from .sheets import Sheet

#: How many are compared at once.
COMPARED = 250


def mark(
    sheet: Sheet,
    drafts: Sequence[Draft],
    *,
    user,
    owner: str,
    among: QuerySet | None,
    but: Collection[str],
) -> None:
    """Set those apart of these new rows that an identifier, or their names, say to be there already.

    among   the rows that may be named, where it is not what the user sees
    but     ids of rows that are not named: those that the same file made
    """
    for draft in drafts:
        if draft.record:
            draft.is_like(draft.record, [])
    naming = DESCRIPTIONS[sheet.model].naming
    rest = [draft for draft in drafts if not draft.record]
    for start in range(0, len(rest) if naming else 0, COMPARED):
        some = rest[start : start + COMPARED]
        values = [_values(sheet, draft, owner) for draft in some]
        found = candidates(sheet.model, values, user, among=among, size=3)
        for draft, likely in zip(some, found, strict=True):
            if first := next((one for one in likely if one.record.pk not in but), None):
                record = first.record
                why = ", ".join(map(str, words_for(first.verdict.reasons)))
                words = {"record": record, "why": why}
                draft.is_like(str(record.pk), [_("Perhaps “%(record)s”: %(why)s.") % words])


def _values(sheet: Sheet, draft: Draft, owner: str) -> dict:
    """What a new row is compared by."""
    identifying = [part for part in sheet.importing.parts if part.identifies]
    own = {
        name: getattr(draft.row, name, "")
        for name, column in sheet.columns.items()
        if name in draft.values and not column.target
    }
    return {
        **own,
        **{part.name: draft.parts.get(part.name, []) for part in sheet.importing.parts},
        "owner_id": owner,
        "identifiers": [(part.name, one) for part in identifying for one in draft.parts.get(part.name, ())],
    }
