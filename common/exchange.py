"""Rows out to a table and in again, each known by what people call it, never by an internal id.

A room declares in its ``resources.py`` what each of its models is known by::

    exchange(Agreement, "slug")
    exchange(AgreementParty, "agreement", "organisation", "role")

The columns follow from the model. What points to another row holds that row's key, its parts joined
by a slash; several are separated by semicolons.
"""

import re
from decimal import Decimal, InvalidOperation

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Model
from django.utils.translation import gettext as _
from django_countries import countries
from django_countries.fields import CountryField
from import_export import fields, resources, widgets

from .sortkeys import SortKeyField
from .texts import check_text
from .translated import originals

KEYS: dict[type[Model], tuple[str, ...]] = {}
RESOURCES: dict[type[Model], type["Exchange"]] = {}


def exchange(model: type[Model], *key: str) -> None:
    """Let the rows of a model be imported and exported.

    key    the fields that tell one row from all others; what it points to must be declared before
    """
    KEYS[model] = key
    columns = {field.name: column_of(field) for field in _exchanged(model)}
    meta = type("Meta", (), {"model": model, "import_id_fields": key, "fields": list(columns)})
    name = f"{model.__name__}Exchange"
    RESOURCES[model] = type(Exchange)(name, (Exchange,), {**columns, "Meta": meta})


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
        check_text(text)
        if isinstance(self.field, CountryField):
            text = country_code(text) if text else ""
        elif self.choices and text and text not in self.choices:
            raise ValueError(_("Not one of: %(choices)s.") % {"choices": ", ".join(self.choices)})
        return None if self.field.null and not text else text

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(getattr(value, "code", value))


class YesNo(widgets.Widget):
    """Left out stands for neither, where the model knows that."""

    WORDS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}

    def __init__(self, field):
        super().__init__(coerce_to_string=False)
        self.field = field

    def clean(self, value, row=None, **kwargs):
        if self.field.null and not str(value):
            return None
        try:
            return self.WORDS[str(value).lower()]
        except KeyError:
            raise ValueError(_("Write yes or no.")) from None

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else "yes" if value else "no"


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

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else key_of(value)


class References(widgets.ManyToManyWidget):
    """Other rows, by their keys."""

    def render(self, value, obj=None, **kwargs):
        return "; ".join(sorted(key_of(one) for one in value.all())) if value is not None else ""


def country_code(text: str) -> str:
    """In capitals. Raises ValueError"""
    if text.upper() not in countries:
        words = _(
            "There is no country “%(name)s”: write its code of two letters, or its name as people say it."
        )
        raise ValueError(words % {"name": text})
    return text.upper()


def key_of(row: Model) -> str:
    parts = []
    for path in key_paths(type(row)):
        value = row
        for step in path.split("__"):
            value = getattr(value, step)
        parts.append(str(value))
    return "/".join(parts)


def _exchanged(model):
    """All that people may write: not what is made from it, nor what stands for its translations."""
    derived = {field.name for field in originals(model)} | {"created_at", "updated_at"}
    own = [*model._meta.fields, *model._meta.local_many_to_many]
    for field in own:
        made = isinstance(field, SortKeyField) or field.name in derived or not field.editable
        if field.name in KEYS[model] or not (made or field.primary_key):
            yield field


def column_of(field) -> fields.Field:
    if field.many_to_many:
        widget = References(field.related_model)
    elif field.is_relation:
        widget = Reference(field.related_model)
    elif isinstance(field, models.BooleanField):
        widget = YesNo(field)
    elif isinstance(field, models.IntegerField | models.DecimalField):
        widget = Number(field)
    elif isinstance(field, ArrayField):
        widget = Countries() if field.base_field.max_length == 2 else Tags()
    else:
        widget = Text(field)
    return fields.Field(attribute=field.name, column_name=field.name, widget=widget)


class Exchange(resources.ModelResource):
    """Base of all; made by `exchange`. Tables are read by `curation.importing`, and written by `exports`."""
