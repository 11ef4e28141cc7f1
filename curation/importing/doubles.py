"""Rows that may be doubles of what the register has already."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .drafts import Draft

if TYPE_CHECKING:
    from .engine import Engine
    from .sheets import Sheet


def mark(sheet: "Sheet", drafts: Sequence[Draft], engine: "Engine") -> None:
    """Set those apart of these new rows that an identifier, or their names, say to be there already."""
    for draft in drafts:
        if draft.record:
            draft.is_like(draft.record, [])
