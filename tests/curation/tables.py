"""Tables of any described model, made by chance: rows that come and rows that change.

Nothing is said of a model here but what its description and its factory say.
"""

from collections.abc import Iterator
from contextlib import suppress
from random import Random
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.forms import modelform_factory
from django.test import RequestFactory
from django_countries import countries
from django_countries.fields import CountryField
from factory.django import DjangoModelFactory

from catalogue.models import Listing, Rule
from common.dates import PartialDateField
from common.exchange import key_of
from common.spreadsheets import write
from countries.models import Country, GuideSection, RiskAssessment
from curation.descriptions import DESCRIPTIONS
from curation.duplicates import settle
from curation.importing.sheets import Column, Sheet, sheet_of
from curation.tasks import score_all
from history.models import events_of
from partners.models import Agreement
from search.operations import reindex
from tests import factories

FACTORIES: dict[type[models.Model], Any] = {
    one._meta.model: one
    for one in vars(factories).values()
    if isinstance(one, type) and issubclass(one, DjangoModelFactory) and one._meta.model
}
#: Rows by table and key.
Database = dict[str, dict[str, dict[str, Any]]]
READ_IN = [model for model in DESCRIPTIONS if sheet_of(model)]
COUNTRIES = ["MY", "EG", "KZ", "TH", "PK", "BR", "ZA", "VN", "RS", "ET", "ID", "LA"]
#: What people write, and what programs stumble over.
TEXTS = ["Kyiv", "北京清华", "=1+1", "'-x", "“a”; b", "two\nlines", "São Paulo, ŠKODA", "01", "٣"]
#: What the work itself leaves: the import, its batch, its log; what a worker or a cache does not know yet.
BESIDE = {
    "curation_batch",
    "curation_import",
    "curation_importrow",
    "curation_mapping",
    "curation_unkeyed",
    "history_change",
    "history_link",
    "pghistory_context",
    "search_tally",
    "search_word",
}
#: Of what may belong to a park, that which is the curators' own.
CURATORS: dict[type[models.Model], dict[str, Any]] = {Agreement: {"owner": None}}
#: Models whose columns hang together, so that hardly any values drawn by chance are right.
STRICT: set[type[models.Model]] = {Listing, Rule}
#: Rows with numbers of their own to which nothing points, and what they are known by.
NUMBERED = {
    "search.Entry": ("kind", "record"),
    "curation.Quality": ("kind", "record"),
    "curation.NameKey": ("kind", "record", "key"),
}
#: What follows from the moment of writing.
MOMENTS = {"curation.Quality": ("scored_at", "touched_at", "fresh_until", "improved_at")}


