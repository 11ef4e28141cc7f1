"""How the log says what a field held."""

import json
from collections import defaultdict
from datetime import datetime
from decimal import Decimal

from django.db.models import Field, Model
from django.utils import formats, timezone
from django.utils.translation import get_language, gettext

from common.dates import PartialDate

from .models import events_of

NOTHING = "–"
TECHNICAL = {
    "id",
    "created_at",
    "updated_at",
    "sort_en",
    "sort_zh_hans",
    "translated",
    "password",
    "last_login",
}
#: Fields by which a row is known, the best first.
NAMING = ("name", "title", "text", "label", "printed", "value", "email", "code", "slug")


class Names:
    """What rows are called that others point to; a query for each kind of row, two where some are gone.

    Ask for all first, then read.
    """

    def __init__(self):
        self._asked: dict[type[Model], set] = defaultdict(set)
        self._found: dict[type[Model], dict] = {}

    def ask(self, model: type[Model], pk) -> None:
        if pk is not None:
            self._asked[model].add(str(pk))

    def of(self, model: type[Model], pk) -> str:
        """Its name today, or its last one when it is gone."""
        if model not in self._found:
            self._found[model] = self._living(model) | self._gone(model)
        return self._found[model].get(str(pk), str(pk))

    def _living(self, model):
        keys = [f.name for f in model._meta.fields if f.is_relation]
        rows = model._base_manager.filter(pk__in=self._asked[model]).select_related(*keys)
        living = {str(row.pk): str(row) for row in rows}
        self._asked[model] -= set(living)
        return living

    def _gone(self, model):
        events = events_of(model)
        if not self._asked[model] or events is None:
            return {}
        rows = events._base_manager.filter(pgh_obj_id__in=self._asked[model], pgh_label="delete")
        return {str(row.pgh_obj_id): own_words(row) or str(row.pgh_obj_id) for row in rows}


def is_technical(column: Field) -> bool:
    return column.name in TECHNICAL


def said(column: Field, value, names: Names) -> str:
    """A value as a reader of the active language would write it."""
    if value is None or value == "" or value == []:
        return NOTHING
    if column.is_relation:
        return names.of(column.related_model, value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, PartialDate):
        return value.display()
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, Decimal):
        return formats.number_format(value.normalize() if value % 1 else value.quantize(Decimal(1)))
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(dict(column.flatchoices).get(value) or getattr(value, "name", value))


def own_words(row) -> str:
    """What a state of a row calls itself."""
    language = (get_language() or "en").replace("-", "_")
    columns = (column for name in NAMING for column in (f"{name}_{language}", f"{name}_en", name))
    return next((str(text) for column in columns if (text := getattr(row, column, None))), "")


def description(model: type[Model], row, names: Names) -> str:
    """What a state of a row is called: by its own words, or by what it joins."""
    if words := own_words(row):
        return words
    keys = [column for column in model._meta.fields if column.is_relation]
    ends = [names.of(key.related_model, pk) for key in keys if (pk := getattr(row, key.attname, None))]
    return " – ".join(ends) or str(row.pgh_obj_id)
