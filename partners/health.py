"""How well a park's cooperation with a partner is kept: a figure from 0 to 100 that can say why."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.clock import today_of
from organisations.models import Organisation
from parks.reach import WithinReach

from .models import Agreement, AgreementParty, Due, FollowUp, InteractionPartner, Partner

RECENCY, FREQUENCY, OBLIGATIONS, FOLLOW_UPS = 35, 25, 25, 15  # points that each part can give
FRESH, STALE = 30, 365  # days since the last contact: all points until the one, none from the other
OFTEN = 12  # contacts in a year that give all points
COST = 5  # points that each overdue follow-up takes
YEAR = datetime.timedelta(days=365)
GOOD, FAIR = 70, 40


@dataclass(frozen=True)
class Part:
    """One of the things that the figure is made of; `points` is None where it does not apply."""

    label: str
    points: float | None
    most: int
    why: str


@dataclass(frozen=True)
class Health:
    figure: int
    parts: list[Part]

    @property
    def band(self) -> str:
        return "good" if self.figure >= GOOD else "fair" if self.figure >= FAIR else "weak"

    @property
    def band_name(self) -> str:
        return {"good": _("kept well"), "fair": _("needs attention"), "weak": _("about to be lost")}[
            self.band
        ]


def health(*, days: int | None, in_year: int, kept: int, missed: int, open_: int, overdue: int) -> Health:
    """The figure of a partnership: the points of its parts, in hundredths of what the parts could give.

    recency       35 until 30 days after the last contact, falling evenly to 0 at 365 days
    frequency     25 for 12 contacts in the last 365 days, fewer in proportion
    obligations   25 times the share kept of those that were due; left out while none was
    follow-ups    15, less 5 for each that is overdue, at least 0

    days      since the last contact; None where there was none
    in_year   contacts in the last 365 days
    """
    recency = 0.0 if days is None else RECENCY * min(1.0, max(0.0, (STALE - days) / (STALE - FRESH)))
    due = kept + missed
    parts = [
        Part(_("How recent"), recency, RECENCY, _recency_words(days)),
        Part(
            _("How often"),
            FREQUENCY * min(1.0, in_year / OFTEN),
            FREQUENCY,
            ngettext("%(count)s contact in a year", "%(count)s contacts in a year", in_year)
            % {"count": in_year},
        ),
        Part(
            _("Obligations kept"),
            OBLIGATIONS * kept / due if due else None,
            OBLIGATIONS,
            _("%(kept)s of %(due)s kept") % {"kept": kept, "due": due}
            if due
            else _("none was due yet, so this part is left out"),
        ),
        Part(
            _("Open follow-ups"),
            float(max(0, FOLLOW_UPS - COST * overdue)),
            FOLLOW_UPS,
            _("%(open)s open, %(overdue)s of them overdue") % {"open": open_, "overdue": overdue},
        ),
    ]
    counted = [part for part in parts if part.points is not None]
    could_be = sum(part.most for part in counted)
    return Health(round(100 * sum(part.points or 0 for part in counted) / could_be), parts)


def _recency_words(days: int | None) -> str:
    if days is None:
        return _("no contact in the last two years")
    if days <= 0:
        return _("last contact today")
    return ngettext("last contact %(count)s day ago", "last contact %(count)s days ago", days) % {
        "count": days
    }


@dataclass
class Partnership:
    """A park and a partner, with what is between them.

    partner_url   of the partner's page, where the reader may see it
    """

    park: Organisation
    partner: Organisation
    last_on: datetime.date | None = None
    in_year: int = 0
    kept: int = 0
    missed: int = 0
    open_: int = 0
    overdue: int = 0
    agreements: set[str] = field(default_factory=set)
    partner_url: str = ""
    health: Health = field(init=False)


def partnerships(user, *, partner: Organisation | None = None) -> list[Partnership]:
    """Those of the user's own organisations, the ones in need of care first.

    A partnership is there where somebody was met within two years, or an agreement was signed. What it
    costs depends on how many there are, not on how long they have been going on.

    partner   only those with this one
    """
    if not user.is_authenticated:
        return []
    today = timezone.localdate()
    found: dict[tuple[str, str], dict] = defaultdict(lambda: {"agreements": set()})
    for park, other, last, in_year in _contacts(user, partner, today):
        found[park, other] |= {"last_on": last, "in_year": in_year}
    by_agreement = defaultdict(set)
    for agreement, park, other in _agreed(user, partner):
        found[park, other]["agreements"].add(agreement)
        by_agreement[agreement].add((park, other))
    _add_dues(found, by_agreement)
    for park, other, open_, overdue in _open_follow_ups(user, partner):
        if (park, other) in found:
            found[park, other] |= {"open_": open_, "overdue": overdue}
    return _whole(found, user, today)


def _contacts(user, partner: Organisation | None, today: datetime.date) -> QuerySet:
    """Park, partner, the last day and the number in a year; by the rows that join the two."""
    met = InteractionPartner.objects.filter(
        WithinReach("interaction__owner", user),
        interaction__is_draft=False,
        interaction__happened_on__lte=today,
        interaction__happened_on__gt=today - 2 * YEAR,
    ).exclude(organisation=F("interaction__owner"))
    in_year = Q(interaction__happened_on__gt=today - YEAR)
    return (
        (met.filter(organisation=partner) if partner else met)
        .order_by()
        .values_list("interaction__owner", "organisation")
        .annotate(last=Max("interaction__happened_on"), year=Count("pk", filter=in_year))
    )


def _agreed(user, partner: Organisation | None) -> Iterable[tuple[str, str, str]]:
    """Agreement, park and partner; signed, and not at an end."""
    ended = (Agreement.Status.EXPIRED, Agreement.Status.RENEWED, Agreement.Status.TERMINATED)
    signed = Agreement.objects.inside(user).partnerships().exclude(status__in=ended)
    ours = AgreementParty.objects.filter(WithinReach("organisation", user), agreement__in=signed.values("pk"))
    theirs = AgreementParty.objects.filter(agreement__in=signed.values("pk"))
    if partner:
        theirs = theirs.filter(organisation=partner)
    parks = defaultdict(set)
    for agreement, park in ours.values_list("agreement", "organisation"):
        parks[agreement].add(park)
    kept = signed.filter(WithinReach("owner", user)).values_list("pk", "owner")
    for agreement, park in kept:
        parks[agreement].add(park)
    for agreement, other in theirs.values_list("agreement", "organisation"):
        if other not in parks[agreement]:  # else both sides are ours
            yield from ((agreement, park, other) for park in parks[agreement])


def _add_dues(found: dict, by_agreement: dict) -> None:
    dues = (
        Due.objects.filter(obligation__agreement__in=list(by_agreement))
        .order_by()
        .values_list("obligation__agreement")
        .annotate(
            kept=Count("pk", filter=Q(state=Due.State.DONE)),
            missed=Count("pk", filter=Q(state=Due.State.MISSED)),
        )
    )
    for agreement, kept, missed in dues:
        for pair in by_agreement[agreement]:
            found[pair]["kept"] = found[pair].get("kept", 0) + kept
            found[pair]["missed"] = found[pair].get("missed", 0) + missed


def _open_follow_ups(user, partner: Organisation | None) -> QuerySet:
    rows = FollowUp.objects.within_reach(user).filter(done_at=None, interaction__is_draft=False)
    rows = rows.filter(interaction__partners=partner) if partner else rows.exclude(interaction__partners=None)
    return (
        rows.order_by()
        .values_list("owner", "interaction__partners")
        .annotate(open_=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=today_of("owner__country"))))
    )


def _whole(found: dict, user, today: datetime.date) -> list[Partnership]:
    """With names and figures, the lowest figure first."""
    bodies = Organisation.objects.in_bulk({one for pair in found for one in pair})
    profiles = Partner.objects.visible_to(user).filter(organisation__in={other for _park, other in found})
    urls = {one.organisation_id: one.get_absolute_url() for one in profiles.select_related("organisation")}
    whole = []
    for (park, other), facts in found.items():
        one = Partnership(bodies[park], bodies[other], partner_url=urls.get(other, ""), **facts)
        one.health = health(
            days=(today - one.last_on).days if one.last_on else None,
            in_year=one.in_year,
            kept=one.kept,
            missed=one.missed,
            open_=one.open_,
            overdue=one.overdue,
        )
        whole.append(one)
    return sorted(whole, key=lambda one: (one.health.figure, one.partner.name, one.park.name, one.partner.pk))