class Case:
    """Rows of a model in the database, and a file that makes some more and changes some of them.

    new      how many rows of the file are new
    pks      ids of the rows that were there; `told` those of them that the file names
    """

    def __init__(self, model: type[models.Model], chance: Random, user, size: int = 3):
        self.model, self.chance, self.user, self.sheet = model, chance, user, known_sheet(model)
        self.owner = factories.ParkFactory().organisation if self.sheet.importing.owner else None
        self.others = {target: [make(target) for _ in range(2)] for target in self._targets()}
        there = [self._make() for _ in range(size)]
        self.others[model] = there
        self.pks = [row.pk for row in there]
        coming = [self._texts_of_new(is_plain=number == 0) for number in range(size)]
        told = [self._changed(self._texts(row), is_plain=row is there[0]) for row in there[: size - 1]]
        self.told, self.new = self.pks[: size - 1], size
        self.rows = [*coming, *told]
        chance.shuffle(self.rows)
        self.strangers = list(model._base_manager.exclude(pk__in=self.pks))
        reindex()
        score_all()

    def file(self, kind: str) -> bytes:
        names = list(self.sheet.columns)
        return write(kind, names, [[row.get(name, "") for name in names] for row in self.rows])

    def _targets(self) -> set[type[models.Model]]:
        return {column.target for column in self.sheet.columns.values() if column.target} - {self.model}

    def _make(self) -> Any:
        owner = {self.sheet.importing.owner: self.owner} if self.owner else {}
        return make(self.model, **owner, **CURATORS.get(self.model, {}))

    def _texts_of_new(self, is_plain: bool) -> dict[str, Any]:
        """What is told of a row that is not there any more when the file is read."""
        row = self._make()
        for part in self.sheet.importing.parts:
            with suppress(ValidationError, IntegrityError), transaction.atomic():
                make(part.model, **{part.by: row}, **part.fixed).full_clean()
        texts = self._texts(row)
        row.delete()
        if "id" in texts:
            texts["id"] = ""
        for name, column in self._free().items():
            if not is_plain and self.model not in STRICT and self.chance.random() < 0.3:
                texts[name] = self._value(column)
        return texts

    def _texts(self, row: Any) -> dict[str, Any]:
        row.refresh_from_db()
        return {name: self._text(row, column) for name, column in self.sheet.columns.items()}

    def _text(self, row: Any, column: Column) -> Any:
        if not column.part:
            return column.widget.render(getattr(row, column.field.name))
        part = column.part
        kept = part.model._base_manager.filter(**{part.by: row}, **part.fixed)
        values = [getattr(one, column.field.name) for one in kept]
        return "; ".join(key_of(value) if column.target else str(value) for value in values)

    def _free(self) -> dict[str, Column]:
        """What may say anything, beside what a row is known by."""
        known = {name for way in self.sheet.importing.known_by for name in way} | set(self.sheet.key)
        return {n: one for n, one in self.sheet.columns.items() if n not in known and not one.part}

    def _changed(self, texts: dict[str, Any], is_plain: bool) -> dict[str, Any]:
        """Others in some columns; plain: in one, and so that no rule is against it."""
        free, is_plain = self._free(), is_plain or self.model in STRICT
        some = self._notes() or list(free) if is_plain else list(free)
        count = 1 if is_plain else self.chance.randint(1, 4)
        for name in self.chance.sample(some, min(len(some), count)):
            texts[name] = "Changed" if name in self._notes() else self._value(free[name])
        for part in self.sheet.importing.parts:
            if not part.identifies and self.chance.random() < 0.5:
                texts[part.name] = self._part_value(self.sheet.columns[part.name])
        return texts

    def _part_value(self, column: Column) -> str:
        if column.target:
            return key_of(self.chance.choice(self.others[column.target]))
        return self.chance.choice(["Ma Yun", "另名", "O'Neill & Söhne"])

    def _value(self, column: Column) -> Any:
        field, chance = column.field, self.chance
        if column.target:
            some = self.others.get(column.target, [])
            if column.is_many:
                return "; ".join(key_of(one) for one in chance.sample(some, chance.randint(0, len(some))))
            return key_of(chance.choice(some)) if some else ""
        if column.choices:
            return chance.choice(column.choices)[0]
        if isinstance(field, CountryField):
            return chance.choice(["MY", "EG", "KZ"])
        if isinstance(field, models.BooleanField):
            return chance.choice(["yes", "no"])
        if isinstance(field, models.DateField | PartialDateField):
            return f"{chance.randint(1990, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        if isinstance(field, models.TimeField):
            return f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}"
        if isinstance(field, models.IntegerField | models.DecimalField):
            return str(chance.randint(1, 60))
        if isinstance(field, models.URLField):
            return f"https://example.org/{chance.randint(1, 99)}"
        if isinstance(field, models.EmailField):
            return f"one{chance.randint(1, 99)}@example.org"
        return chance.choice(TEXTS)[: field.max_length]

    @property
    def is_changeable(self) -> bool:
        return bool(self._free())

    def _notes(self) -> list[str]:
        """Columns that take any text."""
        return [
            name
            for name, column in self._free().items()
            if isinstance(column.field, models.TextField | models.CharField)
            and not column.choices
            and not isinstance(column.field, CountryField | models.URLField | models.EmailField)
            and not isinstance(column.field, PartialDateField)
            and (column.field.max_length or 100) > 50
        ]

    # --- what others write meanwhile

    def edit(self, pk: Any, way: str) -> str:
        """Somebody writes one text of a row. Returns its column; nothing where a rule is against it."""
        if names := self._notes():
            with suppress(IntegrityError), transaction.atomic():
                return self._edit(pk, way, self.chance.choice(names))
        return ""

    def _edit(self, pk: Any, way: str, name: str) -> str:
        text = f"Edited {self.chance.randint(100, 999)}"
        row = self.model._base_manager.get(pk=pk)
        page = admin.site._registry.get(self.model)
        if way == "sql":
            self.model._base_manager.filter(pk=pk).update(**{name: text})
        elif way == "admin" and page:
            request = RequestFactory().post("/")
            request.user = self.user
            setattr(row, name, text)
            page.save_model(request, row, None, True)
        else:
            modelform_factory(self.model, fields=[name])({name: text}, instance=row).save()
        return name


def known_sheet(model: type[models.Model]) -> Sheet:
    sheet = sheet_of(model)
    assert sheet
    return sheet


def make(model: type[models.Model], **values) -> Any:
    """A row by the factory of its model."""
    assert model in FACTORIES, f"No factory in tests/factories.py makes {model.__name__}"
    if model is Country:  # its factory makes one only
        code = next(code for code in COUNTRIES if not Country.objects.filter(code=code).exists())
        values |= {"code": code, "code3": countries.alpha3(code), "name_en": countries.name(code)}
    if model in (GuideSection, RiskAssessment):  # a country has few of them
        values.setdefault("country", make(Country))
    return FACTORIES[model](**values)


def whole_database() -> Database:
    """Every column of every row of every table by its key, but for what `BESIDE` and the history hold.

    Left out are the moments of saving, and the numbers of rows that mean nothing. Keys of names are settled.
    """
    settle()
    found = {}
    with connection.cursor() as cursor:
        for model, key, columns in _tables():
            table, words = model._meta.db_table, ", ".join(f'"{column}"' for column in [*key, *columns])
            cursor.execute(f'SELECT {words} FROM "{table}"')
            found[table] = {
                repr(row[: len(key)]): dict(zip([*key, *columns], row, strict=True))
                for row in cursor.fetchall()
            }
    return {table: rows for table, rows in found.items() if rows}


def _tables() -> Iterator[tuple[Any, list[str], list[str]]]:
    """Models with the columns that their rows are known by, and the others that are compared."""
    states = {events_of(model) for model in apps.get_models()}
    for model in apps.get_models(include_auto_created=True):
        opts = model._meta
        if not opts.managed or opts.proxy or model in states or opts.db_table in BESIDE:
            continue
        told = [f for f in opts.concrete_fields if not getattr(f, "auto_now", False) and not f.primary_key]
        key = list(told) if opts.auto_created else [opts.pk]
        key = [opts.get_field(name) for name in NUMBERED.get(opts.label, ())] or key
        left = MOMENTS.get(opts.label, ())
        yield model, [f.column for f in key], [f.column for f in told if f.name not in left]


def differences(one: Database, other: Database) -> dict[str, set[str]]:
    """The keys of rows that are not the same in both, by table."""
    found = {}
    for table in {*one, *other}:
        mine, theirs = one.get(table, {}), other.get(table, {})
        keys = {key for key in {*mine, *theirs} if mine.get(key) != theirs.get(key)}
        if keys:
            found[table] = keys
    return found
