"""Who is told of an event, and the sending of it. Each step may be done twice, and does nothing then.

A worker leases a row by one statement on the clock of the database, does the work, and marks it in the
transaction of what it wrote. If it dies between, the lease runs out and the sweep offers the row again;
attempts are counted when they begin, so that what kills its worker ends parked and not in a loop.
"""

import datetime
import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone

from .kinds import Kind, Receiver, kind_named
from .mail import send
from .models import Delivery, OutboxEvent
from .outbox import DELIVER, WORK_OUT, nudge

logger = logging.getLogger(__name__)
LEASE = datetime.timedelta(minutes=5)
#: Minutes to wait after each attempt that failed; the one after the last parks.
WAITS = (1, 5, 15, 60, 180, 480, 1440)
SWEPT = 200  # rows of each kind that one sweep offers

#: Whether an address must not be written to: asked before each mail; rooms add their reasons.
_refusals: list[Callable[[str], bool]] = []


def refuse_mail_to(is_blocked: Callable[[str], bool]) -> None:
    """Let a room say which addresses no mail goes to."""
    _refusals.append(is_blocked)


def work_out(event_id: str) -> int:
    """Write the deliveries of an event. Returns how many are new; 0 where it is done or somebody has it."""
    event = _lease(_offered().filter(pk=event_id))
    if event is None:
        return 0
    try:
        with transaction.atomic():
            made = _deliveries_of(event)
            event.state, event.done_at, event.reason = OutboxEvent.State.DONE, timezone.now(), ""
            event.save(update_fields=["state", "done_at", "reason"])
    except Exception as error:  # whatever a room's rule raises must not stop the others
        _put_off(event, error)
        return 0
    for delivery in made:
        if delivery.state == Delivery.State.WAITING:
            nudge(DELIVER, delivery.pk)
    _offer_next(event)
    return len(made)


def deliver(delivery_id: str) -> bool:
    """Send a mail that waits. Returns whether it went out now.

    A worker that dies after the mail server took it, and before that is written down, sends it again:
    with the same Message-ID, by which mail servers know it.
    """
    delivery = _lease(Delivery.objects.due().filter(pk=delivery_id))
    if delivery is None:
        return False
    try:
        state, reason = _send(delivery)
    except Exception as error:  # whatever the mail server says
        _put_off(delivery, error)
        return False
    delivery.state, delivery.reason, delivery.sent_at = state, reason, timezone.now()
    delivery.save(update_fields=["state", "reason", "sent_at"])
    return state == Delivery.State.SENT


def sweep() -> None:
    """Offer again what waits and nobody holds: a message was lost, a worker died, or its time has come."""
    for pk in _offered().order_by("made_at", "id").values_list("pk", flat=True)[:SWEPT]:
        nudge(WORK_OUT, pk)
    for pk in Delivery.objects.due().order_by("made_at", "id").values_list("pk", flat=True)[:SWEPT]:
        nudge(DELIVER, pk)


def try_again(rows) -> int:
    """Take events or deliveries that were parked up again, from the first attempt. Returns how many."""
    return rows.filter(state="parked").update(state="waiting", attempts=0, leased_until=None)


def mark_read(user, deliveries=None) -> int:
    """Mark what a user found in the portal as read: these, or all. Returns how many were unread."""
    unread = Delivery.objects.unread(user)
    if deliveries is not None:
        unread = unread.filter(pk__in=deliveries)
    return unread.update(read_at=timezone.now())


def withdraw(deliveries) -> None:
    """Take back what its receiver may no longer see."""
    ids = [delivery.pk for delivery in deliveries]
    Delivery.objects.filter(pk__in=ids).update(state=Delivery.State.WITHDRAWN)


def _offered():
    """Events to work out: of each record the oldest first, so that nobody hears the end before the start."""
    earlier = OutboxEvent.objects.filter(
        Q(made_at__lt=OuterRef("made_at")) | Q(made_at=OuterRef("made_at"), pk__lt=OuterRef("pk")),
        record_kind=OuterRef("record_kind"),
        record_id=OuterRef("record_id"),
        state=OutboxEvent.State.WAITING,
    )
    return OutboxEvent.objects.due().filter(~Exists(earlier))


