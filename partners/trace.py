"""What an agreement came from and what it led to: visit, intention, negotiation, agreement, obligations …

Rooms above add what they know by `leads_on`. A reader is shown the steps that are open to such a reader,
each with what this reader sees of it.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import PartialDate
from common.roles import is_curator

from .models import Agreement, AgreementParty, Due, Interaction, InteractionPartner, Move

SHOWN = 3  # rows of each step


@dataclass(frozen=True)
class Step:
    """One link of the chain; `count` 0 says that nothing is linked yet.

    text    what is counted, in words
    links   {title, url, meta} of the first few
    """

    title: str
    icon: str
    count: int = 0
    text: str = ""
    since: PartialDate | None = None
    links: list[dict] = field(default_factory=list)


LeadsOn = Callable[[Agreement, object], list[Step]]
_LATER: list[LeadsOn] = []


def leads_on(steps: LeadsOn) -> LeadsOn:
    """Register what a room above knows of what an agreement led to."""
    _LATER.append(steps)
    return steps


def trace(agreement: Agreement, user) -> list[Step]:
    """The chain in its order; what only insiders see is no step for others."""
    parties = AgreementParty.objects.visible_to(user).filter(agreement=agreement).order_by()
    bodies = parties.values_list("organisation", flat=True)
    steps = [_intentions(agreement, bodies, user), _signing(agreement)]
    if Agreement.objects.inside(user).filter(pk=agreement.pk).exists():
        steps = [
            _contacts(agreement, {*bodies}, user),
            steps[0],
            _negotiation(agreement),
            steps[1],
            _obligations(agreement),
        ]
    return [*steps, *(step for later in _LATER for step in later(agreement, user))]


def _contacts(agreement: Agreement, bodies: set[str], user) -> Step:
    """What was logged for it, and what the parties had with one another before they signed."""
    until = agreement.signed_on.latest if agreement.signed_on else timezone.localdate()
    before = InteractionPartner.objects.filter(
        organisation__in=bodies,
        interaction__owner__in={*bodies, agreement.owner_id} - {None},
        interaction__happened_on__lte=until,
    )
    for_it = Interaction.objects.filter(agreement=agreement)
    either = before.order_by().values("interaction").union(for_it.order_by().values("pk"))
    rows = Interaction.objects
    # What curators read of a park's own is noted; that they open the page of an agreement is not.
    seen = rows.within_reach(user) if is_curator(user) else rows.visible_to(user)
    found = seen.filter(is_draft=False, pk__in=either)
    facts = found.aggregate(count=Count("pk"), first=Min("happened_on"))
    return Step(
        _("Visits and talks"),
        "talk",
        facts["count"],
        ngettext("%(count)s logged", "%(count)s logged", facts["count"]) % {"count": facts["count"]},
        _day(facts["first"]),
        [
            {
                "title": one.title,
                "url": reverse("partners:interaction", args=[one.pk]),
                "meta": PartialDate(one.happened_on.isoformat()).display(),
            }
            for one in found.order_by("happened_on", "pk")[:SHOWN]
        ],
    )


def _intentions(agreement: Agreement, bodies: QuerySet, user) -> Step:
    """Other letters and intentions between parties of it."""
    same = (
        AgreementParty.objects.visible_to(user)
        .filter(organisation__in=bodies)
        .order_by()
        .values("agreement")
        .annotate(shared=Count("organisation", distinct=True))
        .filter(shared__gte=2)
    )
    seen = Agreement.objects.visible_to(user).filter(
        kind__in=Agreement.INTENTIONS, pk__in=same.values("agreement")
    )
    found = list(seen.exclude(pk=agreement.pk).order_by("signed_on", "pk"))
    dates = [one.signed_on for one in found if one.signed_on]
    return Step(
        _("Intention"),
        "bulb",
        len(found),
        ngettext("%(count)s letter or intention", "%(count)s letters and intentions", len(found))
        % {"count": len(found)},
        min(dates, default=None),
        [_link(one) for one in found[:SHOWN]],
    )


def _negotiation(agreement: Agreement) -> Step:
    opened = {"step": Move.Step.STATUS, "after": Agreement.Status.NEGOTIATING}
    moves = Move.objects.filter(agreement=agreement, **opened)
    facts = moves.aggregate(count=Count("pk"), first=Min("at"))
    words = ngettext("opened once", "opened %(count)s times", facts["count"]) % {"count": facts["count"]}
    first = timezone.localtime(facts["first"]).date() if facts["first"] else None
    return Step(_("Negotiation"), "pen", facts["count"], words, _day(first))


def _signing(agreement: Agreement) -> Step:
    signed = not agreement.is_unsigned and not agreement.is_intention
    return Step(_("Agreement"), "agreement", int(signed), agreement.get_status_display(), agreement.signed_on)


def _obligations(agreement: Agreement) -> Step:
    dues = Due.objects.filter(obligation__agreement=agreement)
    states = Due.State
    facts = dues.aggregate(
        count=Count("pk"),
        first=Min("due_on"),
        kept=Count("pk", filter=Q(state=states.DONE)),
        missed=Count("pk", filter=Q(state=states.MISSED)),
        open=Count("pk", filter=Q(state=states.OPEN)),
    )
    words = _("%(kept)s kept, %(missed)s missed, %(open)s open") % facts
    links = [
        {
            "title": one.obligation.text,
            "url": "",
            "meta": f"{PartialDate(one.due_on.isoformat()).display()} · {one.get_state_display()}",
        }
        for one in dues.select_related("obligation").order_by("due_on", "pk")[:SHOWN]
    ]
    return Step(_("Obligations"), "calendar", facts["count"], words, _day(facts["first"]), links)


def _link(agreement: Agreement) -> dict:
    when = agreement.signed_on.display() if agreement.signed_on else agreement.get_status_display()
    return {"title": agreement.title, "url": agreement.get_absolute_url(), "meta": when}


def _day(day: datetime.date | None) -> PartialDate | None:
    return PartialDate(day.isoformat()) if day else None
