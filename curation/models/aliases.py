from django.db import models
from django.utils.translation import gettext_lazy as _

from common.ids import OpaqueIdField

from .batches import Batch


class Alias(models.Model):
    """An id that was merged into another: who asks for the old one is led to the kept one.

    Goes when the merge is taken back, like everything else that the merge wrote.

    kind      of the rows: "organisations.organisation"
    old_slug  empty where rows of the kind have none
    kept_id   always of a row that stands: a later merge of that one moves it on
    """

    id = OpaqueIdField(prefix="als")
    kind = models.CharField(_("kind"), max_length=100)
    old_id = models.CharField(_("old id"), max_length=40)
    old_slug = models.CharField(_("old slug"), max_length=100, blank=True)
    kept_id = models.CharField(_("id of the kept record"), max_length=40)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="aliases", verbose_name=_("merge"))

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["old_slug"], name="alias_by_slug"),
            models.Index(fields=["kind", "kept_id"], name="alias_of_a_row"),
        ]
        constraints = [models.UniqueConstraint(fields=["old_id"], name="alias_once")]

    def __str__(self):
        return self.old_slug or self.old_id
