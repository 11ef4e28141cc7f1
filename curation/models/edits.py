"""Changes of many rows at once: what was asked for, and how it went."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.choices import ChoiceField
from common.ids import OpaqueIdField

from .batches import Batch


class BulkEditQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Their maker's."""
        return self.filter(made_by=user.pk) if user.is_authenticated else self.none()


class BulkEdit(models.Model):
    """One change for many rows, made by somebody who looked at its preview.

    kind        label of the model, in lower case
    change      what was asked for: {"what": …, "value": …}, as the form took it
    ids         the rows, as they were listed when it was asked for
    refused     rows that were left out: [{"id", "label", "reason"}], the first of them
    submission  of the form that was sent: sent twice, it is done once
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        REFUSED = "refused", _("nothing was changed")

    id = OpaqueIdField(prefix="bed")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    kind = models.CharField(_("kind of record"), max_length=100)
    label = models.CharField(_("what it was"), max_length=300)
    change = models.JSONField(_("change"))
    ids = ArrayField(models.CharField(max_length=40), verbose_name=_("rows"))
    is_all_or_nothing = models.BooleanField(_("all or nothing"), default=False)
    state = ChoiceField(_("state"), max_length=10, choices=State, default=State.WAITING)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    same = models.PositiveIntegerField(_("were so already"), default=0)
    left_out = models.PositiveIntegerField(_("left out"), default=0)
    refused = models.JSONField(_("rows that were left out"), default=list)
    batch = models.OneToOneField(
        Batch, models.PROTECT, null=True, related_name="+", verbose_name=_("batch of changes")
    )
    submission = models.CharField(max_length=64)

    objects = BulkEditQuerySet.as_manager()

    class Meta:
        verbose_name = _("edit of many rows")
        verbose_name_plural = _("edits of many rows")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["made_by", "submission"], name="bulk_edit_submitted_once"),
            models.CheckConstraint(condition=~Q(ids=[]), name="bulk_edit_of_some_rows"),
        ]

    def __str__(self):
        return self.label
