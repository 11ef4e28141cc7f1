"""Which policies that an enterprise may have end soon, and the same as a calendar."""

import datetime
from dataclasses import dataclass

import icalendar
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .eligibility import Answer, Facts, Verdict
from .in_force import verdicts_on
from .models import Listing, PolicyVersion

DAYS = 60


@dataclass(frozen=True)
class Lapse:
    """What ends, and when.

    kind    ends: the version; closes: the time to apply
    after   the version that follows the one that ends, if there is one
    """

    listing: Listing
    verdict: Verdict
    ends_on: datetime.date
    kind: str
    after: PolicyVersion | None = None

    @property
    def what(self) -> str:
        return _("last day it is in force") if self.kind == "ends" else _("last day to apply")

    def days_left(self, on: datetime.date) -> int:
        return (self.ends_on - on).days


def lapsing(policies: QuerySet[Listing], facts: Facts, on: datetime.date, days: int = DAYS) -> list[Lapse]:
    """Of the policies that the enterprise is eligible for, what ends within so many days; the first first.

    policies    those that are out, with what a row shows of them
    """
    until = on + datetime.timedelta(days=days)
    eligible = {
        one.version.listing_id: one for one in verdicts_on(policies, facts, on) if one.answer is Answer.MET
    }
    following = _following(eligible, on)
    found = [
        lapse
        for listing in policies.filter(pk__in=eligible)
        for lapse in _of(listing, eligible[listing.pk], following.get(listing.pk))
        if on <= lapse.ends_on <= until
    ]
    return sorted(found, key=lambda one: (one.ends_on, str(one.listing)))


def _of(listing: Listing, verdict: Verdict, after: PolicyVersion | None) -> list[Lapse]:
    found = []
    if verdict.version.valid_until:
        found.append(Lapse(listing, verdict, verdict.version.valid_until, "ends", after))
    if listing.closes_on:
        found.append(Lapse(listing, verdict, listing.closes_on, "closes"))
    return found


def _following(eligible: dict[str, Verdict], on: datetime.date) -> dict[str, PolicyVersion]:
    """By policy the version that comes next."""
    later = PolicyVersion.objects.filter(listing__in=eligible, valid_from__gt=on).prefetch_related("rules")
    return {one.listing_id: one for one in later.order_by("-valid_from")}


def calendar_of(lapses: list[Lapse], address: str, name: str) -> bytes:
    """iCalendar (RFC 5545): a day each, told a week before.

    address   scheme and host, for the links
    name      what the calendar is called
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Parkway//catalogue//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for one in lapses:
        event = icalendar.Event()
        event.add("uid", f"{one.verdict.version.pk}-{one.kind}-{one.ends_on:%Y%m%d}")
        event.add("dtstamp", timezone.now())
        event.add("dtstart", one.ends_on)
        event.add("dtend", one.ends_on + datetime.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        words = {"policy": one.listing, "what": one.what}
        event.add("summary", _("%(policy)s: %(what)s") % words)
        event.add("url", f"{address}{one.listing.get_absolute_url()}")
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", str(one.listing))
        alarm.add("trigger", datetime.timedelta(days=-7))
        event.add_component(alarm)
        calendar.add_component(event)
    return calendar.to_ical()
