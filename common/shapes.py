"""From row to JSON, in one place: a shape says which fields a resource shows.

PostgreSQL builds the JSON of a whole row (`json_build_object`), so that a page is one statement and
its bytes go out as they come. The schema of the API is made of the same fields::

    PARK = Shape(
        "Park", Park,
        card=[Plain("id"), Plain("slug", path="organisation__slug"), Text("name", path="organisation__name"),
              Plain("kind"), One("parent", PARK_BRIEF)],
        detail=[Text("description"), Many("tenancies", TENANCY, by="park")],
    )

What a reader may not see is not there: every row that is nested, or reached by a path, passes the
`visible_to` of its model.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    BooleanField,
    DateTimeField,
    DecimalField,
    Expression,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

LANGUAGES = [code for code, name in settings.LANGUAGES]


@dataclass(frozen=True, eq=False)
class Reader:
    """For whom JSON is made: decides what is seen and in which language."""

    user: Any
    language: str


class Statement:
    """SQL in the making: hands out table aliases and keeps the parameters in their order."""

    def __init__(self, reader: Reader):
        self.reader = reader
        self.params: list = []
        self._aliases = count(1)

    def alias(self) -> str:
        return f"s{next(self._aliases)}"


class Row:
    """A table in the statement, with the tables that its row leads to over foreign keys."""

    def __init__(self, statement: Statement, model: type[Model]):
        self.statement, self.model, self.alias = statement, model, statement.alias()
        self._reached: dict[tuple[str, ...], tuple[type[Model], str]] = {(): (model, self.alias)}
        self._joins: list[str] = []

    def reach(self, path: tuple[str, ...]) -> tuple[type[Model], str]:
        """Join along foreign keys; the model at the end and its alias."""
        if path not in self._reached:
            model, alias = self.reach(path[:-1])
            target, joined = related(model, path[-1]), self.statement.alias()
            own = column_of(model, path[-1])
            self._joins.append(
                f" LEFT JOIN {quoted(target._meta.db_table)} {joined}"
                f" ON {joined}.{column_of(target, 'pk')} = {alias}.{own}"
            )
            self._reached[path] = target, joined
        return self._reached[path]

    def column(self, path: str) -> str:
        *way, name = path.split("__")
        model, alias = self.reach(tuple(way))
        return f"{alias}.{column_of(model, name)}"

    def text(self, path: str, language: str) -> str:
        """A translated column in one language."""
        return self.column(column_in(path, language))

    def visible(self) -> str:
        """A condition: this row is among those that the reader may see."""
        rows = self.model._default_manager.all()
        paths = rows.visible_paths(self.statement.reader.user)
        if paths is not None:
            return " AND ".join(self.column(path) for path in paths) or "TRUE"
        seen = rows.visible_to(self.statement.reader.user).order_by().values("pk")
        try:
            sql, params = seen.query.sql_with_params()
        except EmptyResultSet:
            return "FALSE"
        self.statement.params += params
        return f"{self.column('pk')} IN ({sql})"

    def select(self, expression: str, where: str, join: str = "") -> str:
        """The subquery; call it last, when everything has been reached."""
        table = quoted(self.model._meta.db_table)
        joins = "".join(self._joins) + join
        return f"(SELECT {expression} FROM {table} {self.alias}{joins} WHERE {where})"  # noqa: S608


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def column_of(model: type[Model], name: str) -> str:
    """The quoted column of a field, "pk" for the key."""
    field: Any = model._meta.pk if name == "pk" else model._meta.get_field(name)
    return quoted(field.column)


def related(model: type[Model], name: str) -> type[Model]:
    """The model that a relation leads to."""
    field: Any = model._meta.get_field(name)
    return field.related_model


def column_in(name: str, language: str) -> str:
    return f"{name}_{language.replace('-', '_')}"


MOST_PAIRS = 50  # as a function takes 100 arguments at most


def object_of(pairs: Sequence[str]) -> str:
    """SQL of the JSON object that is made of these pairs of a name and a value, any number of them."""
    parts = [", ".join(pairs[n : n + MOST_PAIRS]) for n in range(0, len(pairs), MOST_PAIRS)]
    if len(parts) < 2:
        return f"json_build_object({''.join(parts)})"
    return f"({' || '.join(f'jsonb_build_object({part})' for part in parts)})::json"


@dataclass(frozen=True, eq=False)
class Field:
    """One member of the JSON object.

    path   where its column is, if not of the same name: over foreign keys of `visible_through` only,
           as the row behind any other may be hidden (show that one by `One`)
    """

    name: str
    path: str = ""
    note: str = ""

    def sql(self, row: Row) -> str:
        return row.column(self.path or self.name)

    def schema(self, model: type[Model]) -> dict:
        raise NotImplementedError

    def models(self, model: type[Model]) -> Iterator[type[Model]]:
        """The models whose rows this field reads beside the row's own."""
        return _along(model, self.path or self.name)

    def _described(self, schema: dict) -> dict:
        return schema | ({"description": self.note} if self.note else {})


