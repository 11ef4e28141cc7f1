"""What makes a record complete, and how long it stays fresh: said by its room."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.functional import Promise

COMPLETE = 80  # points of 100 from which a record counts as complete


@dataclass(frozen=True, kw_only=True)
class Check:
    """Something that a record should have.

    code     tells it from the other checks of the model
    to_do    what to do where it is missing, as a sentence
    why      what it is good for, as a sentence
    weight   compared with the other checks of the model
    has      true for records that have it
    place    the id of its field, or of its part, in the form
    """

    code: str
    to_do: str | Promise
    why: str | Promise
    weight: int
    has: Q
    place: str


@dataclass(frozen=True, kw_only=True)
class Checks:
    """How the records of a model are judged.

    fresh_for   how long after an edit, or after somebody said that it is still right
    owner       field that points to the park that keeps a record; none where curators keep all
    form        route, by id, of the form of its keepers; without one it is the curators' form
    among       the records that are judged
    """

    parts: Sequence[Check]
    fresh_for: datetime.timedelta
    owner: str = ""
    form: str = ""
    among: Q = field(default_factory=Q)

    @property
    def total(self) -> int:
        return sum(part.weight for part in self.parts)

    def points(self, part: Check) -> int:
        """What a part is worth, of 100."""
        return round(100 * part.weight / self.total)
