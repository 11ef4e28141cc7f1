"""How many rows there are, as far as it can be told at a cost that does not grow with them."""

import json

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet


def statement(rows: QuerySet) -> tuple[str, tuple]:
    """Its SQL, also where Django knows that nothing can be found."""
    return rows.query.get_compiler(DEFAULT_DB_ALIAS, elide_empty=False).as_sql()


def is_any(rows: QuerySet) -> bool:
    """Whether there is a row. Planned as if all were wanted: for one alone every row would be read in turn,
    to the end where a word is rare."""
    sql, params = statement(rows.order_by().values_list("pk"))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH found AS MATERIALIZED ({sql}) SELECT 1 FROM found LIMIT 1", params)  # noqa: S608
        return cursor.fetchone() is not None


def expected(rows: QuerySet) -> int:
    """What the planner expects."""
    sql, params = statement(rows.order_by().values_list("pk"))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        told = cursor.fetchone()[0]
    plan = json.loads(told) if isinstance(told, str) else told
    return plan[0]["Plan"]["Plan Rows"]