class Plain(Field):
    """The column as it is."""

    def schema(self, model):
        column = _target(model, self.path or self.name)
        kinds = {
            ArrayField: "array",
            BooleanField: "boolean",
            IntegerField: "integer",
            DecimalField: "number",
            JSONField: "object",
        }
        schema: dict = {"type": next((kinds[cls] for cls in kinds if isinstance(column, cls)), "string")}
        if schema["type"] == "array":
            schema["items"] = {"type": "string"}
        if isinstance(column, DateTimeField):
            schema["format"] = "date-time"
        if column.choices:
            schema["enum"] = list(
                dict.fromkeys([*(value for value, _ in column.flatchoices), *_blank(column)])
            )
        if column.null:
            schema = _nullable(schema)
        return self._described(schema)


class Text(Field):
    """A translated text in the reader's language; in another one where it is missing there."""

    def sql(self, row):
        first = row.statement.reader.language
        order = [first, *(code for code in LANGUAGES if code != first)]
        wanted = ", ".join(f"NULLIF({row.text(self.path or self.name, code)}, '')" for code in order)
        return f"COALESCE({wanted}, '')"

    def schema(self, model):
        return self._described({"type": "string"})


class Translations(Field):
    """All languages of some translated fields, named in `path`: {"en": {"name": …}, "zh-hans": {…}}."""

    def sql(self, row):
        languages = []
        for code in LANGUAGES:
            texts = [
                f"'{path.split('__')[-1]}', COALESCE({row.text(path, code)}, '')"
                for path in self.path.split()
            ]
            languages.append(f"'{code}', json_build_object({', '.join(texts)})")
        return f"json_build_object({', '.join(languages)})"

    def schema(self, model):
        names = [path.split("__")[-1] for path in self.path.split()]
        texts = {"type": "object", "properties": {name: {"type": "string"} for name in names}}
        return self._described({"type": "object", "properties": dict.fromkeys(LANGUAGES, texts)})

    def models(self, model):
        for path in self.path.split():
            yield from _along(model, path)


@dataclass(frozen=True, eq=False)
class One(Field):
    """The row behind a foreign key, briefly; null where there is none or the reader may not see it.

    known   who sees this row knows that one by it, published or not: whom a park met
    """

    shape: "Shape" = None  # type: ignore[assignment]
    known: bool = False

    def sql(self, row):
        inner = Row(row.statement, self.shape.model)
        built = self.shape.object(inner, self.shape.card)
        own = row.column(self.path or self.name)
        return inner.select(built, f"{inner.column('pk')} = {own} AND {_seen(inner, self)}")

    def schema(self, model):
        return self._described({"oneOf": [self.shape.reference(), {"type": "null"}]})

    def models(self, model):
        yield from super().models(model)
        yield from self.shape.models(self.shape.card)


