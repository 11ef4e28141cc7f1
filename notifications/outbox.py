"""The way into the notifications: a row in the transaction of the change, and a nudge after it."""

from django.db import transaction
from django.db.models import Model

from .kinds import kind_named
from .models import OutboxEvent
from .sending import send

WORK_OUT, DELIVER = "notifications.tasks.work_out", "notifications.tasks.deliver"


def announce(kind: str, record: Model, *, by=None, once: str = "", **facts) -> None:
    """Write down that this happened to the record; who is told of it is worked out after the commit.

    kind    of those that a room registered
    once    a name for what must be told but once: where it is there already, nothing happens
    facts   numbers, codes and ids that the message needs; never what a person wrote

    Raises  KeyError for an unknown kind
    """
    event = OutboxEvent(
        kind=kind_named(kind).name,
        record_kind=record._meta.label_lower,
        record_id=str(record.pk),
        by=by,
        once=once or None,
        facts=facts,
    )
    OutboxEvent.objects.bulk_create([event], ignore_conflicts=bool(once))
    nudge(WORK_OUT, event.pk)


def nudge(task: str, pk: str) -> None:
    """Send a task with this id after the commit; without a broker the sweep finds the row, later."""
    transaction.on_commit(lambda: send(task, pk))
