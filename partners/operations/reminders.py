"""Warnings before what falls due, each exactly once, however often the task runs and how many run it.

A warning is named by its record, the day and the lead; the outbox keeps one of a name. A day that is
moved is warned of anew. Where the task did not run for days, the nearest lead alone is told, not all
that were slept through. A day is that of the country of the park (`common.clock`).
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from common.clock import today_in
from notifications.models import OutboxEvent
from notifications.outbox import announce
from organisations.models import Organisation

from ..models import Agreement, Due, FollowUp, Interaction, LeadTimes
from .agreements import IN_FORCE
from .obligations import STEPS

#: Days before the end of an agreement, or before what is owed, where its park did not set others.
LEADS = (90, 30, 7)
FOLLOW_UP_LEADS = (1, 0)
#: What has been overdue for longer, when it is first looked at, is no news.
OVERDUE_FOR = 30
DRAFT_RESTS = datetime.timedelta(days=7)
FARTHEST = datetime.timedelta(days=731)  # the longest lead that a park can set


@dataclass(frozen=True)
class Reminder:
    kind: str
    record: Any
    once: str
    facts: dict


def remind(now: datetime.datetime | None = None) -> int:
    """Announce what is to be warned of now. Returns how many warnings are new."""
    now = now or timezone.now()
    calendar = Calendar(now)
    new = 0
    for found in (_follow_ups(calendar), _dues(calendar), _endings(calendar), _drafts(now)):
        new += _announce(found)
    return new


class Calendar:
    """The day and the leads of each park, asked for once."""

    def __init__(self, now: datetime.datetime):
        self.now = now
        self.leads = {times.owner_id: tuple(times.days) for times in LeadTimes.objects.all() if times.days}
        self._days: dict[str, datetime.date] = {}

    def days_left(self, owner: Organisation, day: datetime.date) -> int:
        if owner.country.code not in self._days:
            self._days[owner.country.code] = today_in(owner.country.code, self.now)
        return (day - self._days[owner.country.code]).days

    def leads_of(self, owner_id: str) -> tuple[int, ...]:
        return self.leads.get(owner_id, LEADS)

    def until(self, ahead: datetime.timedelta) -> datetime.date:
        return self.now.date() + ahead


def nearest(leads: Iterable[int], left: int) -> int | None:
    """The shortest lead that has begun with so many days left; None before all of them, and after the day."""
    return min((lead for lead in leads if lead >= left >= 0), default=None)


def _follow_ups(calendar: Calendar) -> Iterator[Reminder]:
    window = (
        calendar.until(-datetime.timedelta(days=OVERDUE_FOR)),
        calendar.until(datetime.timedelta(days=3)),
    )
    rows = FollowUp.objects.filter(done_at=None, due_on__range=window).select_related("owner")
    for row in rows.iterator():
        left = calendar.days_left(row.owner, row.due_on)
        lead = nearest(FOLLOW_UP_LEADS, left)
        facts = {"due_on": str(row.due_on)}
        if left < 0:
            yield Reminder("follow_up.overdue", row, f"follow_up.overdue:{row.pk}:{row.due_on}", facts)
        elif lead is not None:
            yield Reminder("follow_up.due", row, f"follow_up.due:{row.pk}:{row.due_on}:{lead}", facts)


def _dues(calendar: Calendar) -> Iterator[Reminder]:
    rows = Due.objects.filter(
        state=Due.State.OPEN,
        due_on__range=(calendar.until(-datetime.timedelta(days=1)), calendar.until(FARTHEST)),
        obligation__agreement__owner__isnull=False,
    ).select_related("obligation__agreement__owner")
    for row in rows.iterator():
        owner = _owner(row.obligation.agreement)
        # What is owed each month is not warned of months before: one warning would follow the other.
        longest = 28 * STEPS.get(row.obligation.rhythm, 999)
        leads = [lead for lead in calendar.leads_of(owner.pk) if lead < longest]
        lead = nearest(leads, calendar.days_left(owner, row.due_on))
        if lead is not None:
            facts = {"due_on": str(row.due_on)}
            yield Reminder("obligation.due", row, f"obligation.due:{row.pk}:{row.due_on}:{lead}", facts)


def _endings(calendar: Calendar) -> Iterator[Reminder]:
    rows = Agreement.objects.filter(status__in=IN_FORCE, owner__isnull=False, ends_on__isnull=False)
    for row in rows.select_related("owner").iterator():
        end = row.ends_on.latest
        owner = _owner(row)
        left = calendar.days_left(owner, end)
        lead = nearest(calendar.leads_of(owner.pk), left)
        if lead is not None:
            facts = {"ends_on": str(end)}
            yield Reminder("agreement.ending", row, f"agreement.ending:{row.pk}:{end}:{lead}", facts)


def _owner(agreement: Agreement) -> Organisation:
    """Of an agreement that was asked for because it has one."""
    if agreement.owner is None:
        raise ValueError(f"Nobody keeps {agreement.pk}")
    return agreement.owner


def _drafts(now: datetime.datetime) -> Iterator[Reminder]:
    rows = Interaction.objects.filter(is_draft=True, created_at__lt=now - DRAFT_RESTS)
    for row in rows.iterator():
        yield Reminder("draft.forgotten", row, f"draft.forgotten:{row.pk}", {})


def _announce(warnings: Iterable[Reminder]) -> int:
    found = list(warnings)
    names = [warning.once for warning in found]
    known = set(OutboxEvent.objects.filter(once__in=names).values_list("once", flat=True))
    new = [warning for warning in found if warning.once not in known]
    for warning in new:
        announce(warning.kind, warning.record, once=warning.once, **warning.facts)
    return len(new)
