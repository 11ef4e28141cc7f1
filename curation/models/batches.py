from contextlib import contextmanager

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.choices import ChoiceField
from common.ids import OpaqueIdField
from common.roles import is_curator

#: While the setting is missing, every trigger of every row fails once in asking for it and undoes that,
#: which takes the longer the more keys wait for the end of the transaction: seconds become minutes.
LET_TRIGGERS_BE = "SELECT set_config('pgtrigger.ignore', '{}', true)"


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for curators; for others those that they made, while they belong where they did then."""
        if is_curator(user):
            return self
        if not user.is_authenticated:
            return self.none()
        ended_since = user.memberships.filter(ended_at__gte=OuterRef("made_at"))
        return self.filter(~Exists(ended_since), made_by=user.pk)

    def waiting(self):
        """Undoings that were begun, and have written nothing yet."""
        return self.filter(kind=self.model.Kind.UNDOING, contexts=[])


class Batch(models.Model):
    """Changes that were made together, and can be taken back together.

    What they were is told by the history: every state that was written within `recorded` carries
    one of the `contexts` of the batch.

    label     what it was, in the words of its maker's language: the name of the file, the merged bodies
    undone    the batch that took this one back
    conflicts what an undoing left as it was, each as a `curation.undoing.Conflict`
    """

    class Kind(models.TextChoices):
        IMPORT = "import", _("import")
        MERGE = "merge", _("merge")
        EDIT = "edit", _("edit of many")
        UNDOING = "undoing", _("taking back")

    id = OpaqueIdField(prefix="bat")
    kind = ChoiceField(_("kind"), max_length=20, choices=Kind)
    label = models.CharField(_("what it was"), max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    contexts = ArrayField(models.UUIDField(), default=list, editable=False)
    undone = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="undoes", verbose_name=_("taken back by")
    )
    conflicts = models.JSONField(default=list, editable=False)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch of changes")
        verbose_name_plural = _("batches of changes")
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(fields=["-made_at", "-id"], name="batch_latest"),
            GinIndex(fields=["contexts"], name="batch_of_a_context"),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("curation:batch", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        """Whether it is an undoing that a worker has still to do, or is doing."""
        return self.kind == self.Kind.UNDOING and not self.contexts

    @contextmanager
    def recorded(self):
        """What is written inside belongs to this batch; inside a transaction, with nothing else in it."""
        with pghistory.context(batch=self.pk, user=self.made_by_id) as context:
            if context.id not in self.contexts:
                self.contexts.append(context.id)
                self.save(update_fields=["contexts"])
            with connection.cursor() as cursor:
                cursor.execute(LET_TRIGGERS_BE)
            yield
