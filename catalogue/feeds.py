"""The catalogue as an Atom feed, narrowed down as its page is. It tells what everybody sees, whoever asks."""

import copy
from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.feeds import Feed, printable, tag_of
from common.listing import ListPage, tool, without_showing

from .facts import brief_of
from .filters import ListingFilter
from .models import Listing
from .sections import with_provider
from .words import Kind

SIZE = 50


def listings_asked(request: HttpRequest) -> QuerySet[Listing]:
    """What is out and fits the filters of the address. Raises BadRequest where a filter cannot be read"""
    nobody = AnonymousUser()
    asked = copy.copy(request)
    asked.user = nobody  # filters ask too who sees what they offer
    everything = with_provider(Listing.objects.visible_to(nobody), nobody)
    found = ListingFilter(request.GET, everything, request=asked)
    if not found.is_valid():
        raise BadRequest(_("A filter in this address has a value that it cannot have."))
    return found.qs


def query_of(asked: QueryDict) -> str:
    """The filters of a page of the catalogue, with the question mark; nothing where there are none."""
    query = asked.copy()
    query.pop("ordering", None)
    told = without_showing(query)
    return f"?{told}" if told else ""


@tool("catalogue/_follow_tool.html")
def ways_to_follow(page: ListPage) -> dict | None:
    """The feed of the catalogue as it is filtered now, and the calendar where there may be events in it."""
    if page.route_name != "catalogue:list":
        return None
    query, kinds = query_of(page.request.GET), page.request.GET.getlist("kind")
    calendar = reverse("catalogue:events") + query
    return {
        "feed_url": reverse("catalogue:feed") + query,
        "calendar_url": calendar if not any(kinds) or Kind.EVENT in kinds else "",
    }


def title_of(listing: Listing) -> str:
    """For who reads it outside the portal, where no chip says that it is made up; many titles say it."""
    mark = (_("Example: %(title)s") % {"title": ""}).strip()
    if not listing.is_example or listing.title.startswith(mark):
        return listing.title
    return _("Example: %(title)s") % {"title": listing.title}


def feed_of(listings: Iterable[Listing], request: HttpRequest) -> bytes:
    """listings   the newest first"""
    query = query_of(request.GET)
    feed = Feed(
        title=_("Catalogue"),
        link=request.build_absolute_uri(f"{reverse('catalogue:list')}{query}"),
        description=None,
        language=get_language(),
        feed_url=request.build_absolute_uri(f"{reverse('catalogue:feed')}{query}"),
        feed_guid=tag_of(request, f"catalogue:{query}"),
        author_name="Parkway",
    )
    for listing in listings:
        _add(feed, listing, request)
    return feed.writeString("utf-8").encode()


def _add(feed: Feed, listing: Listing, request: HttpRequest) -> None:
    published = listing.publish_at or listing.created_at
    updated = max(published, listing.updated_at)
    feed.changed = max(feed.changed, updated)
    told = " · ".join(filter(None, [listing.summary, *brief_of(listing)]))
    feed.add_item(
        title=printable(title_of(listing)),
        link=request.build_absolute_uri(listing.get_absolute_url()),
        description=escape(printable(told)),  # a summary is HTML
        unique_id=tag_of(request, f"listing:{listing.pk}"),
        pubdate=published,
        updateddate=updated,
        author_name=printable(str(listing.provider)) if listing.provider else None,
        categories=[str(listing.get_kind_display()), printable(str(listing.category))],
    )
