from django.db import connection, transaction
from django.db.models import Model, Q

from .erasing import CALL
from .models import Erasure, states_kept_of

#: Transaction 0 is the place where folded rows are added up; no transaction has that number.
FOLD = """
WITH old AS (
    DELETE FROM history_change WHERE transaction > 0 AND at < now() - interval '1 minute'
    RETURNING resource, count, at
)
INSERT INTO history_change (resource, transaction, count, at)
SELECT resource, 0, sum(count), max(at) FROM old GROUP BY resource
ON CONFLICT (resource, transaction)
DO UPDATE SET count = history_change.count + excluded.count, at = greatest(history_change.at, excluded.at)
"""


@transaction.atomic
def fold_changes() -> None:
    """Add up the noted changes of each table into one row; the sum, its version, stays as it is."""
    with connection.cursor() as cursor:
        cursor.execute(FOLD)


@transaction.atomic
def erase(model: type[Model], rows: Q, noted: Erasure, *, goes: bool = False) -> int:
    """Take personal data out of the kept states of rows, as the model's `keeps_history` says.

    rows     condition on the states (`pgh_obj_id` is the row's id)
    noted    why they may be rewritten; the database looks for it
    goes     the states go altogether
    Returns  how many states it touched
    """
    states = states_kept_of(model)
    numbers = list(states.filter(rows).values_list("pgh_id", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(CALL, [states.model._meta.db_table, numbers, noted.pk, goes])
        return cursor.fetchone()[0]


def note_erasure(record: Model, *, by) -> Erasure:
    """Keep that somebody's data were erased; nothing of the person."""
    return Erasure.objects.create(kind=record._meta.label_lower, record_id=str(record.pk), by_id=by.pk)


def states_of(model: type[Model], rows: Q) -> list[dict]:
    """The kept states of rows, the oldest first, as they go into a person's own file."""
    states = states_kept_of(model)
    names = [column.name for column in model._meta.fields if hasattr(states.model, column.attname)]
    found = states.filter(rows).order_by("pgh_created_at", "pgh_id")
    return [
        {"at": state.pop("pgh_created_at"), "what": state.pop("pgh_label"), **state}
        for state in found.values("pgh_created_at", "pgh_label", *names)
    ]
