"""Looking at links, one after the other, and what curators say of those that are dead."""

import datetime
from collections.abc import Callable

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from common.errors import RuleBroken

from ..links.health import judge_again
from ..links.verdicts import Verdict, look
from ..models import Link

State = Link.State
PAUSE = datetime.timedelta(seconds=10)  # between two questions to one host
LEASE = datetime.timedelta(minutes=2)  # well above what two requests take
AGAIN = datetime.timedelta(days=1)  # after a failure
USUAL = datetime.timedelta(days=7)
FAILURES = 3  # days on which a link fails before it counts as dead
FAILURES_GONE = 2  # where the server says itself that there is nothing
TURN = 7_408_225  # of workers that choose a link, as an advisory lock


class NoReason(RuleBroken):
    """A link is called fine without a word why."""

    code = "no-reason"


def take() -> Link | None:
    """The next link to look at; it is this worker's for a while, and its host with it.

    One after the other chooses, so that two never ask one host at a time. A worker that is killed keeps
    nothing: its time ends by the clock of the database.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
        link = Link.objects.due(PAUSE).first()
        if link is None:
            return None
        Link.objects.filter(pk=link.pk).update(leased_until=Now() + LEASE)
        return Link.objects.annotate(taken_at=F("leased_until") - LEASE).get(pk=link.pk)


def look_at_next(ask: Callable[..., Verdict] = look) -> bool:
    """Look at one link; whether there was one. Nothing is locked while it is asked."""
    link = take()
    if link is None:
        return False
    settle(link, ask(link.address, etag=link.etag, last_modified=link.last_modified))
    return True


def settle(link: Link, verdict: Verdict) -> bool:
    """Keep what was found; not where another worker has the link by now, or a person has decided.

    link   as `take` gave it
    """
    now = link.taken_at  # type: ignore[attr-defined]
    found: dict = {
        "status": verdict.status,
        "problem": verdict.problem,
        "looked_at": Now(),
        "leased_until": None,
    }
    if verdict.is_there:
        found |= {
            "state": State.MOVED if verdict.moved_to else State.FINE,
            "moved_to": verdict.moved_to,
            "failing_since": None,
            "failed_on": [],
            "etag": verdict.etag,
            "last_modified": verdict.last_modified,
            "due_at": Now() + USUAL,
        }
    else:
        days = sorted({*link.failed_on, now.date()})
        is_dead = len(days) >= (FAILURES_GONE if verdict.is_gone else FAILURES)
        found |= {
            "state": State.DEAD if is_dead else State.FAILING,
            "moved_to": "",
            "failing_since": link.failing_since or now,
            "failed_on": days[-FAILURES:],
            "due_at": Now() + (USUAL if is_dead else AGAIN),
        }
    ours = Link.objects.filter(pk=link.pk, leased_until=link.leased_until).exclude(state=State.EXCUSED)
    is_ours = bool(ours.update(**found))
    if is_ours and State.DEAD in (link.state, found["state"]) and link.state != found["state"]:
        judge_again(link.address)
    return is_ours


def look_again(link_id: str) -> None:
    """Put a link first in the queue; what a person said of it is taken back. Other failures still count."""
    Link.objects.filter(pk=link_id, state=State.EXCUSED).update(
        state=State.NEW, excuse="", excused_by=None, failed_on=[], failing_since=None
    )
    Link.objects.filter(pk=link_id).update(due_at=Now() - USUAL)


def call_fine(link_id: str, *, by: AbstractBaseUser, why: str) -> None:
    """A person has looked: the link is fine although it looks dead. It is not asked any more.

    Raises   NoReason
    """
    if not why.strip():
        raise NoReason(_("Say why it is fine, for those who look at it after you."))
    links = Link.objects.filter(pk=link_id)
    links.update(state=State.EXCUSED, excuse=why.strip(), excused_by=by)
    for link in links:
        judge_again(link.address)
