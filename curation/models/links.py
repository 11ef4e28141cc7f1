"""The addresses of pages that published records point to, and what was there when somebody looked."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.choices import ChoiceField
from common.ids import OpaqueIdField

from ..querysets import LinkQuerySet


class Link(models.Model):
    """One address, however many records point to it.

    status        what the server answered last, as in HTTP; none where no answer came
    problem       code of `common.outgoing` where no answer came
    moved_to      where it moved for good
    failed_on     the days on which it failed since it was last there, by the clock of the database
    etag          of the last answer, to ask only for what is new; so is last_modified
    due_at        when it is looked at next
    leased_until  until then one worker alone looks at it
    """

    class State(models.TextChoices):
        NEW = "new", _("not looked at yet")
        FINE = "fine", pgettext_lazy("of a link", "is there")
        MOVED = "moved", _("moved")
        FAILING = "failing", _("failed, will be tried again")
        DEAD = "dead", _("dead")
        EXCUSED = "excused", _("found fine by a person")

    id = OpaqueIdField(prefix="lnk")
    address = models.URLField(_("address"), unique=True)
    host = models.CharField(_("host"), max_length=255, editable=False)
    state = ChoiceField(_("state"), max_length=20, choices=State, default=State.NEW)
    status = models.PositiveSmallIntegerField(_("answer"), null=True)
    problem = models.CharField(_("problem"), max_length=30, blank=True)
    moved_to = models.CharField(_("new address"), max_length=2048, blank=True)
    looked_at = models.DateTimeField(_("looked at"), null=True)
    failing_since = models.DateTimeField(_("failing since"), null=True)
    failed_on = ArrayField(models.DateField(), default=list, verbose_name=_("failed on"))
    etag = models.CharField(max_length=300, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    due_at = models.DateTimeField(db_default=Now(), editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    excuse = models.CharField(_("why it is fine"), max_length=500, blank=True)
    excused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("found fine by"),
    )

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["address"]
        indexes = [
            models.Index(fields=["due_at"], name="link_due"),
            models.Index(fields=["host", "looked_at"], name="link_of_host"),
            models.Index(fields=["state", "failing_since", "id"], name="link_in_state"),
        ]

    def __str__(self):
        return self.address
