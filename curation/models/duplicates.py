"""Records that may be one: what they are found by, and what people said of them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.choices import ChoiceField
from common.ids import OpaqueIdField

from ..querysets import DuplicateQuerySet


class NameKey(models.Model):
    """One of the keys that a record shares with others that may be the same.

    kind     label of the model
    key      fingerprint of a word, of all words, of an acronym or an identifier (`naming.keys`); no
             name can be read from it
    """

    kind = models.CharField(max_length=60)
    record = models.CharField(max_length=40)
    key = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["key"], name="name_key", include=["record"]),
            models.Index(fields=["record"], name="name_key_of_record"),
        ]

    def __str__(self):
        return f"{self.kind} {self.record}"


class Unkeyed(models.Model):
    """A record whose names or identifiers were written since its keys were made; written by triggers."""

    kind = models.CharField(max_length=60)
    record = models.CharField(max_length=40)

    def __str__(self):
        return f"{self.kind} {self.record}"


class Duplicate(models.Model):
    """Two records that may be one.

    kind      label of the model
    score     how likely they are one, of 100; 0 where only somebody says so
    reasons   why, and what speaks against it: words of `naming.cards.Reason`
    digest    of the names and identifiers that were decided about: with others it is asked anew
    note      what who reported it says
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        NOT_SAME = "not_same", _("not the same")
        GONE = "gone", _("one is merged or deleted")

    id = OpaqueIdField(prefix="dup")
    kind = models.CharField(_("kind of record"), max_length=60)
    first = models.CharField(_("one"), max_length=40)
    second = models.CharField(_("the other"), max_length=40)
    score = models.PositiveSmallIntegerField(_("likeness"), default=0)
    reasons = ArrayField(models.CharField(max_length=20), default=list, verbose_name=_("reasons"))
    state = ChoiceField(_("state"), max_length=10, choices=State, default=State.OPEN)
    found_at = models.DateTimeField(_("found"), auto_now_add=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reported by"),
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    digest = models.CharField(max_length=40, blank=True)

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        ordering = ["-score", "id"]
        indexes = [
            models.Index(fields=["state", "kind", "-score", "id"], name="duplicate_queue"),
            models.Index(fields=["second"], name="duplicate_of_second"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicate_of_another"),
        ]

    def __str__(self):
        return f"{self.first} – {self.second}"
