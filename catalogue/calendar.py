"""Events of the catalogue as iCalendar (RFC 5545): one of them, or all that fit a filter."""

import datetime
from collections.abc import Sequence

import icalendar
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import formats, timezone

from common.feeds import printable
from common.zones import zone_of
from history.models import events_of

from .facts import label_of, price_of
from .feeds import title_of
from .models import Listing
from .words import Attendance, Kind

CALENDAR = "text/calendar; charset=utf-8"
SIZE = 500
#: What is over stays so long, so that a calendar does not lose at once what one has been to.
KEPT = datetime.timedelta(days=90)


def events_among(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    """Those of them that a calendar shows, the first first, each with how many `changes` it has seen."""
    written = events_of(Listing)
    assert written is not None  # listings have a history
    states = written._base_manager.filter(pgh_obj_id=OuterRef("pk")).order_by()
    changes = states.values("pgh_obj_id").annotate(count=Count("pk")).values("count")
    dated = listings.filter(kind=Kind.EVENT, starts_at__isnull=False)
    return dated.annotate(changes=Subquery(changes)).order_by("starts_at", "id")


def to_come(events: QuerySet[Listing]) -> QuerySet[Listing]:
    """Without those that have long been over."""
    return events.filter(ends_at__gte=timezone.now() - KEPT)


def calendar_of(events: Sequence[Listing], request: HttpRequest, name: str) -> bytes:
    """The same events make the same bytes: nothing in it tells when it was asked for.

    events   of `events_among`
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Parkway//catalogue//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", icalendar.vText(_line(name)))
    for one in events:
        calendar.add_component(_event(one, request))
    if events:
        years = [day.year for one in events for day in (one.starts_at, one.ends_at or one.starts_at) if day]
        calendar.add_missing_timezones(
            datetime.date(min(years) - 1, 1, 1), datetime.date(max(years) + 2, 1, 1)
        )
    return calendar.to_ical()


def _event(listing: Listing, request: HttpRequest) -> icalendar.Event:
    zone = zone_of(listing.time_zone)
    event = icalendar.Event()
    event.add("uid", f"{listing.pk}@{request.get_host().partition(':')[0]}")
    event.add("sequence", max((listing.changes or 1) - 1, 0))  # type: ignore[attr-defined]
    event.add("dtstamp", listing.updated_at)
    event.add("last-modified", listing.updated_at)
    if listing.starts_at:
        event.add("dtstart", listing.starts_at.astimezone(zone))
    if listing.ends_at:
        event.add("dtend", listing.ends_at.astimezone(zone))
    event.add("status", "CONFIRMED")
    event.add("summary", _line(title_of(listing)))
    event.add("description", _told(listing))
    if place := _place(listing):
        event.add("location", _line(place))
    event.add("categories", [_line(str(listing.category))])
    event.add("url", request.build_absolute_uri(listing.get_absolute_url()))
    return event


def _told(listing: Listing) -> str:
    told = [listing.summary, price_of(listing)]
    if listing.closes_on:
        day = formats.date_format(listing.closes_on, "DATE_FORMAT")
        told.append(f"{label_of('closes_on')}: {day}")
    if listing.provider:
        told.append(f"{label_of('provider')}: {listing.provider}")
    told.append(listing.link)
    return "\n".join(_line(text) for text in told if text)


def _place(listing: Listing) -> str:
    return listing.place or (str(Attendance.ONLINE.label) if listing.attendance == Attendance.ONLINE else "")


def _line(text: str) -> str:
    """As one line: a break in the middle of a property would begin another."""
    return " ".join(printable(text).split())
