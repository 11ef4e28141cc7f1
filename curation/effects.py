"""What a batch did, told from the history: how each row was before it, and how the batch left it.

The effects of a batch stand in two tables of the transaction, filled by one statement for each kind of
row, so that a hundred thousand rows are read as quickly as the database can.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Field, Model, Q
from django.utils.text import capfirst

from history import log
from history.models import Link, events_of, states_kept_of
from history.words import is_technical

from .models import Batch

CHUNK = 1000

# before, after: numbers of states; none where there was no row. kept, blocked: see `undoing`.
CREATE = """
CREATE TEMP TABLE IF NOT EXISTS curation_effect (
    resource text, pk text, did text, before bigint, after bigint,
    kept text, blocked text[] NOT NULL DEFAULT '{}', PRIMARY KEY (resource, pk)
) ON COMMIT DROP;
CREATE TEMP TABLE IF NOT EXISTS curation_link_effect (
    resource text, near text, far text, did text, kept text, PRIMARY KEY (resource, near, far)
) ON COMMIT DROP;
DELETE FROM curation_effect;
DELETE FROM curation_link_effect;
"""
# Of a row that was first changed or deleted, the state before is the last one of an earlier writer.
FILL = """
INSERT INTO curation_effect (resource, pk, did, before, after)
SELECT %(resource)s, one.pk::text,
    CASE WHEN f.pgh_label = 'insert' THEN 'created'
         WHEN l.pgh_label = 'delete' THEN 'deleted' ELSE 'changed' END,
    CASE f.pgh_label WHEN 'insert' THEN NULL WHEN 'delete' THEN f.pgh_id ELSE coalesce(
        (SELECT max(e.pgh_id) FROM {states} e WHERE e.pgh_obj_id = one.pk AND e.pgh_id < one.first),
        CASE WHEN l.pgh_label = 'delete' THEN l.pgh_id END) END,
    CASE WHEN l.pgh_label <> 'delete' THEN l.pgh_id END
FROM (
    SELECT pgh_obj_id AS pk, min(pgh_id) AS first, max(pgh_id) AS last FROM {states}
    WHERE pgh_context_id = ANY(%(contexts)s::uuid[]) GROUP BY pgh_obj_id
) one
JOIN {states} f ON f.pgh_id = one.first
JOIN {states} l ON l.pgh_id = one.last
WHERE NOT (f.pgh_label = 'insert' AND l.pgh_label = 'delete')
"""
FILL_LINKS = """
INSERT INTO curation_link_effect (resource, near, far, did)
SELECT one.resource, one.near, one.far,
    CASE f.pgh_label WHEN 'insert' THEN 'created' ELSE 'deleted' END