@dataclass(frozen=True, eq=False)
class Many(Field):
    """Rows that point here by their foreign key `by`, or those of the many-to-many field at `path`.

    path    for `by`: where the row is that they point to, if not this one
    order   columns to sort by, before the key
    known   as for `One`
    """

    shape: "Shape" = None  # type: ignore[assignment]
    known: bool = False
    by: str = ""
    order: Sequence[str] = ()

    def sql(self, row):
        inner = Row(row.statement, self.shape.model)
        built = self.shape.object(inner, self.shape.card)
        order = ", ".join(inner.column(name) for name in (*self.order, "pk"))
        array = f"COALESCE(json_agg({built} ORDER BY {order}), '[]'::json)"
        if self.by:
            own = row.column(f"{self.path}__pk" if self.path else "pk")
            return inner.select(array, f"{inner.column(self.by)} = {own} AND {_seen(inner, self)}")
        *way, name = (self.path or self.name).split("__")
        model, alias = row.reach(tuple(way))
        many, link = model._meta.get_field(name), row.statement.alias()
        through = quoted(many.remote_field.through._meta.db_table)
        join = f" JOIN {through} {link} ON {link}.{quoted(many.m2m_reverse_name())} = {inner.column('pk')}"
        own = f"{alias}.{column_of(model, 'pk')}"
        return inner.select(
            array, f"{link}.{quoted(many.m2m_column_name())} = {own} AND {_seen(inner, self)}", join
        )

    def schema(self, model):
        return self._described({"type": "array", "items": self.shape.reference()})

    def models(self, model):
        if self.by:
            yield from _along(model, f"{self.path}__pk" if self.path else "pk")
        else:
            yield from _along(model, self.path or self.name)
            yield _target(model, self.path or self.name).remote_field.through
        yield from self.shape.models(self.shape.card)


@dataclass(frozen=True, eq=False)
class Shape:
    """The JSON of a model: `card` in lists and where it is nested, `detail` besides when asked for alone."""

    name: str
    model: type[Model]
    card: Sequence[Field]
    detail: Sequence[Field] = field(default=())

    def all(self) -> list[Field]:
        return [*self.card, *self.detail]

    def object(self, row: Row, fields: Iterable[Field]) -> str:
        return object_of([f"'{each.name}', {each.sql(row)}" for each in fields])

    def schema(self, fields: Iterable[Field]) -> dict:
        properties = {each.name: each.schema(self.model) for each in fields}
        return {"type": "object", "properties": properties, "required": list(properties)}

    def reference(self) -> dict:
        return {"$ref": f"#/components/schemas/{self.name}"}

    def models(self, fields: Iterable[Field]) -> Iterator[type[Model]]:
        """Every model that the JSON is made of or whose rows decide who sees it, with repetitions."""
        yield self.model
        for path in getattr(self.model, "visible_through", ()):
            yield _target(self.model, path).related_model
        for each in fields:
            yield from each.models(self.model)

    def shapes(self) -> Iterator["Shape"]:
        """This shape and all that are nested in it."""
        yield self
        for each in self.all():
            if isinstance(each, One | Many):
                yield from each.shape.shapes()


class Json(Expression):
    """A shape as an annotation: the JSON of each row of a queryset, as text."""

    def __init__(self, shape: Shape, fields: Sequence[Field], reader: Reader):
        super().__init__(output_field=TextField())
        self.shape, self.fields, self.reader = shape, fields, reader

    def as_sql(self, compiler, connection):
        statement = Statement(self.reader)
        row = Row(statement, self.shape.model)
        built = self.shape.object(row, self.fields)
        base = f"{quoted(compiler.query.get_initial_alias())}.{column_of(self.shape.model, 'pk')}"
        return row.select(f"{built}::text", f"{row.column('pk')} = {base}"), tuple(statement.params)

    def get_group_by_cols(self):
        return []


def _seen(row: Row, nested: One | Many) -> str:
    """The condition that the reader may know of a nested row."""
    return "TRUE" if nested.known else row.visible()


def _along(model: type[Model], path: str) -> Iterator[type[Model]]:
    """The models along a path of foreign keys; Raises ValueError where a row on it may be hidden."""
    *way, _name = path.split("__")
    yield model
    start, passed = model, []
    for name in way:
        passed.append(name)
        if "__".join(passed) not in getattr(start, "visible_through", ()):
            raise ValueError(f"{start.__name__}.{path}: {'__'.join(passed)} is not in visible_through")
        model = related(model, name)
        yield model


def _target(model: type[Model], path: str):
    *way, name = path.split("__")
    for step in way:
        model = related(model, step)
    return model._meta.get_field(name)


def _blank(column) -> list[str]:
    return [""] if column.blank and not column.null else []


def _nullable(schema: dict) -> dict:
    nullable = schema | {"type": [schema["type"], "null"]}
    return nullable | ({"enum": [*schema["enum"], None]} if "enum" in schema else {})
