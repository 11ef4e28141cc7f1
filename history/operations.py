from django.db import connection, transaction
from django.db.models import Model, Q

from .models import ERASING, Erasure, states_kept_of

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
def erase(model: type[Model], rows: Q, **blank) -> int:
    """Take personal data out of the kept states of rows: the one way in which history is rewritten.

    rows     condition on the states (`pgh_obj_id` is the row's id)
    blank    what the columns say from now on; without any, the states go altogether
    Returns  how many states it touched
    """
    states = states_kept_of(model).filter(rows)
    _let_erase("on")
    touched = states.update(**blank) if blank else states.delete()[0]
    _let_erase("")  # after an error the transaction takes the setting back itself
    return touched


def _let_erase(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [ERASING, value])


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
