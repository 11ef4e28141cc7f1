"""The columns of a list: what its rows say in a table, for whoever reads it.

They are the columns that an import reads (`common.exchange`), worked out by the database: what is
exported can be changed in a spreadsheet and read again. A room says by `Listing` what a list shows
beyond the fields of its model, and what it leaves out. What a row points to is told only as far as the
reader may see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Expression, Model, TextField
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from . import shapes
from .choices import ChoiceField
from .dates import PartialDateField
from .exchange import KEYS, RESOURCES, key_paths
from .ids import OpaqueIdField
from .shapes import Reader, Row, Statement, column_of, quoted, related
from .sortkeys import SortKeyField
from .translated import column_label, originals

#: What a value is, for those who write it: text that may hold anything, text that is harmless as it is
#: (a code, a date), a number, yes or no, a list of texts.
TEXT, CODE, NUMBER, YES_NO, LIST = "text", "code", "number", "yes or no", "list"
MOMENT = "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
#: What each record has beside what it is about: at the end of a table.
OF_RECORDS = ("is_published", "is_example", "passages", "discrepancies", "curator_note")


@dataclass(frozen=True)
class Column:
    """One column of a model's table; its name is the head of the column in a file.

    only_asked   left out of files for who has chosen no columns
    """

    name: str
    model: type[Model]

    @property
    def label(self) -> str:
        """As people call it."""
        return self.name

    kind = TEXT
    only_asked = False

    def sql(self, statement: Statement, alias: str) -> str:
        """The value in the row of this alias."""
        raise NotImplementedError

    def words(self, value) -> str:
        """The value as a reader of the active language reads it on a page."""
        if value is None:
            return ""
        if self.kind == YES_NO:
            return str(_("yes") if value else _("no"))
        return "; ".join(value) if self.kind == LIST else str(value)


class OfField(Column):
    """A field of the model."""

    @property
    def field(self):
        return self.model._meta.get_field(self.name)

    @property
    def label(self):
        return column_label(self.field)

    @property
    def kind(self):  # type: ignore[override]
        field = self.field
        if field.many_to_many or isinstance(field, ArrayField):
            return LIST
        if field.is_relation:
            return TEXT
        if isinstance(field, models.BooleanField):
            return YES_NO
        if isinstance(field, models.IntegerField | models.DecimalField):
            return NUMBER
        of_one_form = ChoiceField | PartialDateField | OpaqueIdField | models.DateField | models.TimeField
        return CODE if isinstance(field, of_one_form) else TEXT

    def sql(self, statement, alias):
        field = self.field
        if field.many_to_many:
            return _keys_of_many(statement, field, alias)
        own = f"{alias}.{quoted(field.column)}"
        if field.is_relation:
            return _key_of_one(statement, field.related_model, own, self._is_known())
        if isinstance(field, models.DateTimeField):
            return MOMENT.format(own)
        if isinstance(field, models.DateField):
            return f"to_char({own}, 'YYYY-MM-DD')"
        if isinstance(field, models.TimeField):
            return f"to_char({own}, 'HH24:MI:SS')"
        return f"trim_scale({own})" if isinstance(field, models.DecimalField) else own

    def words(self, value):
        field = self.field
        if value and isinstance(field, models.DateTimeField):
            return date_format(localtime(datetime.fromisoformat(value)), "SHORT_DATETIME_FORMAT")
        if value and not field.is_relation and not isinstance(field, ArrayField):
            value = dict(field.flatchoices).get(value, value)
        return super().words(value)

    def _is_known(self) -> bool:
        """Whether who sees the row may know what it points to, published or not."""
        known = LISTINGS.get(self.model, Listing()).known
        return self.name in known or self.name in getattr(self.model, "visible_through", ())


@dataclass(frozen=True)
class OfShape(Column):
    """What the API shows by one of its fields: the name of a colleague."""

    shown: shapes.Field
    called: object = ""

    @property
    def label(self):
        return str(capfirst(str(self.called or self.name)))

    def sql(self, statement, alias):
        row = Row(statement, self.model)
        value = self.shown.sql(row)
        return row.select(value, f"{row.column('pk')} = {alias}.{column_of(self.model, 'pk')}")


@dataclass(frozen=True)
class OfParts(Column):
    """What rows that point here by `by` point to: the parties of an agreement.

    known   who sees this row knows it, published or not
    """

    part: type[Model]
    by: str
    shows: str
    called: object = ""
    known: bool = False
    kind = LIST

    @property
    def label(self):
        return str(capfirst(str(self.called or self.name)))

    def sql(self, statement, alias):
        inner = Row(statement, self.part)
        shown = related(self.part, self.shows)
        target = Row(statement, shown)
        key = _key(target)
        seen = "TRUE" if self.known else target.visible()
        value = target.select(key, f"{target.column('pk')} = {inner.column(self.shows)} AND {seen}")
        own = f"{alias}.{column_of(self.model, 'pk')}"
        here = f"{inner.column(self.by)} = {own}" + ("" if self.known else f" AND {inner.visible()}")
        return _sorted(inner.select(f"{value} AS key", here))


def _sorted(keys: str) -> str:
    return f"ARRAY(SELECT key FROM {keys} found WHERE key <> '' ORDER BY key COLLATE \"C\")"  # noqa: S608


@dataclass(frozen=True)
class Listing:
    """What the lists of a model show in tables.

    more       columns beyond its fields: functions of the model
    left_out   fields that say nothing to people
    known      relations whose ends who sees a row knows, published or not: whom a park met
    usual      the columns of the table on a page, before somebody chooses others
    """

    more: Sequence[Column] = ()
    left_out: Sequence[str] = ()
    known: Sequence[str] = ()
    usual: Sequence[str] = ()


LISTINGS: dict[type[Model], Listing] = {}


def has_columns(model: type[Model]) -> bool:
    return model in RESOURCES or model in LISTINGS


def columns_of(model: type[Model]) -> dict[str, Column]:
    """All columns by name, in their order: what a row is about first."""
    listing = LISTINGS.get(model, Listing())
    found = [OfField(name, model) for name in _fields_of(model) if name not in listing.left_out]
    first = [one for one in found if not one.name.startswith(OF_RECORDS)]
    last = [one for one in found if one.name.startswith(OF_RECORDS)]
    return {one.name: one for one in (*first, *listing.more, *last)}


def file_columns(model: type[Model]) -> list[str]:
    """The columns of a file for who has chosen none: just those that an import takes, where there is one."""
    more = LISTINGS.get(model, Listing()).more if model in RESOURCES else ()
    columns = columns_of(model).items()
    return [name for name, column in columns if column not in more and not column.only_asked]


def usual_columns(model: type[Model], language: str) -> list[str]:
    """The columns of a table for who has chosen none: a few, in the reader's language."""
    if usual := LISTINGS.get(model, Listing()).usual:
        return [_in_language(model, name, language) for name in usual]
    columns = columns_of(model).values()
    long = (models.TextField, models.ManyToManyField, ArrayField)
    short = [
        one.name
        for one in columns
        if isinstance(one, OfField)
        and not one.name.startswith(OF_RECORDS)
        and not isinstance(one.field, long)
        and getattr(one.field, "language", _column(language)) == _column(language)
    ]
    return short[:6]


