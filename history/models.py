"""What changed, when and by whom: kept by database triggers, so that no way of writing is missed.

Beside it: who read what is not their own business, and whose data was erased.
"""

from collections.abc import Mapping
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from pghistory.models import Context

from common.ids import OpaqueIdField

from .guards import authors_are_kept, is_kept


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


LINK_COLUMNS = "(resource, near, far, pgh_label, pgh_created_at, pgh_context_id)"


class Link(models.Model):
    """A row of a many-to-many table that came ("insert") or went ("delete").

    Stands beside pghistory's tables of states, with the same names of columns.

    near   id of the row that has the many-to-many field
    far    id of the row that it was joined to
    """

    pgh_id = models.BigAutoField(primary_key=True)
    pgh_created_at = models.DateTimeField()
    pgh_label = models.CharField(max_length=10)
    pgh_context = models.ForeignKey(
        "pghistory.Context", models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    resource = models.CharField(max_length=63)
    near = models.CharField(max_length=40)
    far = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["near"], name="link_of_a_row")]

    def __str__(self):
        return f"{self.pgh_label} {self.resource} {self.near} {self.far}"


is_kept(Link)
authors_are_kept(Context)


def _keeps_links(many: models.ManyToManyField):
    """Keep what comes and goes in the table of a many-to-many field."""
    near, far = many.m2m_column_name(), many.m2m_reverse_name()
    for operation, row, label in ((pgtrigger.Insert, "NEW", "insert"), (pgtrigger.Delete, "OLD", "delete")):
        values = f"TG_TABLE_NAME, {row}.{near}, {row}.{far}, '{label}', NOW(), _pgh_attach_context()"
        trigger = pgtrigger.Trigger(
            name=f"keeps_link_{label}",
            when=pgtrigger.After,
            operation=operation,
            func=f"INSERT INTO history_link {LINK_COLUMNS} VALUES ({values}); RETURN NULL;",  # noqa: S608
        )
        pgtrigger.register(trigger)(many.remote_field.through)


def notes_changes(model):
    """Let every write to this table move its version, also for a table without a history."""
    pgtrigger.register(
        _notes_change(pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete, "notes_change"),
    )(model)


def keeps_history(
    *models_,
    leave_out: tuple[str, ...] = (),
    is_answered: bool = True,
    erased: Mapping[str, Any] | None = None,
):
    """Keep every row's states with their author and moment, and the table's version.

    Called at the end of an app's ``translation.py``: a decorator on the class would miss the
    translated columns.

    leave_out     fields that are nobody's business, such as a password's hash
    is_answered   whether an answer of the API may follow from the table, so that its writes move versions
    erased        what columns of the states say after an erasure; empty where the states go, see `guards`
    """
    for model in models_:
        events = pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
        pghistory.track(*events, exclude=list(leave_out))(model)
        is_kept(events_of(model), erased)
        if is_answered:
            notes_changes(model)
        for many in model._meta.local_many_to_many:
            if many.name in leave_out or not many.remote_field.through._meta.auto_created:
                continue  # a table of links with a model of its own keeps its own history
            notes_changes(many.remote_field.through)
            _keeps_links(many)


class Reading(models.Model):
    """A curator looked at rows that a park keeps for itself; written by `history.middleware`.

    kind        of the rows: "partners.contact"
    record_id   of the one row that was opened; empty for a list
    """

    id = OpaqueIdField(prefix="red")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who looked")
    )
    kind = models.CharField(_("kind"), max_length=100)
    record_id = models.CharField(_("id of the record"), max_length=40, blank=True)
    path = models.CharField(_("address"), max_length=300)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    request_id = models.CharField(_("id of the request"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["record_id", "-at"], name="reading_of_record"),
            models.Index(fields=["-at", "-id"], name="reading_latest"),
        ]

    def __str__(self):
        return f"{self.kind} {self.record_id}".strip()


class Erasure(models.Model):
    """The data of a person were erased. Says who did it and when, and nothing of the person."""

    id = OpaqueIdField(prefix="era")
    kind = models.CharField(_("kind"), max_length=100)
    record_id = models.CharField(_("id of the record"), max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("erased by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-at", "-id"]

    def __str__(self):
        return f"{self.kind} {self.record_id}"


def states_kept_of(model) -> models.QuerySet:
    """The states of a tracked model's rows. Raises LookupError for a model that keeps no history"""
    events = events_of(model)
    if events is None:
        raise LookupError(f"{model.__name__} keeps no history")
    return events._base_manager.all()


def events_of(model) -> type[models.Model] | None:
    """The model of a tracked model's states."""
    events = getattr(model, "pgh_event_models", {}).values()
    return None if model._meta.proxy else next(iter(events), None)
