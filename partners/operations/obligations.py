"""What is owed under an agreement: the days on which it falls due, and how each of them ends."""

import calendar
import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.clock import today_of
from common.errors import RuleBroken

from .. import events
from ..models import Agreement, Document, Due, Obligation
from .keeping import hold

#: Months for which dues are worked out ahead.
AHEAD = 13
#: Of a due: the country whose day counts.
OF_PARK = "obligation__agreement__owner__country"
STEPS: dict[str, int] = {
    Obligation.Rhythm.MONTHLY: 1,
    Obligation.Rhythm.QUARTERLY: 3,
    Obligation.Rhythm.YEARLY: 12,
}
RUNNING = (Agreement.Status.SIGNED, Agreement.Status.ACTIVE, Agreement.Status.EXPIRING)
OPEN = (*Agreement.UNSIGNED, *RUNNING)


@transaction.atomic
def add_obligation(obligation: Obligation, by, today: datetime.date | None = None) -> Obligation:
    """Keep a new obligation, with its dues once the agreement is signed; not saved yet.

    Raises  ValidationError of its fields; RuleBroken when the agreement has ended
    """
    today = today or timezone.localdate()
    agreement = obligation.agreement = hold(obligation.agreement, by)
    if agreement.status not in OPEN:
        raise RuleBroken(_("It has ended."))
    obligation.full_clean()
    if obligation.rhythm not in STEPS and obligation.first_due_on < today:
        raise ValidationError({"first_due_on": _("This day is over already.")})
    if not agreement.parties.filter(organisation=obligation.debtor_id).exists():
        raise ValidationError({"debtor": _("Only a party owes something under an agreement.")})
    obligation.save()
    work_out_dues(obligation, today)
    return obligation


def work_out_dues(obligation: Obligation, today: datetime.date) -> None:
    """Make the dues of the months ahead that are not there yet.

    Not those before the obligation was written down or the agreement signed, as nobody could keep
    them here; not those after its end.
    """
    agreement = obligation.agreement
    if agreement.status not in RUNNING:
        return
    first = timezone.localdate(obligation.created_at)
    if agreement.signed_on:
        first = max(first, agreement.signed_on.earliest)
    ends = [day for day in (obligation.until, agreement.ends_on and agreement.ends_on.latest) if day]
    days, step = [obligation.first_due_on], STEPS.get(obligation.rhythm)
    if step:
        ends.append(months_after(today, AHEAD))
        while (day := months_after(obligation.first_due_on, step * len(days))) <= min(ends):
            days.append(day)
        days = [day for day in days if day >= first]
    last = min(ends, default=datetime.date.max)
    days = [day for day in days if day <= last]
    Due.objects.bulk_create([Due(obligation=obligation, due_on=day) for day in days], ignore_conflicts=True)
    lapsed = obligation.dues.filter(state=Due.State.LAPSED, due_on__in=days, due_on__gte=today)
    lapsed.update(state=Due.State.OPEN, settled_at=None)  # an amendment moved the end away


def months_after(first: datetime.date, months: int) -> datetime.date:
    """The same day so many months on; the last day of a month that is too short.

    Counted from the first day always: 31 January, 28 February, 31 March; and what is due on 29 February
    each year is due on the 28th where there is none, and on the 29th again in a leap year.
    """
    years, month = divmod(first.month - 1 + months, 12)
    year, month = first.year + years, month + 1
    return datetime.date(year, month, min(first.day, calendar.monthrange(year, month)[1]))


@transaction.atomic
def settle(due: Due, evidence: str, by, document: Document | None = None) -> Due:
    """Note that what was due is done; late is better than never.

    evidence   what shows it, in words
    document   of the same agreement
    Raises     ValidationError of `evidence` or `document`; RuleBroken when it is done or lapsed
    """
    agreement = hold(due.obligation.agreement, by)
    held = Due.objects.select_for_update().get(pk=due.pk)
    if held.state == Due.State.DONE:
        raise RuleBroken(_("This is done already."))
    if held.state == Due.State.LAPSED:
        raise RuleBroken(_("This is no longer due: the agreement has ended."))
    if not evidence.strip():
        raise ValidationError({"evidence": _("Say what shows that it was done.")})
    if document and document.agreement_id != agreement.pk:
        raise ValidationError({"document": _("This document belongs to another agreement.")})
    held.state, held.evidence, held.settled_by, held.document = Due.State.DONE, evidence, by, document
    held.settled_at = timezone.now()
    held.save()
    return held


@transaction.atomic
def miss_overdue(now: datetime.datetime) -> int:
    """Call missed what is open after its day where the park is, and tell it. Returns how many."""
    overdue = Due.objects.select_for_update(skip_locked=True, of=("self",))
    over = {"due_on__lte": now.date(), "due_on__lt": today_of(OF_PARK, now)}  # the first by the index
    missed = list(overdue.filter(state=Due.State.OPEN, **over))
    ids = [due.pk for due in missed]
    Due.objects.filter(pk__in=ids).update(state=Due.State.MISSED, settled_at=timezone.now())
    for due in missed:
        events.due_missed(due)
    return len(missed)


def lapse_dues(agreement: Agreement, end: datetime.date) -> int:
    """What falls due after the end of an agreement is owed no more. Returns how much that is."""
    later = Due.objects.filter(obligation__agreement=agreement, state=Due.State.OPEN, due_on__gt=end)
    return later.update(state=Due.State.LAPSED, settled_at=timezone.now())
