"""How many rows the planner expects, which costs the same however many there are."""

import json

from django.db import connection
from django.db.models import QuerySet


def expected(rows: QuerySet) -> int:
    sql, params = rows.order_by().values_list("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        told = cursor.fetchone()[0]
    plan = json.loads(told) if isinstance(told, str) else told
    return plan[0]["Plan"]["Plan Rows"]
