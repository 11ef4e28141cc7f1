"""Rows out to a table and in again, each known by what people call it, never by an internal id.

A room declares in its ``resources.py`` what each of its models is known by::

    exchange(Agreement, "slug")
    exchange(AgreementParty, "agreement", "organisation", "role")

The columns follow from the model. What points to another row holds that row's key, its parts joined
by a slash; several are separated by semicolons. Reading is done by django-import-export, row by row
in one transaction, with every rule of the model asked: one wrong row, and nothing is written.
"""

import re
from decimal import Decimal, InvalidOperation

import tablib
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import MultipleObjectsReturned, ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django_countries import countries
from django_countries.fields import CountryField
from import_export import fields, resources, widgets

from .changes import changed
from .refusals import words_for
from .sortkeys import SortKeyField
from .spreadsheets import Table
from .translated import missing_texts, originals

KEYS: dict[type[Model], tuple[str, ...]] = {}
RESOURCES: dict[type[Model], type["Exchange"]] = {}


def exchange(model: type[Model], *key: str, base: type["Exchange"] | None = None) -> None:
    """Let the rows of a model be imported and exported.

    key    the fields that tell one row from all others; what it points to must be declared before
    base   a resource of its own, where a row needs more than its columns
    """
    KEYS[model] = key
    columns = {field.name: column_of(field) for field in _exchanged(model)}
    meta = type("Meta", (), {"model": model, "import_id_fields": key, "fields": list(columns)})
    name = f"{model.__name__}Exchange"
    RESOURCES[model] = type(Exchange)(name, (base or Exchange,), {**columns, "Meta": meta})


def key_paths(model: type[Model]) -> list[str]:
    """The key of a model as lookups: a term is known by `vocabulary__slug` and `slug`."""
    paths = []
    for name in KEYS[model]:
        field = model._meta.get_field(name)
        inner = (
            [f"{name}__{path}" for path in key_paths(field.related_model)] if field.is_relation else [name]
        )
        paths += inner
    return paths


def key_relations(model: type[Model]) -> list[str]:
    """What must be fetched along with rows to read their keys."""
    return sorted({path.rsplit("__", 1)[0] for path in key_paths(model) if "__" in path})


class Text(widgets.Widget):
    """Text that a database can hold; one of the choices where there are some."""

    def __init__(self, field):
        super().__init__(coerce_to_string=False)
        self.field = field
        is_country = isinstance(field, CountryField)
        self.choices = [] if is_country else [value for value, label in field.flatchoices if value]

    def clean(self, value, row=None, **kwargs):
        text = str(value or "")
        if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
            raise ValueError(_("It holds characters that are not text (NUL or half a character)."))
        if isinstance(self.field, CountryField):
            text = country_code(text) if text else ""
        elif self.choices and text and text not in self.choices:
            raise ValueError(_("Not one of: %(choices)s.") % {"choices": ", ".join(self.choices)})
        return None if self.field.null and not text else text

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(getattr(value, "code", value))


class YesNo(widgets.Widget):
    WORDS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}

    def clean(self, value, row=None, **kwargs):
        try:
            return self.WORDS[str(value).lower()]
        except KeyError:
            raise ValueError(_("Write yes or no.")) from None

    def render(self, value, obj=None, **kwargs):
        return "yes" if value else "no"


class Number(widgets.Widget):
    """Left out stands for none, or for the number that the model starts with."""

    def __init__(self, field):
        super().__init__(coerce_to_string=False)
        self.field = field

    def clean(self, value, row=None, **kwargs):
        if not value:
            return self.field.get_default()
        try:
            number = Decimal(value)
        except InvalidOperation:
            raise ValueError(_("Not a number: write digits, with a point before decimals.")) from None
        if isinstance(self.field, models.IntegerField):
            if not number.is_finite() or number % 1 or abs(number) > 2**62:
                raise ValueError(_("Not a whole number."))
            return int(number)
        return number

    def render(self, value, obj=None, **kwargs):
        if isinstance(value, Decimal):
            return Decimal(format(value.normalize(), "f"))
        return "" if value is None else value


