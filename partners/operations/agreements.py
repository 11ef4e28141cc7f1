"""The life of an agreement: the moves between its statuses, by hand, by signatures and by dates."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.changes import changed
from common.dates import PartialDate
from common.errors import RuleBroken
from organisations.models import Person

from .. import events
from ..models import Agreement, AgreementParty, LeadTimes, Move, Obligation
from .keeping import hold, writable_by
from .obligations import STEPS, lapse_dues, miss_overdue, work_out_dues

Status = Agreement.Status
#: Days before the end at which an agreement expires soon, where its park did not say otherwise.
LEAD_DAYS = 90
IN_FORCE = (Status.SIGNED, Status.ACTIVE, Status.EXPIRING)
ENDED = (Status.EXPIRED, Status.RENEWED, Status.TERMINATED)


@dataclass(frozen=True)
class Possible:
    """A move that people make, and what is missing for it, in words; open when nothing is."""

    code: str
    label: str
    missing: list[str]

    @property
    def is_open(self) -> bool:
        return not self.missing


def open_moves(agreement: Agreement, user) -> list[Possible]:
    """What this user can do with the agreement now; nothing when it is not the user's to move."""
    if not writable_by(user).filter(pk=agreement.pk).exists():
        return []
    return [Possible(code, str(label), missing(code, agreement)) for code, (label, _rule) in MOVES.items()]


def missing(code: str, agreement: Agreement) -> list[str]:
    """Why this move is not open for the agreement as it is; empty when it is open."""
    _label, rule = MOVES[code]
    return list(rule(agreement))


def require(code: str, agreement: Agreement) -> None:
    """Raises  RuleBroken with the first thing that is missing for a move"""
    for sentence in missing(code, agreement):
        raise RuleBroken(sentence)


def _for_negotiating(agreement: Agreement) -> Iterator[str]:
    if agreement.status != Status.DRAFT:
        yield _("Only a draft goes into negotiation.")
    yield from _two_parties(agreement)


def _for_draft(agreement: Agreement) -> Iterator[str]:
    if agreement.status != Status.NEGOTIATING:
        yield _("It is not being negotiated.")
    if agreement.is_final:
        yield _("Its text is final.")


def _for_final(agreement: Agreement) -> Iterator[str]:
    if agreement.is_final:
        yield _("Its text is final.")
    if agreement.status != Status.NEGOTIATING:
        yield _("Only an agreement that is negotiated gets a final text.")
    yield from _two_parties(agreement)


def _for_reopening(agreement: Agreement) -> Iterator[str]:
    if not agreement.is_final:
        yield _("Its text is open.")
    elif agreement.status != Status.NEGOTIATING or agreement.parties.exclude(signed_on=None).exists():
        yield _("It is signed: amend it instead.")


def _for_signing(agreement: Agreement) -> Iterator[str]:
    if agreement.kind == Agreement.Kind.INTENTION:
        yield _("An intention is not signed: choose another kind or another status.")
    if agreement.status in ENDED:
        yield _("It has ended.")
    elif not agreement.is_final:
        yield _("Nobody signs before the text is final.")
    elif not agreement.parties.filter(signed_on=None).exists():
        yield _("Everybody has signed.")


def _for_amending(agreement: Agreement) -> Iterator[str]:
    if agreement.status in ENDED:
        yield _("It has ended.")
    elif agreement.status not in IN_FORCE:
        yield _("Only a signed text is amended; this one can still be changed.")


def _for_renewing(agreement: Agreement) -> Iterator[str]:
    if agreement.status not in (*IN_FORCE, Status.EXPIRED):
        yield _("Only what was signed and not terminated is renewed.")
    if Agreement.objects.filter(renews=agreement).exclude(status=Status.TERMINATED).exists():
        yield _("Its renewal is there already.")


def _for_ending(agreement: Agreement) -> Iterator[str]:
    if agreement.status in ENDED:
        yield _("It has ended.")


