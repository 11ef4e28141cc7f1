"""Trying to break a rule past every form: the database must be the one that refuses."""

import pytest
from django.db import DatabaseError, connection, models, transaction


def refused_by(rule: str, write, *args, **kwargs) -> None:
    """The write fails, and it is this rule of the database that it fails on."""
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        write(*args, **kwargs)
    diagnosis = refusal.value.__cause__.diag
    assert diagnosis.constraint_name == rule, str(refusal.value)


def set_raw(row: models.Model, **columns):
    """Change columns of a row by plain SQL; no Python rule is asked."""
    told = ", ".join(f'"{column}" = %s' for column in columns)
    table, key = row._meta.db_table, row._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{table}" SET {told} WHERE "{key}" = %s', [*columns.values(), row.pk])
        assert cursor.rowcount == 1
