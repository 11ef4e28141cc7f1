"""The catalogue for feed readers and calendars: the same to everybody, whoever asks."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from common.feeds import ATOM, answer_for_all

from ..calendar import CALENDAR, calendar_of, events_among, to_come
from ..calendar import SIZE as MOST_EVENTS
from ..feeds import SIZE as MOST_ENTRIES
from ..feeds import feed_of, listings_asked
from ..models import Listing
from ..sections import with_provider


def feed(request) -> HttpResponseBase:
    """What is newest of the catalogue, with the filters of its page."""
    newest = listings_asked(request).order_by("-publish_at", "-id")[:MOST_ENTRIES]
    return answer_for_all(request, feed_of(newest, request), ATOM)


def events(request) -> HttpResponseBase:
    """The events of the catalogue, with the filters of its page."""
    found = list(to_come(events_among(listings_asked(request)))[:MOST_EVENTS])
    return _calendar(request, found, _("Events of the catalogue"), "events.ics")


def event(request, slug) -> HttpResponseBase:
    nobody = AnonymousUser()
    everything = events_among(with_provider(Listing.objects.visible_to(nobody), nobody))
    found = get_object_or_404(everything, slug=slug)
    return _calendar(request, [found], str(found), f"{found.slug}.ics")


def _calendar(request, found: list[Listing], name: str, filename: str) -> HttpResponseBase:
    answer = answer_for_all(request, calendar_of(found, request, name), CALENDAR)
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer
