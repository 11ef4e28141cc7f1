"""A row of a file on its way to become a row of the register."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

NEW, UPDATE, SAME, DOUBLE, ERROR = "new", "update", "same", "double", "error"


@dataclass
class Draft:
    """What is known of a row of the file by now.

    number     which row of the file it is
    cells      what stands in it, as in the file; `texts` by the column of the model
    values     of the row's own fields, by name; of what points to another row its id
    many       ids of the rows that a column of several points to
    parts      ids or texts by the name of a part
    new_parts  (column, row) of the rows that are to be added to it
    row        the row of the register as it shall be
    before     what its columns held until now
    is_other   whether any of them is to hold another value; always so for a new row
    changes    [column, before, after]
    problems   [column of the model or empty, what stands there, the rule that it breaks]
    record     id of the row that it is, or seems to be a double of
    """

    number: int
    cells: list[str]
    texts: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    many: dict[str, list[Any]] = field(default_factory=dict)
    parts: dict[str, list[Any]] = field(default_factory=dict)
    new_parts: list[tuple[str, Model]] = field(default_factory=list)
    row: Model | None = None
    before: dict[str, str] = field(default_factory=dict)
    is_other: bool = False
    state: str = ""
    record: str = ""
    changes: list[list[str]] = field(default_factory=list)
    problems: list[list[str]] = field(default_factory=list)

    def refuse(self, column: str, rule: object) -> None:
        self.state = ERROR
        self.problems.append([column, self.texts.get(column, "")[:200], str(rule)])

    def is_like(self, record: str, reasons: list[str]) -> None:
        """It may be a double of this record."""
        self.state, self.record = DOUBLE, record
        self.problems += [["", "", reason] for reason in reasons]

    @property
    def is_good(self) -> bool:
        return self.state != ERROR

    @property
    def is_written(self) -> bool:
        return self.state in (NEW, UPDATE)