def _offer_next(event: OutboxEvent) -> None:
    waiting = OutboxEvent.objects.due().filter(record_kind=event.record_kind, record_id=event.record_id)
    following = waiting.order_by("made_at", "id").values_list("pk", flat=True).first()
    if following:
        nudge(WORK_OUT, following)


def _lease(rows):
    """Take the one row, and count the attempt; None where there is nothing to take.

    What took its worker with it at each attempt has told nobody why: it is parked here.
    """
    with transaction.atomic():
        row = rows.select_for_update(skip_locked=True, of=("self",)).first()
        if row is None:
            return None
        this = type(row).objects.filter(pk=row.pk)
        if row.attempts > len(WAITS):
            this.update(state="parked", leased_until=None, reason=row.reason or "Its worker died.")
            return None
        this.update(leased_until=Now() + LEASE, attempts=F("attempts") + 1)
    row.refresh_from_db()
    return row


def _put_off(row, error: Exception) -> None:
    """Say why it failed, and when to try again; park it after the last attempt."""
    logger.warning("%s failed (attempt %d): %r", row.pk, row.attempts, error)
    if row.attempts > len(WAITS):
        state, until = "parked", None
    else:
        state, until = "waiting", Now() + datetime.timedelta(minutes=WAITS[row.attempts - 1])
    reason = f"{type(error).__name__}: {error}".replace("\x00", "")[:500]
    type(row).objects.filter(pk=row.pk).update(state=state, leased_until=until, reason=reason)


def _deliveries_of(event: OutboxEvent) -> list[Delivery]:
    """Those that are new; what somebody was sent before by the same way stays, and is not among them."""
    kind = kind_named(event.kind)
    record = kind.records([event.record_id], None).get(event.record_id)
    if record is None:
        return []
    told: dict[object, Receiver] = {}
    for receiver in kind.receivers(event, record):
        told.setdefault(receiver.user.pk if receiver.user else receiver.address.lower(), receiver)
    deliveries = [
        _delivery(event, receiver, channel)
        for receiver in told.values()
        if _may_be_told(kind, event, receiver)
        for channel in kind.channels
        if receiver.user or channel == Delivery.Channel.EMAIL
    ]
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    return list(Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries]))


def _may_be_told(kind: Kind, event: OutboxEvent, receiver: Receiver) -> bool:
    """Nobody hears of what they did themselves, nor of what they may not see."""
    if receiver.user is None:
        return True
    is_own = event.by_id == receiver.user.pk
    return receiver.user.is_active and not is_own and bool(kind.records([event.record_id], receiver.user))


def _delivery(event: OutboxEvent, receiver: Receiver, channel: str) -> Delivery:
    is_there = channel == Delivery.Channel.IN_APP
    return Delivery(
        event=event,
        receiver=receiver.user,
        address="" if receiver.user else receiver.address,
        language=receiver.speaks(),
        channel=channel,
        why=receiver.why,
        state=Delivery.State.SENT if is_there else Delivery.State.WAITING,
        sent_at=timezone.now() if is_there else None,
    )


def _send(delivery: Delivery) -> tuple[str, str]:
    """Send the mail, if its receiver may still see what it tells. Returns the state it is in, and why."""
    event, user = delivery.event, delivery.receiver
    kind = kind_named(event.kind)
    record = kind.records([event.record_id], user).get(event.record_id)
    address = user.email if user else delivery.address
    if record is None or (user and not user.is_active):
        return Delivery.State.WITHDRAWN, "not visible any more"
    if any(is_blocked(address) for is_blocked in _refusals):
        return Delivery.State.WITHDRAWN, "no mail to this address"
    send(delivery, address, kind, record)
    return Delivery.State.SENT, ""
