"""Which columns a table of a model may have, and for whom it may be read in."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.exchange import KEYS, RESOURCES, column_of
from common.roles import is_curator
from common.translated import column_label

from ..descriptions import DESCRIPTIONS
from .descriptions import Importing, Part


@dataclass(frozen=True)
class Column:
    """One column that a table may have: a field of the model, or parts of the row."""

    name: str
    field: Any
    part: Part | None = None
    is_key: bool = False

    @property
    def label(self) -> str:
        """As people call it, in their language."""
        if self.part:
            is_beside = self.name != self.part.name
            return capfirst(str(self.field.verbose_name if is_beside else self.part.called or self.name))
        return column_label(self.field)

    @cached_property
    def widget(self):
        return column_of(self.field).widget

    @property
    def is_many(self) -> bool:
        """Whether several values stand in a cell, with semicolons between them."""
        return bool(self.field.many_to_many or (self.part and self.name == self.part.name))

    @property
    def target(self) -> type[Model] | None:
        """What a value points to."""
        return self.field.related_model if self.field.is_relation else None

    @cached_property
    def has_choices(self) -> bool:
        return bool(self.choices)

    @property
    def choices(self) -> list[tuple[str, str]]:
        if self.target or not self.field.choices:
            return []
        return [(str(value), str(label)) for value, label in self.field.flatchoices if value]


@dataclass(frozen=True)
class Sheet:
    """A model as a table is read into it."""

    model: type[Model]
    key: tuple[str, ...]
    importing: Importing
    columns: dict[str, Column]

    @property
    def name(self) -> str:
        return self.model._meta.label_lower

    @property
    def label(self) -> str:
        return str(capfirst(self.model._meta.verbose_name_plural))

    def owners(self, user) -> QuerySet | None:
        """The organisations for which this user may read in rows; None where rows belong to nobody."""
        return self.importing.owners(user) if self.importing.owners else None

    def is_open_to(self, user) -> bool:
        owners = self.owners(user)
        return is_curator(user) if owners is None else owners.exists()


def all_sheets() -> list[Sheet]:
    """The kinds of records that are read in, in the order of the rooms."""
    return [sheet for model in DESCRIPTIONS if (sheet := sheet_of(model))]


def sheets_for(user) -> list[Sheet]:
    """Those that this user may read in."""
    return [sheet for sheet in all_sheets() if sheet.is_open_to(user)]


def sheet_named(name: str) -> Sheet | None:
    """By a name such as `partners.contact`."""
    try:
        model = apps.get_model(name)
    except (LookupError, ValueError):
        return None
    return sheet_of(model) if model in DESCRIPTIONS else None


def private_rows_in(import_, user) -> type[Model] | None:
    """The model of whose rows the user reads in a file that somebody else brought; None in one's own."""
    sheet = sheet_named(import_.model) if import_.made_by_id != user.pk else None
    return sheet.model if sheet else None


def sheet_of(model: type[Model]) -> Sheet | None:
    """None where tables of a model are not read in."""
    described = DESCRIPTIONS[model]
    importing = described.importing or Importing()
    if model not in RESOURCES and not importing.fields:
        return None
    key = KEYS.get(model, ("id",))
    names = importing.fields or RESOURCES[model]._meta.fields
    columns = {
        name: Column(name, model._meta.get_field(name), is_key=name in key)
        for name in names
        if name != importing.owner
    }
    for part in importing.parts:
        columns[part.name] = Column(part.name, part.model._meta.get_field(part.shows), part)
        for beside, of_part in part.beside.items():
            columns[beside] = Column(beside, part.model._meta.get_field(of_part), part)
    return Sheet(model, key, importing, columns)


def told_twice(names: list[str], headers: list[str]) -> list[str]:
    """Sentences about columns that two columns of the file were chosen for."""
    chosen = [name for name in names if name]
    return [
        _("Two columns of the file are meant for “%(name)s”.") % {"name": name}
        for name in dict.fromkeys(chosen)
        if chosen.count(name) > 1
    ]
