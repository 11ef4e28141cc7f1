"""What a room tells of a model so that tables of it can be read in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet


@dataclass(frozen=True, kw_only=True)
class Part:
    """A column whose values, with semicolons between them, are rows that point to the row by `by`.

    What is named and not there yet is added; nothing is taken away.

    name         of the column
    shows        the field of the part that the column tells
    called       the name as people say it
    fixed        what each of these parts has besides
    beside       further columns of which all parts of the row take one field: {"job_title": "title"}
    identifies   whether a value belongs to one row only, so that the row is known by it
    tidy         brings a value into the form in which it is kept
    """

    name: str
    model: type[Model]
    by: str
    shows: str
    called: object = ""
    fixed: Mapping[str, Any] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)
    identifies: bool = False
    tidy: Callable[[str], str] | None = None

    @property
    def column_of_by(self) -> str:
        return self._attribute(self.by)

    @property
    def column_of_shows(self) -> str:
        return self._attribute(self.shows)

    def _attribute(self, name: str) -> str:
        field: Any = self.model._meta.get_field(name)
        return field.attname


@dataclass(frozen=True, kw_only=True)
class Importing:
    """How tables of a model are read in, where its key and its fields do not say it all.

    fields     its columns, where it has no key that people know
    parts      columns that are rows of their own
    known_by   other ways to know a row that brings no key: names of fields and parts that are all the
               same; the first of them must be given
    makes      a function (new rows, user) that fills what they may leave out: their key, who made them
    owner      the field that says which organisation the rows belong to
    owners     a function (user) → the organisations whose rows this user may write; without it, rows are
               for curators alone
    rows       a function () → the rows that may be meant
    picks      by column: a function (user) → the rows that this user may point to, where it is not
               `visible_to`
    keep       a function (row, user) → None with the rules of the room. Raises ValidationError
    tidy       a function (texts by column) → None that brings texts into the form in which they are kept
    """

    fields: Sequence[str] = ()
    parts: Sequence[Part] = ()
    known_by: Sequence[Sequence[str]] = ()
    makes: Callable[[Any, Any], None] | None = None
    owner: str = ""
    owners: Callable[[Any], QuerySet] | None = None
    rows: Callable[[], QuerySet] | None = None
    picks: Mapping[str, Callable[[Any], QuerySet]] = field(default_factory=dict)
    keep: Callable[[Any, Any], None] | None = None
    tidy: Callable[[dict[str, str]], None] | None = None
