"""What can be changed of many rows of a model at once: said by its room, done by `curation.changing`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from common.roles import is_curator
from common.translated import originals


@dataclass(frozen=True, kw_only=True)
class Editing:
    """What can be changed of many rows of a model.

    writable  the rows that this user may change
    write     keeps a row whose fields were set; the operation
    fields    those that can be set
    tie       keeps the rows that a many-to-many field is to lead to; the operation
    ties      the many-to-many fields that rows can be added to and taken from
    steps     what can be done with a row, by a code: the words and the operation
    choices   of fields that point elsewhere: the rows that this user may choose
    called    what setting a field is called, where “Set …” would not tell it
    also      fields that can be set of one row only, back to what they said before
    """

    writable: Callable[[Any], QuerySet]
    write: Callable[[Any, Any], object]
    fields: Sequence[str] = ()
    tie: Callable[[Any, str, list, Any], object] | None = None
    ties: Sequence[str] = ()
    steps: Mapping[str, tuple[str | Promise, Callable[[Any, Any], object]]] = field(default_factory=dict)
    choices: Mapping[str, Callable[[Any], QuerySet]] = field(default_factory=dict)
    called: Mapping[str, str | Promise] = field(default_factory=dict)
    also: Sequence[str] = ()


def for_curators(
    model: type[Model], *fields: str, ties: Sequence[str] = (), choices: Mapping | None = None
) -> Editing:
    """Records that curators keep, with the rules of the model and of the database."""

    def writable(user) -> QuerySet:
        rows = model._default_manager.all()
        return rows if is_curator(user) else rows.none()

    standing_for_others = {original.name for original in originals(model)}
    also = [
        column.name
        for column in model._meta.concrete_fields
        if column.editable and not column.primary_key and column.name not in standing_for_others
    ]
    return Editing(
        writable=writable, write=keep, fields=fields, tie=tie, ties=ties, choices=choices or {}, also=also
    )


def keep(row: Model, by) -> None:
    row.full_clean(exclude=[original.name for original in originals(type(row))])
    row.save()


def tie(row: Model, name: str, others: list, by) -> None:
    getattr(row, name).set(others)
