"""The life of an agreement: the moves between its statuses, by hand, by signatures and by dates."""

import calendar
import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.dates import PartialDate
from common.errors import RuleBroken

from ..models import Agreement, AgreementParty, Due, LeadTimes, Move, Obligation

Status = Agreement.Status
#: Days before the end at which an agreement expires soon, where its park did not say otherwise.
LEAD_DAYS = 90
#: Months for which dues are worked out ahead.
AHEAD = 13
STEPS: dict[str, int] = {
    Obligation.Rhythm.MONTHLY: 1,
    Obligation.Rhythm.QUARTERLY: 3,
    Obligation.Rhythm.YEARLY: 12,
}
IN_FORCE = (Status.SIGNED, Status.ACTIVE, Status.EXPIRING)


@dataclass(frozen=True)
class Route:
    """From which statuses a person may move an agreement to another."""

    before: tuple[str, ...]
    parties: int = 0


#: What people do by hand; signatures and dates do the rest.
ROUTES: dict[str, Route] = {
    Status.NEGOTIATING: Route((Status.DRAFT,), parties=2),
    Status.DRAFT: Route((Status.NEGOTIATING,)),
    Status.TERMINATED: Route((Status.DRAFT, Status.NEGOTIATING, *IN_FORCE)),
}


@transaction.atomic
def move(agreement: Agreement, to: str, by, reason: str = "") -> Agreement:
    """Take the agreement to another status by hand, but to its end: see `terminate`."""
    held = _held(agreement)
    if to == Status.TERMINATED:
        raise RuleBroken(_("Say why it was terminated."))
    _check(held, to)
    return _go(held, to, by, reason)


@transaction.atomic
def terminate(agreement: Agreement, ending: str, on: datetime.date, by, reason: str = "") -> Agreement:
    held = _held(agreement)
    _check(held, Status.TERMINATED)
    if ending not in Agreement.Ending.values:
        raise RuleBroken(_("Say why it was terminated."))
    held.ending, held.terminated_on = ending, on
    return _go(held, Status.TERMINATED, by, reason)


@transaction.atomic
def make_final(agreement: Agreement) -> Agreement:
    """Close the text: from now on it may be signed."""
    held = _held(agreement)
    if held.status != Status.NEGOTIATING:
        raise RuleBroken(_("Only an agreement that is negotiated gets a final text."))
    held.is_final = True
    held.save(update_fields=["is_final"])
    return held


@transaction.atomic
def sign(agreement: Agreement, party: AgreementParty, signatory, date: datetime.date, by) -> Agreement:
    """Note that a party signed; the last signature makes the agreement signed, and what it renews renewed.

    A party that signed already keeps its signature.
    """
    held = _held(agreement)
    if held.kind == Agreement.Kind.INTENTION:
        raise RuleBroken(_("An intention is not signed: choose another kind or another status."))
    own = held.parties.get(pk=party.pk)
    if own.signed_on:
        return held
    if held.status != Status.NEGOTIATING or not held.is_final:
        raise RuleBroken(_("Nobody signs before the text is final."))
    own.signatory, own.signed_on = signatory, PartialDate(date.isoformat())
    own.save(update_fields=["signatory", "signed_on"])
    dates = list(held.parties.filter(role=AgreementParty.Role.PARTY).values_list("signed_on", flat=True))
    if len(dates) < 2 or None in dates:
        return held
    held.signed_on = max(dates, key=lambda signed: signed.latest)
    _go(held, Status.SIGNED, by)
    if held.renews:
        older = _held(held.renews)
        if older.status in (*IN_FORCE, Status.EXPIRED):
            _go(older, Status.RENEWED, by)
    return held


