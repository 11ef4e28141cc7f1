from django.db import connection, transaction

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
