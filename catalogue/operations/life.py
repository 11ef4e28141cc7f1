"""The life of a listing: written, sent in, sent back, published for a time, looked at again, archived."""

import datetime
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from common.changes import changed
from common.errors import RuleBroken
from common.roles import is_curator

from .. import events
from ..facts import label_of
from ..kinds import KINDS, TEXTS
from ..models import Listing, Remark
from ..words import Status
from .keeping import hold, require_curator, store

DAYS_OF_A_MONTH = 30
AT_ONCE = 500


def missing(listing: Listing) -> list[str]:
    """What must still be filled in before it can be sent in or published; labels of fields."""
    return [label_of(name) for name in gaps(listing)]


def gaps(listing: Listing) -> list[str]:
    """The names of the fields that are missing; see `missing`."""
    return list(_gaps(listing))


def _gaps(listing: Listing) -> Iterator[str]:
    required = ("title", "summary", *KINDS[listing.kind].required)
    for name in required:
        value = (
            getattr(listing, f"{name}_{listing.original_language.replace('-', '_')}")
            if name in TEXTS
            else getattr(listing, name)
        )
        if value in (None, "", []):
            yield name
    if not listing.is_anonymous and not listing.provider_id:
        yield "provider"


def _require_whole(listing: Listing) -> None:
    if gaps := missing(listing):
        raise RuleBroken(_("Still to be filled in: %(fields)s.") % {"fields": "; ".join(gaps)})


def _require_status(listing: Listing, *statuses: str) -> None:
    if listing.status not in statuses:
        facts = {"status": listing.get_status_display()}
        raise RuleBroken(_("This cannot be done now: the listing is “%(status)s”.") % facts)


@transaction.atomic
def submit(listing: Listing, by) -> Listing:
    """Send a draft in for review. Raises  NotKept, RuleBroken"""
    held = hold(listing, by)
    _require_status(held, Status.DRAFT)
    _require_whole(held)
    held.status, held.submitted_by = Status.IN_REVIEW, by
    store(held)
    events.submitted(held, by)
    return held


@transaction.atomic
def withdraw(listing: Listing, by) -> Listing:
    """Take back what waits for review. Raises  NotKept, RuleBroken"""
    held = hold(listing, by)
    _require_status(held, Status.IN_REVIEW)
    held.status = Status.DRAFT
    store(held)
    return held


@transaction.atomic
def send_back(listing: Listing, text: str, by, field: str = "") -> Remark:
    """Back to who keeps it, with what has to be done. Raises  NotKept, RuleBroken"""
    require_curator(by)
    held = hold(listing, by)
    _require_status(held, Status.IN_REVIEW)
    if not text.strip():
        raise RuleBroken(_("Say what has to be done."))
    remark = Remark.objects.create(listing=held, field=field, text=text.strip(), by=by)
    held.status = Status.DRAFT
    store(held)
    events.sent_back(held, remark, by)
    return remark


@transaction.atomic
def publish(
    listing: Listing,
    by,
    at: datetime.datetime | None = None,
    until: datetime.datetime | None = None,
) -> Listing:
    """Let everybody see it, from a moment on and until another; at once and for good where none is given.

    Raises  NotKept, RuleBroken; also where its category wants another person than who wrote it
    """
    require_curator(by)
    held = hold(listing, by)
    _require_status(held, Status.IN_REVIEW, Status.DRAFT, Status.PUBLISHED)
    _require_whole(held)
    if needs_another(held, by):
        raise RuleBroken(_("In this category somebody else than who wrote it publishes it."))
    begins = at or timezone.now()
    if until and until <= begins:
        raise RuleBroken(_("It would expire before it is published."))
    held.status, held.publish_at, held.expires_at = Status.PUBLISHED, begins, until
    held.review_on = _next_review(held, begins.date())
    store(held)
    events.published(held, by)
    return held


def needs_another(listing: Listing, by) -> bool:
    """Whether its category wants somebody else to publish it."""
    return listing.category.takes_two and by.pk in (listing.written_by_id, listing.submitted_by_id)


@transaction.atomic
def archive(listing: Listing, by) -> Listing:
    """Take it out of the catalogue; nothing of it is lost. Raises  NotKept, RuleBroken"""
    held = hold(listing, by)
    _require_status(held, Status.PUBLISHED, Status.IN_REVIEW, Status.DRAFT)
    held.status = Status.ARCHIVED
    store(held)
    return held


@transaction.atomic
def reopen(listing: Listing, by) -> Listing:
    """Make a draft of what was archived. Raises  NotKept, RuleBroken"""
    held = hold(listing, by)
    _require_status(held, Status.ARCHIVED)
    held.status, held.publish_at, held.expires_at = Status.DRAFT, None, None
    store(held)
    return held


@transaction.atomic
def confirm(listing: Listing, by) -> Listing:
    """Still true: the next review is some months away. Raises  NotKept, RuleBroken"""
    held = hold(listing, by)
    _require_status(held, Status.PUBLISHED)
    if held.category.takes_two and not is_curator(by):
        raise RuleBroken(_("In this category curators review it."))
    held.review_on = _next_review(held, timezone.localdate())
    store(held)
    return held


def _next_review(listing: Listing, day: datetime.date) -> datetime.date:
    return day + datetime.timedelta(days=DAYS_OF_A_MONTH * listing.category.review_every)


def keep_dates() -> int:
    """Bring out what is due and take back what has expired; how many changed.

    A second run changes nothing, and of two at once each does a part.
    """
    changed = 0
    while done := _keep_some():
        changed += done
    return changed


@transaction.atomic
def _keep_some() -> int:
    over = Q(expires_at__isnull=False, expires_at__lte=Now())
    begun = Q(publish_at__lte=Now()) & ~over
    due = Q(status=Status.PUBLISHED) & (over | (Q(is_published=False) & begun))
    rows = (
        Listing.objects.select_for_update(skip_locked=True, of=("self",)).filter(due).order_by("pk")[:AT_ONCE]
    )
    done = []
    for listing in rows:
        if listing.expires_at and listing.expires_at <= timezone.now():
            listing.status = Status.ARCHIVED
            events.expired(listing)
        elif not listing.is_out:  # the clocks of the database and of this machine differ a little
            continue
        listing.save()
        done.append(listing)
    changed(done)
    return len(done)