def _in_language(model: type[Model], name: str, language: str) -> str:
    known = columns_of(model)
    return name if name in known else f"{name}_{_column(language)}"


def _column(language: str) -> str:
    return language.replace("-", "_")


def _fields_of(model: type[Model]) -> list[str]:
    """The names of those that an import reads; of a model that none reads, all that people may write."""
    if model in RESOURCES:
        known = {field.name for field in model._meta.get_fields()}
        return [name for name in RESOURCES[model]._meta.fields if name in known]
    derived = {field.name for field in originals(model)} | {"created_at", "updated_at"}
    own = [*model._meta.fields, *model._meta.local_many_to_many]
    return [
        field.name
        for field in own
        if not isinstance(field, SortKeyField)
        and field.name not in derived
        and (not field.is_relation or hasattr(related(model, field.name).objects.all(), "visible_to"))  # type: ignore[attr-defined]
    ]


class Cell(Expression):
    """The value of a column as an annotation."""

    def __init__(self, column: Column, reader: Reader):
        super().__init__(output_field=TextField())
        self.column, self.reader = column, reader

    def as_sql(self, compiler, connection):
        statement = Statement(self.reader)
        sql = self.column.sql(statement, quoted(compiler.query.get_initial_alias()))
        return sql, tuple(statement.params)

    def get_group_by_cols(self):
        return []


def _key(row: Row) -> str:
    """What people call the row: its key, its parts joined by a slash; its id where it has none."""
    paths = key_paths(row.model) if row.model in KEYS else ["pk"]
    parts = [f"{row.column(path)}::text" for path in paths]
    return parts[0] if len(parts) == 1 else f"concat_ws('/', {', '.join(parts)})"


def _key_of_one(statement: Statement, model: type[Model], own: str, is_seen: bool) -> str:
    row = Row(statement, model)
    key = _key(row)
    seen = "" if is_seen else f" AND {row.visible()}"
    return row.select(key, f"{row.column('pk')} = {own}{seen}")


def _keys_of_many(statement: Statement, field, alias: str) -> str:
    known = field.name in LISTINGS.get(field.model, Listing()).known
    row = Row(statement, field.related_model)
    key, link = _key(row), statement.alias()
    through = quoted(field.remote_field.through._meta.db_table)
    seen = "TRUE" if known else row.visible()
    join = f" JOIN {through} {link} ON {link}.{quoted(field.m2m_reverse_name())} = {row.column('pk')}"
    own = f"{alias}.{column_of(field.model, 'pk')}"
    here = f"{link}.{quoted(field.m2m_column_name())} = {own} AND {seen}"
    return _sorted(row.select(f"{key} AS key", here, join))
