"""From the text of an entry to the values of a row."""

from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import BooleanField, Field, ForeignKey, ManyToManyField, Model
from modeltranslation.translator import translator

from .shelves import NAMED_BY, PAPER, Shelf

#: Language in the files: ending of the column.
LANGUAGES = {"en": "en", "zh-hans": "zh_hans"}
TRUTHS = {"true": True, "false": False}
NOT_FIELDS = {"ref"}  # the number of an entry in the inventory of the paper


class Unfit(Exception):
    """A value that its field cannot take. `is_follow_up` where the fault is another entry's."""

    def __init__(self, value: Any, rule: str, is_follow_up: bool = False):
        super().__init__(rule)
        self.value, self.rule, self.is_follow_up = value, rule, is_follow_up


@dataclass
class Values:
    """What an entry says of its row; `unfit` maps fields to what is wrong with them."""

    columns: dict[str, Any] = field(default_factory=dict)
    links: dict[str, list[Model]] = field(default_factory=dict)
    unfit: dict[str, Unfit] = field(default_factory=dict)


class Directory:
    """Finds the rows that entries name, and remembers the names of entries that could not be loaded."""

    def __init__(self) -> None:
        self._found: dict[tuple[type[Model], str], Model] = {}
        self._refused: set[tuple[type[Model], str]] = set()

    def find(self, model: type[Model], text: Any) -> Model:
        if not isinstance(text, str):
            raise Unfit(text, "a single name is needed here")
        columns = NAMED_BY[model]
        if columns == ("source__slug", "code") and "/" not in text:
            text = f"{PAPER}/{text}"
        parts = text.split("/")
        if len(parts) != len(columns):
            raise Unfit(text, f"write it as {'/'.join(columns).replace('__slug', '')}")
        if (model, text) not in self._found:
            row = model._default_manager.filter(**dict(zip(columns, parts, strict=True))).first()
            if row is None:
                is_follow_up = (model, text) in self._refused
                raise Unfit(text, f"no such {model._meta.verbose_name}", is_follow_up)
            self._found[model, text] = row
        return self._found[model, text]

    def refuse(self, model: type[Model], fields: dict[str, Any]) -> None:
        """Note that this entry was refused, so that those which name it are not blamed."""
        columns = [column.partition("__")[0] for column in NAMED_BY.get(model, ())]
        if columns and all(isinstance(fields.get(column), str) for column in columns):
            self._refused.add((model, "/".join(fields[column] for column in columns)))


def convert(fields: dict[str, Any], shelf: Shelf, directory: Directory) -> Values:
    values = Values()
    translated = _translated(shelf.model)
    for name, raw in fields.items():
        if name in NOT_FIELDS or name in shelf.children:
            continue
        column = "passages" if name == "at" else name
        try:
            model_field = shelf.model._meta.get_field(column)
            if not model_field.concrete or not model_field.editable or model_field.primary_key:
                raise FieldDoesNotExist
            if isinstance(model_field, ManyToManyField):
                values.links[column] = _rows(model_field, raw, directory)
            elif column in translated:
                values.columns |= _texts(column, raw)
            elif isinstance(model_field, ForeignKey):
                is_empty = raw == "" and model_field.null
                values.columns[column] = None if is_empty else directory.find(_target(model_field), raw)
            else:
                values.columns[column] = _value(model_field, raw)
        except FieldDoesNotExist:
            values.unfit[name] = Unfit(raw, "there is no such field")
        except ValidationError as error:
            values.unfit[name] = Unfit(raw, " ".join(error.messages))
        except Unfit as unfit:
            values.unfit[name] = unfit
    return values


def key_of(shelf: Shelf, columns: dict[str, Any]) -> dict[str, Any]:
    """The part of the values that says which row is meant."""
    translated = _translated(shelf.model)
    names = (f"{name}_en" if name in translated else name for name in shelf.key)
    return {name: columns[name] for name in names if name in columns}


def _translated(model: type[Model]) -> set[str]:
    if model not in translator.get_registered_models():
        return set()
    return set(translator.get_options_for_model(model).all_fields)


def _target(model_field: Field) -> type[Model]:
    return cast(type[Model], model_field.related_model)


def _rows(model_field: Field, raw: Any, directory: Directory) -> list[Model]:
    if not isinstance(raw, list):
        raise Unfit(raw, "a list of names is needed here")
    return [directory.find(_target(model_field), text) for text in raw]


def _texts(column: str, raw: Any) -> dict[str, str]:
    if not isinstance(raw, dict) or set(raw) != set(LANGUAGES):
        raise Unfit(raw, f"give the text in these languages: {', '.join(LANGUAGES)}")
    if not all(isinstance(text, str) for text in raw.values()):
        raise Unfit(raw, "a text is needed here")
    return {f"{column}_{ending}": raw[language].strip() for language, ending in LANGUAGES.items()}


def _value(model_field: Field, raw: Any) -> Any:
    if isinstance(model_field, ArrayField):
        if not isinstance(raw, list):
            raise Unfit(raw, "a list is needed here")
        return [model_field.base_field.to_python(item) for item in raw]
    if not isinstance(raw, str):
        raise Unfit(raw, "a single value is needed here")
    if raw == "" and model_field.null:
        return None
    if isinstance(model_field, BooleanField):
        if raw not in TRUTHS:
            raise Unfit(raw, "write true or false")
        return TRUTHS[raw]
    return model_field.to_python(raw)