def _two_parties(agreement: Agreement) -> Iterator[str]:
    if agreement.parties.filter(role=AgreementParty.Role.PARTY).count() < 2:
        yield _("It needs two parties first.")


#: What people do by hand, in the order of a life; signatures and dates do the rest.
MOVES: dict[str, tuple[Promise, Callable[[Agreement], Iterator[str]]]] = {
    "negotiating": (gettext_lazy("Start negotiating"), _for_negotiating),
    "draft": (gettext_lazy("Take back to draft"), _for_draft),
    "final": (gettext_lazy("Make the text final"), _for_final),
    "reopen": (gettext_lazy("Open the text again"), _for_reopening),
    "sign": (gettext_lazy("Note a signature"), _for_signing),
    "amend": (gettext_lazy("Amend"), _for_amending),
    "renew": (gettext_lazy("Renew"), _for_renewing),
    "terminate": (gettext_lazy("Terminate"), _for_ending),
}


@transaction.atomic
def move(agreement: Agreement, to: str, by, reason: str = "") -> Agreement:
    """Take a draft into negotiation, or back; all other ways have a function of their own."""
    held = hold(agreement, by)
    if to not in (Status.NEGOTIATING, Status.DRAFT):
        raise RuleBroken(_("This agreement cannot go there from where it is."))
    require(to, held)
    return _go(held, to, by, reason)


@transaction.atomic
def terminate(agreement: Agreement, ending: str, on: datetime.date, by, reason: str = "") -> Agreement:
    """End it for a coded reason; what is still owed after the day lapses.

    Raises  ValidationError of `ending` or `terminated_on`; RuleBroken when it has ended already
    """
    held = hold(agreement, by)
    require("terminate", held)
    if ending not in Agreement.Ending.values:
        raise ValidationError({"ending": _("Say why it was terminated.")})
    if on > _tomorrow():
        raise ValidationError({"terminated_on": _("This day is still to come.")})
    if held.signed_on and on < held.signed_on.earliest:
        raise ValidationError({"terminated_on": _("It was not signed by then.")})
    held.ending, held.terminated_on = ending, on
    _go(held, Status.TERMINATED, by, reason)
    lapse_dues(held, on)
    return held


@transaction.atomic
def make_final(agreement: Agreement, by) -> Agreement:
    """Close the text: from now on it may be signed."""
    held = hold(agreement, by)
    require("final", held)
    return _turn_text(held, True, by)


@transaction.atomic
def reopen(agreement: Agreement, reason: str, by) -> Agreement:
    """Open a final text that nobody signed yet."""
    held = hold(agreement, by)
    require("reopen", held)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    return _turn_text(held, False, by, reason)


@transaction.atomic
def sign(
    agreement: Agreement, party: AgreementParty, signatory: Person | None, date: datetime.date, by
) -> Agreement:
    """Note that a party signed; the last signature makes the agreement signed, and what it renews renewed.

    A party that signed already keeps its signature. One that joined later, by an amendment, signs
    what is in force.
    Raises  ValidationError of `signed_on`; RuleBroken when nobody may sign, or this party is not of it
    """
    held = hold(agreement, by)
    own = held.parties.filter(pk=party.pk).first()
    if own is None:
        raise RuleBroken(_("This party is not one of this agreement."))
    if own.signed_on and held.is_final:
        return held
    require("sign", held)
    _check_day(held, date)
    own.signatory, own.signed_on = signatory, PartialDate(date.isoformat())
    own.save(update_fields=["signatory", "signed_on"])
    dates = list(held.parties.filter(role=AgreementParty.Role.PARTY).values_list("signed_on", flat=True))
    if held.status != Status.NEGOTIATING or len(dates) < 2 or None in dates:
        return held
    held.signed_on = max(dates, key=lambda signed: signed.latest)
    _go(held, Status.SIGNED, by)
    today = timezone.localdate()
    for obligation in held.obligations.all():
        work_out_dues(obligation, today)
    if held.renews:
        older = Agreement.objects.select_for_update(of=("self",)).get(pk=held.renews_id)
        if older.status in (*IN_FORCE, Status.EXPIRED):
            _go(older, Status.RENEWED, by)
            lapse_dues(older, today)
    return held