FROM (
    SELECT resource, near, far, min(pgh_id) AS first, max(pgh_id) AS last FROM history_link
    WHERE pgh_context_id = ANY(%(contexts)s::uuid[]) GROUP BY resource, near, far
) one
JOIN history_link f ON f.pgh_id = one.first
JOIN history_link l ON l.pgh_id = one.last
WHERE f.pgh_label = l.pgh_label
"""


def quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")


@dataclass(frozen=True)
class Table:
    """A model whose rows have a history, in the words of SQL."""

    model: type[Model]
    events: type[Model]

    @property
    def resource(self) -> str:
        return self.model._meta.label_lower

    @property
    def words(self) -> dict[str, str]:
        opts = self.model._meta
        return {
            "table": quoted(opts.db_table),
            "states": quoted(self.events._meta.db_table),
            "key": quoted(opts.pk.column),
            "type": str(opts.pk.rel_db_type(connection)),
        }

    @cached_property
    def columns(self) -> list[Field]:
        """What the history keeps of a row, beside its key."""
        kept = {field.attname for field in self.events._meta.concrete_fields}
        return [f for f in self.model._meta.concrete_fields if f.attname in kept and not f.primary_key]

    @cached_property
    def told(self) -> list[Field]:
        """The columns that people fill: no moments, no keys to sort by."""
        return [column for column in self.columns if not is_technical(column)]


@dataclass(frozen=True)
class Deed:
    """What happened to one row. did: created, changed or deleted; the states are rows of the history."""

    model: type[Model]
    pk: str
    did: str
    before: Model | None
    after: Model | None

    def fields(self) -> list[tuple[Field, object, object]]:
        """Each field that another value was given: before, after."""
        table = Table(self.model, states_kept_of(self.model).model)
        both = [
            (f, getattr(self.before, f.attname, None), getattr(self.after, f.attname, None))
            for f in table.columns
        ]
        return [(field, old, new) for field, old, new in both if old != new]


@dataclass(frozen=True)
class Count:
    """How many rows of a kind a batch created, changed, deleted."""

    model: type[Model]
    created: int = 0
    changed: int = 0
    deleted: int = 0

    @property
    def label(self) -> str:
        return str(capfirst(self.model._meta.verbose_name_plural))


def tables() -> list[Table]:
    """Every model with a history."""
    return [Table(model, events) for model in apps.get_models() if (events := events_of(model))]


def through_tables() -> dict[str, tuple[type[Model], Field]]:
    """The tables of many-to-many fields that the history keeps as links, by their names."""
    fields = (many for model in apps.get_models() for many in model._meta.local_many_to_many)
    tables_of_links = ((many.remote_field.through, many) for many in fields)
    return {
        through._meta.db_table: (many.model, many)
        for through, many in tables_of_links
        if through is not None and through._meta.auto_created
    }


def read_effects(batch: Batch) -> list[Table]:
    """Fill this transaction's tables of effects; tells which kinds of rows the batch touched."""
    contexts = [str(context) for context in batch.contexts]
    touched = [table for table in tables() if _is_touched(table.events, batch)]
    with connection.cursor() as cursor:
        cursor.execute(CREATE)
        for table in touched:
            cursor.execute(FILL.format(**table.words), {"resource": table.resource, "contexts": contexts})
        cursor.execute(FILL_LINKS, {"contexts": contexts})
        cursor.execute("ANALYZE curation_effect; ANALYZE curation_link_effect")
    return touched


def _is_touched(events: type[Model], batch: Batch) -> bool:
    return events._base_manager.filter(pgh_context_id__in=batch.contexts).exists()


@transaction.atomic
def counts(batch: Batch) -> list[Count]:
    """What a batch did in figures, a line for each kind of row."""
    touched = {table.resource: table.model for table in read_effects(batch)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT resource, did, count(*) FROM curation_effect GROUP BY resource, did")
        found: dict[str, dict[str, int]] = {}
        for resource, did, count in cursor.fetchall():
            found.setdefault(resource, {})[did] = count
    return [Count(touched[resource], **number) for resource, number in sorted(found.items())]


def what_it_did(batch: Batch) -> Iterator[Deed]:
    """Each row that a batch created, changed or deleted; what came and went meanwhile is not told.

    To be read within a transaction.
    """
    for table in read_effects(batch):
        yield from _deeds(table)


def _deeds(table: Table) -> Iterator[Deed]:
    last = ""
    while rows := _rows(table, last):
        numbers = {number for row in rows for number in row[2:] if number}
        states = table.events._base_manager.in_bulk(numbers)
        for pk, did, before, after in rows:
            yield Deed(table.model, pk, did, states.get(before), states.get(after))
        last = rows[-1][0]


def _rows(table: Table, last: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pk, did, before, after FROM curation_effect"
            " WHERE resource = %s AND pk > %s ORDER BY pk LIMIT %s",
            [table.resource, last, CHUNK],
        )
        return cursor.fetchall()


def links() -> list[tuple[type[Model], str, str, str]]:
    """The many-to-many rows of the effects that were read: model, near, far, created or deleted."""
    known = through_tables()
    with connection.cursor() as cursor:
        cursor.execute("SELECT resource, near, far, did FROM curation_link_effect")
        return [
            (known[resource][0], near, far, did)
            for resource, near, far, did in cursor.fetchall()
            if resource in known
        ]


def tracks_of_batch(batch: Batch) -> list[log.Track]:
    """The log of what a batch wrote, state by state."""
    rows = Q(pgh_context_id__in=batch.contexts)
    kinds: list[type[Model]] = [Link]
    kinds += [table.events for table in tables() if _is_touched(table.events, batch)]
    return [log.Track(events, rows) for events in kinds]
