"""What happened, and who is told of it by which way. PostgreSQL keeps both; a lost task loses nothing."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.choices import ChoiceField
from common.ids import OpaqueIdField

from .querysets import DeliveryQuerySet, LeasedQuerySet


class OutboxEvent(models.Model):
    """Something that happened to a record, written in the transaction of the change.

    record   what it is about, by the label of its model and its id: it may be gone when this is read
    facts    numbers, codes and ids that the text needs; never what a person wrote
    once     names what must be told but once, however often it is announced
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        PARKED = "parked", _("parked")

    id = OpaqueIdField(prefix="evt")
    kind = models.CharField(_("kind"), max_length=60)
    record_kind = models.CharField(_("kind of record"), max_length=60)
    record_id = models.CharField(_("record"), max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    facts = models.JSONField(_("facts"), default=dict)
    once = models.CharField(_("told once as"), max_length=200, unique=True, null=True, blank=True)
    made_at = models.DateTimeField(_("moment"), default=timezone.now)
    state = ChoiceField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    leased_until = models.DateTimeField(_("not before"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    reason = models.CharField(_("why it failed"), max_length=500, blank=True)

    objects = LeasedQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(
                fields=["record_kind", "record_id", "made_at"],
                condition=Q(state="waiting"),
                name="event_waiting_of_record",
            ),
            models.Index(fields=["made_at"], condition=Q(state="waiting"), name="event_waiting"),
        ]

    def __str__(self):
        return f"{self.kind} {self.record_id}"


class Delivery(models.Model):
    """One event for one receiver by one way; a second one cannot be.

    In the portal it is there as soon as it is written. A mail waits until it went out.
    """

    class Channel(models.TextChoices):
        IN_APP = "in_app", _("in the portal")
        EMAIL = "email", _("by e-mail")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        WITHDRAWN = "withdrawn", _("withdrawn")
        PARKED = "parked", _("parked")

    class Why(models.TextChoices):
        ASSIGNED = "assigned", _("it is for you to do")
        AUTHOR = "author", _("you started it")
        MEMBER = "member", _("you belong to the organisation that keeps it")
        MANAGER = "manager", _("you manage this organisation")
        INVITED = "invited", _("somebody invited you")
        ASKED = "asked", _("you asked")

    id = OpaqueIdField(prefix="dlv")
    event = models.ForeignKey(OutboxEvent, models.CASCADE, related_name="deliveries", verbose_name=_("event"))
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="deliveries",
        verbose_name=_("receiver"),
    )
    address = models.EmailField(_("address"), blank=True, help_text=_("Of somebody without an account."))
    language = models.CharField(_("language"), max_length=10, blank=True)
    channel = ChoiceField(_("way"), max_length=10, choices=Channel)
    why = ChoiceField(_("why this receiver"), max_length=10, choices=Why)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    state = ChoiceField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    leased_until = models.DateTimeField(_("not before"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    reason = models.CharField(_("why it failed"), max_length=500, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(
                fields=["receiver", "-made_at", "-id"],
                condition=Q(channel="in_app", state="sent"),
                name="delivery_inbox",
            ),
            models.Index(
                fields=["receiver"],
                condition=Q(channel="in_app", state="sent", read_at=None),
                name="delivery_unread",
            ),
            models.Index(fields=["made_at"], condition=Q(state="waiting"), name="delivery_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "receiver", "address", "channel"],
                name="delivery_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(receiver__isnull=False, address="")
                | Q(receiver=None, channel="email") & ~Q(address=""),
                name="delivery_has_one_receiver",
            ),
        ]

    def __str__(self):
        return f"{self.event} → {self.receiver_id or self.address}"
