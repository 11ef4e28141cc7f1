"""Taking back what a batch did, but for what was edited since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Field, Model
from django.utils.translation import gettext as _

from common.changes import changed
from common.errors import RuleBroken
from common.translated import column_label, originals
from history.words import Names, description, said
from notifications.outbox import nudge

from .effects import CHUNK, Deed, Table, links, what_it_did
from .models import Batch
from .newcomers import newcomers
from .plans import REFUSALS, Plan

LISTED = 10_000  # conflicts that are kept of one undoing
AT_ONCE = 2_000  # rows that are written, and brought into the search index, before the answer


class AlreadyTakenBack(RuleBroken):
    """Somebody took it back a moment ago."""

    code = "already-taken-back"


class CannotTakeBack(RuleBroken):
    """The database would not have the rows as they were, and does not say which."""

    code = "cannot-take-back"


@dataclass(frozen=True)
class Conflict:
    """Something of a batch that stays as it is when the batch is taken back.

    field   name of the column; empty where the row as a whole stays
    ours    what the batch wrote, in words
    now     what it says today, in words
    why     edited: somebody wrote something else since; since: it came to the kept record after a merge;
            needed: other records point to it; gone: it was deleted since; lost: what it belonged to is
            no more; refused: a rule of the database is against it; unknown: no earlier state is kept
    """

    model: str
    pk: str
    label: str
    field: str
    ours: str
    now: str
    why: str


@dataclass(frozen=True)
class Preview:
    """What taking back would do: how many rows it writes, and what would stay."""

    rows: int
    conflicts: list[Conflict]


@transaction.atomic
def preview(batch: Batch) -> Preview:
    """What `take_back` would do now. What the database refuses is only found in doing it."""
    plan = Plan(batch, is_real=False)
    return Preview(plan.count(), [*_newcomers(batch), *_conflicts(plan)])


@transaction.atomic
def take_back(batch: Batch, by) -> Batch:
    """Undo what a batch did; what was edited since stays, and is kept as the conflicts of the answer.

    Returns  the batch of this undoing, which can be taken back itself
    Raises   AlreadyTakenBack; CannotTakeBack
    """
    undoing = begin(batch, by)
    finish(undoing.pk)
    undoing.refresh_from_db()
    return undoing


def undo(batch: Batch, by) -> Batch:
    """Take a batch back, in a worker where that is much to do; the batch of this undoing.

    Raises  AlreadyTakenBack; CannotTakeBack
    """
    if preview(batch).rows <= AT_ONCE:
        return take_back(batch, by)
    undoing = begin(batch, by)
    nudge("curation.tasks.finish_undoing", undoing.pk)
    return undoing


@transaction.atomic
def begin(batch: Batch, by) -> Batch:
    """Say that a batch is taken back; `finish` does it, at once or in a worker.

    Raises  AlreadyTakenBack
    """
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.undone_id or batch.is_waiting:
        raise AlreadyTakenBack(_("This was already taken back."))
    undoing = Batch.objects.create(kind=Batch.Kind.UNDOING, label=batch.label, made_by=by)
    batch.undone = undoing
    batch.save(update_fields=["undone"])
    return undoing


@transaction.atomic
def finish(undoing_id: str) -> None:
    """Take back what an undoing was begun for; a second run finds it done, or under way, and stops.

    Raises  CannotTakeBack
    """
    waiting = Batch.objects.waiting().select_for_update(skip_locked=True)
    undoing = waiting.filter(pk=undoing_id).first()
    if undoing is None:
        return
    batch = Batch.objects.get(undone=undoing)
    stay = list(_newcomers(batch))
    with undoing.recorded():
        conflicts = stay + _carry_out(Plan(batch, is_real=True))
    undoing.conflicts = [vars(conflict) for conflict in conflicts]
    undoing.save(update_fields=["conflicts"])
    tell_what_changed(undoing)


@transaction.atomic
def give_up(undoing_id: str) -> None:
    """The batch stays in force, as the database would not have it otherwise."""
    Batch.objects.filter(undone=undoing_id).update(undone=None)
    Batch.objects.waiting().filter(pk=undoing_id).delete()


def _carry_out(plan: Plan) -> list[Conflict]:
    while True:
        conflicts = list(_conflicts(plan))
        mark = transaction.savepoint()
        refused = plan.carry_out()
        if not refused:
            break
        transaction.savepoint_rollback(mark)
        plan.refuse(refused)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except REFUSALS as refusal:
        raise CannotTakeBack(
            _("Other records have come that depend on it. Nothing was changed.")
        ) from refusal
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return conflicts


def _conflicts(plan: Plan) -> Iterator[Conflict]:
    left = LISTED
    for table in plan.tables:
        rows = plan.conflicts(table, left)
        left -= len(rows)
        for start in range(0, len(rows), CHUNK):
            yield from _Words(table, rows[start : start + CHUNK]).conflicts()


def _newcomers(batch: Batch) -> Iterator[Conflict]:
    for row in newcomers(batch):
        yield Conflict(row._meta.label_lower, str(row.pk), str(row), "", "", "", "since")


class _Words:
    """Conflicts of one table, said in words."""

    def __init__(self, table: Table, rows: list[tuple]):
        self.table, self.rows = table, rows
        numbers = {number for row in rows for number in row[1:3] if number}
        self.states = table.events._base_manager.in_bulk(numbers)
        self.living = {
            str(row.pk): row for row in table.model._base_manager.filter(pk__in=[row[0] for row in rows])
        }
        standing_for_others = {original.name for original in originals(table.model)}
        self.fields = [f for f in table.told if f.name not in standing_for_others]
        self.names = Names()
        for row in [*self.states.values(), *self.living.values()]:
            for key in self.fields:
                if key.is_relation and key.related_model:
                    self.names.ask(key.related_model, getattr(row, key.attname))

    def conflicts(self) -> Iterator[Conflict]:
        for pk, before, after, why, blocked in self.rows:
            old, ours, now = self.states.get(before), self.states.get(after), self.living.get(pk)
            known = now or ours or old
            label = description(self.table.model, known, self.names) if known else pk
            about = (self.table.resource, pk, label)
            fields = list(self._fields(old, ours, now, blocked)) if why == "edited" else []
            if not fields:
                yield Conflict(*about, "", "", "", why)
            for field, reason in fields:
                yield Conflict(*about, field.name, self._said(field, ours), self._said(field, now), reason)

    def _fields(self, old, ours, now, blocked) -> Iterator[tuple[Field, str]]:
        for field in self.fields:
            b, a, t = (_value(row, field) for row in (old, ours, now))
            if field.attname in blocked:
                yield field, "lost"
            elif t not in (a, b) or (old is None and t != a):
                yield field, "edited"

    def _said(self, field: Field, row: Model | None) -> str:
        return said(field, getattr(row, field.attname, None), self.names)


def field_label(conflict: Conflict) -> str:
    """What people call the field of a conflict."""
    if not conflict.field:
        return ""
    return column_label(apps.get_model(conflict.model)._meta.get_field(conflict.field))


def tell_what_changed(batch: Batch) -> None:
    """Tell those who keep something of the rows that a batch wrote; of many, after the answer."""
    told = list(_first(_records(batch), AT_ONCE + 1))
    if len(told) > AT_ONCE:
        nudge("curation.tasks.tell_all", batch.pk)
    else:
        changed(told)


def tell_all(batch: Batch) -> None:
    """Tell them of each row that a batch wrote, some at a time."""
    some: list[Model] = []
    with transaction.atomic():
        for record in _records(batch):
            some.append(record)
            if len(some) == CHUNK:
                changed(some)
                some = []
        changed(some)


def _first(records: Iterable[Model], count: int) -> Iterator[Model]:
    return (record for record, _number in zip(records, range(count), strict=False))


def _records(batch: Batch) -> Iterator[Model]:
    """The rows that a batch wrote, as they are now; those it deleted, as they were."""
    waiting: list[Deed] = []
    for deed in what_it_did(batch):
        if waiting and (waiting[0].model is not deed.model or len(waiting) == CHUNK):
            yield from _as_they_are(waiting)
            waiting = []
        waiting.append(deed)
    yield from _as_they_are(waiting)
    for model, near, _far, _did in links():
        yield from model._base_manager.filter(pk=near)


def _as_they_are(deeds: list[Deed]) -> Iterator[Model]:
    if not deeds:
        return
    model = deeds[0].model
    yield from model._base_manager.filter(pk__in=[deed.pk for deed in deeds])
    for deed in deeds:
        if deed.did == "deleted" and deed.before is not None:
            kept = {f.attname for f in deed.before._meta.concrete_fields}
            names = [f.attname for f in model._meta.concrete_fields if f.attname in kept]
            yield model(**{name: getattr(deed.before, name) for name in names})


def _value(row: Model | None, field: Field) -> Any:
    """No text and an empty one are the same."""
    value = getattr(row, field.attname, None)
    return None if value == "" else value
