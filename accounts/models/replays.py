"""Answers to what clients sent over the API, kept for a day so that it may be sent again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .users import User


class Replay(models.Model):
    """The answer to a POST with an Idempotency-Key: the same key and body get it once more.

    asked    hash of address and body
    record   id of the row that was made
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("user"))
    key = models.CharField(_("key"), max_length=255)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    content = models.TextField(blank=True)
    record = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        indexes = [
            models.Index(fields=["made_at"], name="replay_by_age"),
            models.Index(fields=["record"], name="replay_of_record"),
        ]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="replay_once_per_key")]

    def __str__(self):
        return self.key