@transaction.atomic
def move_by_dates(today: datetime.date) -> int:
    """Move what parks keep to active, expiring or expired as its dates say; a second run moves nothing.

    A coarse date counts with its last day: what ends in 2028-02 is in force through 29 February 2028.
    What curators keep tells what a source says, and stays.

    Returns   how many moved
    """
    leads: dict[str | None, int] = {
        times.owner_id: max(times.days) for times in LeadTimes.objects.all() if times.days
    }
    kept = Agreement.objects.filter(status__in=IN_FORCE, owner__isnull=False)
    moved = 0
    for agreement in kept.order_by("pk").select_for_update(of=("self",)):
        status = status_on(agreement, today, leads.get(agreement.owner_id, LEAD_DAYS))
        if status != agreement.status:
            _go(agreement, status, by=None)
            moved += 1
    return moved


def status_on(agreement: Agreement, today: datetime.date, lead: int) -> str:
    """What its dates make of an agreement that was signed."""
    if agreement.ends_on:
        end = agreement.ends_on.latest
        if end < today:
            return Status.EXPIRED
        if end - datetime.timedelta(days=lead) <= today:
            return Status.EXPIRING
    begun = agreement.starts_on and agreement.starts_on.latest <= today
    return Status.ACTIVE if begun else agreement.status


def months_after(first: datetime.date, months: int) -> datetime.date:
    """The same day so many months on; the last day of a month that is too short.

    Counted from the first day always: 31 January, 28 February, 31 March; and what is due on 29 February
    each year is due on the 28th where there is none, and on the 29th again in a leap year.
    """
    years, month = divmod(first.month - 1 + months, 12)
    year, month = first.year + years, month + 1
    return datetime.date(year, month, min(first.day, calendar.monthrange(year, month)[1]))


@transaction.atomic
def add_obligation(obligation: Obligation, today: datetime.date) -> Obligation:
    """Keep a new obligation with its dues; not saved yet."""
    obligation.full_clean()
    obligation.save()
    work_out_dues(obligation, today)
    return obligation


def work_out_dues(obligation: Obligation, today: datetime.date) -> None:
    """Make the dues of the months ahead that are not there yet."""
    days = [obligation.first_due_on]
    if step := STEPS.get(obligation.rhythm):
        last = min(obligation.until or datetime.date.max, months_after(today, AHEAD))
        while (day := months_after(obligation.first_due_on, step * len(days))) <= last:
            days.append(day)
    Due.objects.bulk_create([Due(obligation=obligation, due_on=day) for day in days], ignore_conflicts=True)


@transaction.atomic
def settle(due: Due, evidence: str, by) -> Due:
    """Note that what was due is done; late is better than never."""
    held = Due.objects.select_for_update().get(pk=due.pk)
    if held.state == Due.State.DONE:
        raise RuleBroken(_("This is done already."))
    held.state, held.evidence, held.settled_by = Due.State.DONE, evidence, by
    held.settled_at = timezone.now()
    held.save()
    return held


def miss_overdue(today: datetime.date) -> int:
    """Call missed what is open after its day. Returns how many."""
    overdue = Due.objects.filter(state=Due.State.OPEN, due_on__lt=today)
    return overdue.update(state=Due.State.MISSED, settled_at=timezone.now())


def keep_dates(today: datetime.date) -> None:
    """The work of a day: moves by dates, dues of the months ahead, and what was missed."""
    move_by_dates(today)
    for obligation in Obligation.objects.filter(agreement__status__in=IN_FORCE, rhythm__in=STEPS):
        work_out_dues(obligation, today)
    miss_overdue(today)


def _held(agreement: Agreement) -> Agreement:
    return Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)


def _check(agreement: Agreement, to: str) -> None:
    route = ROUTES.get(to)
    if not route or agreement.status not in route.before:
        raise RuleBroken(_("This agreement cannot go there from where it is."))
    if agreement.parties.filter(role=AgreementParty.Role.PARTY).count() < route.parties:
        raise RuleBroken(_("It needs two parties first."))
    if to == Status.DRAFT and (agreement.is_final or agreement.parties.exclude(signed_on=None).exists()):
        raise RuleBroken(_("Its text is final."))


def _go(agreement: Agreement, to: str, by, reason: str = "") -> Agreement:
    Move.objects.create(agreement=agreement, before=agreement.status, after=to, by=by, reason=reason)
    agreement.status = to
    agreement.save()
    return agreement
