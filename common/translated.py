"""Columns of translated fields: which belong together, what they are called, which must be filled."""

from django.conf import settings
from django.db.models import Field, Model
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

LANGUAGES = {code.replace("-", "_"): name for code, name in settings.LANGUAGES}
ONE_LANGUAGE = _("Write this in one language at least.")


def columns_of(model: type[Model], name: str) -> tuple[str, ...]:
    """``name`` → ``("name_en", "name_zh_hans")``; a field that is not translated stands for itself."""
    columns = (f"{name}_{language}" for language in LANGUAGES)
    own = {field.name for field in model._meta.fields}
    return tuple(column for column in columns if column in own) or (name,)


def originals(model: type[Model]) -> list[Field]:
    """The fields that only stand for the columns of the languages."""
    return [f for f in model._meta.fields if columns_of(model, f.name) != (f.name,)]


def column_label(field: Field) -> str:
    """As people call a column: "Name (English)", "Name (简体中文)", "Kind"."""
    original = getattr(field, "translated_field", None)
    if original is None:
        return str(capfirst(field.verbose_name))
    language = field.name.removeprefix(f"{original.name}_")
    return f"{capfirst(original.verbose_name)} ({LANGUAGES[language]})"


def missing_texts(model: type[Model], values) -> dict[str, str | Promise]:
    """Columns to blame for texts that are required, but given in no language.

    values   a mapping of columns to what they hold; texts of which no column is in it are not asked
    """
    missing: dict[str, str | Promise] = {}
    for original in originals(model):
        asked = [column for column in columns_of(model, original.name) if column in values]
        if asked and not original.blank and not any(values[column] for column in asked):
            missing[asked[0]] = ONE_LANGUAGE
    return missing
