"""What a file is read into, and how much of it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from .findings import Finding

# Of a table that is held in memory as a whole.
MOST_BYTES = 10_000_000
MOST_ROWS = 20_000
# Of every table.
MOST_COLUMNS = 1_000
MOST_CHARACTERS = 1_000_000  # of a cell or a line


class UnreadableFile(ValueError):
    """Not a table that can be read; the message tells people why."""


def too_many_columns() -> UnreadableFile:
    return UnreadableFile(_("More than %(most)s columns: this is not a table.") % {"most": MOST_COLUMNS})


class Row(NamedTuple):
    """A row as wide as the head.

    number    which row of the file it is, as a spreadsheet program counts them
    surplus   what stands in it beyond the last column of the head
    """

    number: int
    cells: list[str]
    surplus: list[str]


@dataclass(frozen=True)
class Table:
    """headers, and rows of as many texts; numbers: which row of the file each one was, the head being 1."""

    headers: list[str]
    rows: list[list[str]]
    numbers: list[int]
    findings: "list[Finding]" = field(default_factory=list)
