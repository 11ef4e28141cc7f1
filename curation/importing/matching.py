"""Which rows a table means: by their keys, by identifiers, by what they are called; many at a time."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import EmailField, Model, Q, QuerySet
from django.db.models.functions import Upper

from common.exchange import KEYS, key_paths
from common.roles import is_curator
from common.translated import columns_of

#: How many are asked for in one question.
ASKED = 2000


class Pointed:
    """Rows of a model by what people call them: the key, or a name where just one has it."""

    def __init__(self, rows: QuerySet, names: Iterable[str] = ()):
        self.rows, self.names = rows, list(names)
        self.found: dict[str, list[Any]] = {}

    def ask(self, texts: Iterable[str]) -> None:
        """Look for all of these that were not looked for before."""
        wanted = [text for text in dict.fromkeys(texts) if text not in self.found]
        for start in range(0, len(wanted), ASKED):
            some = wanted[start : start + ASKED]
            self.found |= {text: [] for text in some}
            self._by_key(some)
            for name in self.names:
                self._by_name(name, [text for text in some if not self.found[text]])

    def forget(self) -> None:
        """What was not found may be there by now: the rows of the file themselves."""
        self.found = {text: keys for text, keys in self.found.items() if keys}

    def _by_key(self, texts: list[str]) -> None:
        paths = key_paths(self.rows.model) if self.rows.model in KEYS else ["pk"]
        parts = {text: tuple(text.split("/")) for text in texts}
        parts = {text: part for text, part in parts.items() if len(part) == len(paths)}
        if not parts:
            return
        within = {f"{path}__in": {part[place] for part in parts.values()} for place, path in enumerate(paths)}
        try:
            rows = list(self.rows.filter(**within).values_list("pk", *paths))
        except ValueError:  # a key that cannot be one, such as a word for a number
            rows = [row for text in parts for row in self._one(paths, parts[text])]
        by_key = defaultdict(list)
        for pk, *values in rows:
            by_key[tuple(map(str, values))].append(pk)
        for text, part in parts.items():
            self.found[text] = by_key.get(part, [])

    def _one(self, paths: list[str], part: tuple[str, ...]) -> list[tuple]:
        try:
            return list(self.rows.filter(**dict(zip(paths, part, strict=True))).values_list("pk", *paths))
        except ValueError:
            return []

    def _by_name(self, name: str, texts: list[str]) -> None:
        if not texts:
            return
        found = self.rows.filter(**{f"{name}__in": texts}).values_list(name, "pk").distinct()
        for text, pk in found:
            if pk not in self.found[text]:
                self.found[text].append(pk)


def reader_of(rows: QuerySet, user) -> QuerySet:
    """Those of the rows that this user may point to."""
    if is_curator(user) or not hasattr(rows, "visible_to"):
        return rows
    return rows.visible_to(user)


def names_of(model: type[Model]) -> list[str]:
    """The columns in which people call a row of this model by a name."""
    own = {field.name for field in model._meta.fields}
    found = [column for name in ("name", "title") if name in own for column in columns_of(model, name)]
    if any(relation.name == "names" for relation in model._meta.related_objects):
        found.append("names__text")
    return found


def by_fields(rows: QuerySet, names: list[str], wanted: list[tuple]) -> dict[tuple, list[Model]]:
    """Rows by the values of these fields (as `plain` tells them), for those that are wanted."""
    found: dict[tuple, list[Model]] = {}
    mails = [name for name in names if isinstance(rows.model._meta.get_field(name), EmailField)]
    rows = rows.alias(**{f"{name}_in_capitals": Upper(name) for name in mails})
    for start in range(0, len(wanted), ASKED):
        some = wanted[start : start + ASKED]
        condition = Q()
        for place, name in enumerate(names):
            values = {one[place] for one in some}
            known = {value for value in values if value is not None}
            path = f"{name}_in_capitals" if name in mails else name
            of_name = Q(**{f"{path}__in": known}) if known else Q(pk__in=[])
            condition &= (of_name | Q(**{f"{name}__isnull": True})) if None in values else of_name
        asked = set(some)
        for row in rows.filter(condition):
            key = tuple(plain(row, name) for name in names)
            if key in asked:
                found.setdefault(key, []).append(row)
    return found


def plain(row: Model, name: str):
    """What is kept in the column of a field, comparable with what another row has; addresses in capitals."""
    field: Any = row._meta.get_field(name)
    value = getattr(row, field.attname)
    if isinstance(field, EmailField):
        return value.upper()
    return str(value) if hasattr(value, "code") else value
