"""What is said while a listing is reviewed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.ids import OpaqueIdField

from ..querysets import RemarkQuerySet
from .listings import Listing


class Remark(models.Model):
    """A comment of who reviews a listing, or an answer of who keeps it.

    field        the name of the field it is about; empty for the whole
    settled_at   when it was done with
    """

    part_of = "listing"

    id = OpaqueIdField(prefix="rmk")
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="remarks", verbose_name=_("listing"))
    field = models.CharField(_("about"), max_length=40, blank=True)
    text = models.TextField(_("comment"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("settled by"),
    )

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["listing", "created_at", "id"]

    def __str__(self):
        return self.text