class Countries(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        return [country_code(code.strip()) for code in str(value).split(";") if code.strip()]

    def render(self, value, obj=None, **kwargs):
        return "; ".join(value or [])


class Tags(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        return list(dict.fromkeys(one.strip() for one in re.split("[;,；，、]", str(value)) if one.strip()))

    def render(self, value, obj=None, **kwargs):
        return "; ".join(value or [])


class Reference(widgets.Widget):
    """Another row, by its key."""

    def __init__(self, model):
        super().__init__(coerce_to_string=False)
        self.model = model

    def clean(self, value, row=None, **kwargs):
        return find(self.model, value) if value else None

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else key_of(value)


class References(widgets.ManyToManyWidget):
    """Other rows, by their keys."""

    def clean(self, value, row=None, **kwargs):
        return [find(self.model, key.strip()) for key in str(value or "").split(";") if key.strip()]

    def render(self, value, obj=None, **kwargs):
        return "; ".join(sorted(key_of(one) for one in value.all())) if value is not None else ""


def country_code(text: str) -> str:
    """In capitals. Raises ValueError"""
    if text.upper() not in countries:
        raise ValueError(_("“%(code)s” is not a country code of ISO 3166-1.") % {"code": text})
    return text.upper()


def key_of(row: Model) -> str:
    parts = []
    for path in key_paths(type(row)):
        value = row
        for step in path.split("__"):
            value = getattr(value, step)
        parts.append(str(value))
    return "/".join(parts)


def find(model: type[Model], key: str) -> Model:
    """The row with this key. Raises ValueError"""
    paths = key_paths(model)
    try:
        return model._base_manager.get(**dict(zip(paths, key.split("/"), strict=True)))
    except (ObjectDoesNotExist, MultipleObjectsReturned, ValueError):
        kind = model._meta.verbose_name
        raise ValueError(_("There is no %(kind)s “%(key)s”.") % {"kind": kind, "key": key}) from None


def _exchanged(model):
    """All that people may write: not what is made from it, nor what stands for its translations."""
    derived = {field.name for field in originals(model)} | {"created_at", "updated_at"}
    own = [*model._meta.fields, *model._meta.local_many_to_many]
    for field in own:
        made = isinstance(field, SortKeyField) or field.name in derived
        if not made and (not field.primary_key or field.name in KEYS[model]):
            yield field


def column_of(field) -> fields.Field:
    if field.many_to_many:
        widget = References(field.related_model)
    elif field.is_relation:
        widget = Reference(field.related_model)
    elif isinstance(field, models.BooleanField):
        widget = YesNo()
    elif isinstance(field, models.IntegerField | models.DecimalField):
        widget = Number(field)
    elif isinstance(field, ArrayField):
        widget = Countries() if field.base_field.max_length == 2 else Tags()
    else:
        widget = Text(field)
    return fields.Field(attribute=field.name, column_name=field.name, widget=widget)


class Changes:
    """What a row becomes: [(column, before, after)], told before it is written."""

    def __init__(self, resource, instance, new):
        self.before = {} if new else resource.told(instance)
        self.after = {}

    def compare_with(self, resource, instance):
        self.after = resource.told(instance)

    def as_html(self):
        pairs = ((column, self.before.get(column, ""), after) for column, after in self.after.items())
        return [(column, before, after) for column, before, after in pairs if before != after]


class Exchange(resources.ModelResource):
    """Base of all; made by `exchange`."""

    class Meta:
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True

    @classmethod
    def get_diff_class(cls):
        return Changes

    def told(self, instance) -> dict[str, str]:
        return {name: str(column.export(instance)) for name, column in self.fields.items()}

    def read(self, table: Table, *, dry_run: bool):
        """Write the rows, or (`dry_run`) only say what would be written; all of them, or none."""
        dataset = tablib.Dataset(*table.rows, headers=table.headers)
        self.seen: dict = {}
        self.numbers = table.numbers
        self.written: list[Model] = []
        with transaction.atomic():
            result = self.import_data(dataset, dry_run=dry_run, rollback_on_validation_errors=True)
            if not (dry_run or result.has_errors() or result.has_validation_errors()):
                changed(self.written)
        return result

    def before_import(self, dataset, **kwargs):
        headers = dataset.headers
        wrong = [
            _("There is no column “%(name)s” here.") % {"name": name}
            for name in headers
            if name not in self.fields
        ]
        wrong += [
            _("The column “%(name)s” is missing: rows are known by it.") % {"name": name}
            for name in self._meta.import_id_fields
            if name not in headers
        ]
        wrong += [
            _("The column “%(name)s” is there twice.") % {"name": name}
            for name in sorted({name for name in headers if headers.count(name) > 1})
        ]
        if wrong:
            raise ValidationError(wrong)

    def before_import_row(self, row, row_number=None, **kwargs):
        if not all(name in row for name in self._meta.import_id_fields):
            return
        key = tuple(row[name] for name in self._meta.import_id_fields)
        number = self.numbers[row_number - 1]
        if self.seen.setdefault(key, number) != number:
            raise ValidationError(_("It is already in row %(row)s.") % {"row": self.seen[key]})

    def get_instance(self, instance_loader, row):
        try:
            return super().get_instance(instance_loader, row)
        except (ValueError, ValidationError):
            return None  # the key cannot be read; `import_instance` says which part of it, and why

    def skip_row(self, instance, original, row, import_validation_errors=None):
        if import_validation_errors or original.pk is None or instance._state.adding:
            return False
        for column in self.fields.values():
            if column.column_name not in row:
                continue
            if isinstance(column.widget, References):
                try:
                    keys = sorted(key_of(one) for one in column.clean(row))
                except ValueError:
                    return False
                if "; ".join(keys) != column.export(original):
                    return False
            elif column.export(instance) != column.export(original):
                return False
        return True

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        model = type(instance)
        told = {field.name: getattr(instance, field.attname) for field in model._meta.fields}
        missing = {name: ValidationError(words) for name, words in missing_texts(model, told).items()}
        errors = missing | (import_validation_errors or {})
        try:
            instance.full_clean([*errors, *(field.name for field in originals(model))], validate_unique)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def import_instance(self, instance, row, **kwargs):
        """Also asks for the rows that a list of keys names, so that all that is wrong is told at once."""
        errors = {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for column in self.fields.values():
            if isinstance(column.widget, References) and column.column_name in row:
                try:
                    column.clean(row)
                except ValueError as error:
                    errors[column.attribute] = ValidationError(str(error))
        if errors:
            raise ValidationError(errors)

    def do_instance_save(self, instance, is_create):
        try:
            with transaction.atomic():
                super().do_instance_save(instance, is_create)
            self.written.append(instance)
        except IntegrityError as error:
            raise ValidationError(words_for(error)) from None

    def save_m2m(self, instance, row, **kwargs):
        try:
            with transaction.atomic():
                super().save_m2m(instance, row, **kwargs)
        except IntegrityError as error:
            raise ValidationError(words_for(error)) from None