@transaction.atomic
def set_visibility(agreement: Agreement, is_published: bool, by) -> Agreement:
    """Show it to everybody, or to the members of its parties and of its keeper only."""
    held = hold(agreement, by)
    held.is_published = is_published
    held.save(update_fields=["is_published", "updated_at"])
    changed([held])
    return held


@transaction.atomic
def move_by_dates(today: datetime.date) -> int:
    """Move what parks keep to active, expiring or expired as its dates say; a second run moves nothing.

    A coarse date counts with its last day: what ends in 2028-02 is in force through 29 February 2028.
    What curators keep tells what a source says, and stays.

    Returns   how many moved
    """
    leads = lead_days()
    kept = Agreement.objects.filter(status__in=IN_FORCE, owner__isnull=False)
    return sum(
        follow_dates(agreement, today, leads)
        for agreement in kept.order_by("pk").select_for_update(of=("self",))
    )


def follow_dates(
    agreement: Agreement, today: datetime.date, leads: dict[str | None, int] | None = None
) -> bool:
    """Move one that is in force, and locked, to what its dates say; whether it moved."""
    leads = lead_days() if leads is None else leads
    status = status_on(agreement, today, leads.get(agreement.owner_id, LEAD_DAYS))
    if status == agreement.status:
        return False
    _go(agreement, status, by=None)
    if status == Status.EXPIRED:
        lapse_dues(agreement, agreement.ends_on.latest)
    return True


def lead_days() -> dict[str | None, int]:
    """How many days before the end it expires soon, for each owner that said so."""
    return {times.owner_id: max(times.days) for times in LeadTimes.objects.all() if times.days}


def status_on(agreement: Agreement, today: datetime.date, lead: int) -> str:
    """What its dates make of an agreement that was signed; without a first day it runs from its signing."""
    if agreement.ends_on:
        end = agreement.ends_on.latest
        if end < today:
            return Status.EXPIRED
        if end - datetime.timedelta(days=lead) <= today:
            return Status.EXPIRING
    begins = agreement.starts_on or agreement.signed_on
    return Status.ACTIVE if begins and begins.latest <= today else Status.SIGNED


def keep_dates(now: datetime.datetime) -> None:
    """The work of a day: moves by dates, dues of the months ahead, and what was missed."""
    today = timezone.localdate(now)
    move_by_dates(today)
    for obligation in Obligation.objects.filter(
        agreement__status__in=IN_FORCE, rhythm__in=STEPS
    ).select_related("agreement"):
        work_out_dues(obligation, today)
    miss_overdue(now)


def _check_day(agreement: Agreement, date: datetime.date) -> None:
    if date > _tomorrow():
        raise ValidationError({"signed_on": _("This day is still to come.")})
    if agreement.ends_on and date > agreement.ends_on.latest:
        raise ValidationError({"signed_on": _("It is over by this day: see the end date of the agreement.")})
    older = agreement.renews
    if older and older.signed_on and date < older.signed_on.earliest:
        raise ValidationError({"signed_on": _("The agreement that it renews was signed later than this.")})


def _tomorrow() -> datetime.date:
    return timezone.now().date() + datetime.timedelta(days=1)  # it is tomorrow somewhere


def _turn_text(agreement: Agreement, is_final: bool, by, reason: str = "") -> Agreement:
    agreement.is_final = is_final
    agreement.save(update_fields=["is_final", "updated_at"])
    step = Move.Step.FINAL if is_final else Move.Step.REOPENED
    status = agreement.status
    Move.objects.create(agreement=agreement, step=step, before=status, after=status, by=by, reason=reason)
    return agreement


def _go(agreement: Agreement, to: str, by, reason: str = "") -> Agreement:
    made = Move.objects.create(agreement=agreement, before=agreement.status, after=to, by=by, reason=reason)
    agreement.status = to
    agreement.save()
    events.agreement_moved(agreement, made)
    return agreement
