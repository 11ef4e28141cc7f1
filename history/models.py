"""What changed, when and by whom: kept by database triggers, so that no way of writing is missed."""

import pghistory
import pgtrigger
from django.db import models


class Change(models.Model):
    """A transaction that wrote to a table, told by a statement trigger; counted by `common.versions`."""

    resource = models.CharField(max_length=63)
    transaction = models.BigIntegerField()
    count = models.BigIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "transaction"], name="change_once_per_transaction")
        ]

    def __str__(self):
        return f"{self.resource} {self.at}"


def _notes_change(operation: pgtrigger.Operation, name: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        func=(
            "INSERT INTO history_change (resource, transaction, count, at)"
            " VALUES (TG_TABLE_NAME, txid_current(), 1, clock_timestamp())"
            " ON CONFLICT (resource, transaction) DO NOTHING; RETURN NULL;"
        ),
    )


def notes_changes(model):
    """Let every write to this table move its version, also for a table without a history."""
    if model._meta.auto_created:  # triggers of a hidden many-to-many table hang on a proxy of it
        meta = type("Meta", (), {"proxy": True, "app_label": model._meta.app_label})
        name = f"{model.__name__}Link".replace("_", "")
        model = type(name, (model,), {"Meta": meta, "__module__": model.__module__})
    pgtrigger.register(
        _notes_change(pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete, "notes_change"),
    )(model)


def keeps_history(*models_):
    """Keep every row's states with their author and moment, and the table's version.

    Called at the end of an app's ``translation.py``: a decorator on the class would miss the
    translated columns.
    """
    for model in models_:
        pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())(model)
        notes_changes(model)
        for many in model._meta.local_many_to_many:
            notes_changes(many.remote_field.through)
