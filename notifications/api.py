"""What one was told, in the API: the page behind the bell as JSON.

Its words are made when it is read, by the rooms whose records it tells of; so no statement makes it.
"""

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import override
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiRequest, extend_schema
from rest_framework.views import APIView

from common.api import Asked, OnlyJson
from common.bodies import Body
from common.jsonbody import read_object
from common.openapi import refusals
from common.paging import LARGEST_PAGE, PAGE_SIZE, BadCursor, keyset_page
from common.shapes import LANGUAGES, Reader

from .filters import InboxFilter
from .inbox import with_words
from .models import Delivery
from .operations import mark_read

NOTIFICATION = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "kind": {"type": "string"},
        "label": {"type": "string", "description": "The kind in words."},
        "subject": {"type": "string"},
        "text": {"type": "string"},
        "url": {"type": "string", "description": "Path of the page that it tells of; empty where none is."},
        "why": {"type": "string", "enum": Delivery.Why.values, "description": "Why you are told."},
        "made_at": {"type": "string", "format": "date-time"},
        "read_at": {"type": ["string", "null"], "format": "date-time"},
    },
}
LINK = {"type": ["string", "null"], "format": "uri"}
PAGE = {
    "type": "object",
    "properties": {
        "next": LINK,
        "previous": LINK,
        "results": {"type": "array", "items": NOTIFICATION},
    },
    "required": ["next", "previous", "results"],
}
MARKED = {"type": "object", "properties": {"marked": {"type": "integer"}}, "required": ["marked"]}
TAGS = ["notifications"]
LANGUAGE = OpenApiParameter("lang", OpenApiTypes.STR, enum=LANGUAGES, description="Language of texts.")
NOTHING = OpenApiRequest({"type": "object", "additionalProperties": False}, examples=[])
OF_WRITES = refusals(400, 403, 404, 413, 415)


class Told(Asked, APIView):
    """Base: what stands in the portal for who asks, of which the rest is somebody else's."""

    content_negotiation_class = OnlyJson

    def inbox(self) -> QuerySet[Delivery]:
        return Delivery.objects.inbox(self.request.user).select_related("event")

    def one(self, pk: str) -> Delivery:
        """Raises  Http404, also for one that tells of what is hidden by now"""
        shown = with_words(self.inbox().filter(pk=pk), self.request.user)
        if not shown:
            raise Http404
        return shown[0]

    def asked_to_write(self) -> Reader:
        """Who writes, of a body in which nothing is said."""
        self._refuse_unknown({"lang"})
        Body(data=read_object(self.request._request)).is_valid(raise_exception=True)
        return self._reader()


class Notifications(Told):
    @extend_schema(
        operation_id="list_notifications",
        summary="List what you were told",
        description="The newest first. What it told of and you may not see any more is left out.",
        tags=TAGS,
        parameters=[
            OpenApiParameter(
                "unread", str, enum=["true", "false"], description="Only the unread, or the read."
            ),
            OpenApiParameter("kind", str, many=True, description="Only these kinds."),
            OpenApiParameter(
                "ordering", str, enum=list(InboxFilter.base_filters["ordering"].extra["choices"])
            ),
            OpenApiParameter("cursor", str, description="Where to go on; take it from `next` or `previous`."),
            OpenApiParameter(
                "page_size",
                {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE},
                description=f"Rows on a page, {PAGE_SIZE} without it.",
            ),
            LANGUAGE,
        ],
        responses={200: PAGE} | refusals(400, 404),
    )
    def get(self, request):
        reader = self._reader()
        with override(reader.language):
            self._refuse_unknown({*InboxFilter.base_filters, "cursor", "page_size", "lang"})
            filters = self._sifted(InboxFilter, self.inbox())
            page = self._page(filters, self._page_size())
            links = {"next": self._url(page.next), "previous": self._url(page.previous)}
            shown = with_words(page.rows, request.user)
            return self._told(links | {"results": [told(delivery) for delivery in shown]}, reader)

    def _page(self, filters: InboxFilter, size: int):
        cursor = self.request.GET.get("cursor")
        try:
            return keyset_page(filters.qs, filters.ordering(), cursor, size)
        except BadCursor:
            raise self._bad_cursor() from None


class Notification(Told):
    @extend_schema(
        operation_id="read_notifications",
        summary="Read one of what you were told",
        tags=TAGS,
        parameters=[LANGUAGE],
        responses={200: NOTIFICATION} | refusals(400, 404),
    )
    def get(self, request, pk):
        reader = self._reader()
        with override(reader.language):
            self._refuse_unknown({"lang"})
            return self._told(told(self.one(pk)), reader)


class MarkRead(Told):
    @extend_schema(
        operation_id="post_notifications_read_one",
        summary="Mark one as read",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=NOTHING,
        responses={200: NOTIFICATION} | OF_WRITES,
    )
    def post(self, request, pk):
        delivery = self.one(pk)
        reader = self.asked_to_write()
        with override(reader.language):
            mark_read(request.user, [delivery.pk])
            return self._told(told(self.one(pk)), reader)


class MarkAllRead(Told):
    @extend_schema(
        operation_id="post_notifications_read",
        summary="Mark all as read",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=NOTHING,
        responses={200: MARKED} | OF_WRITES,
    )
    def post(self, request):
        reader = self.asked_to_write()
        return self._told({"marked": mark_read(request.user)}, reader)


def told(delivery: Delivery) -> dict:
    """A delivery with its words as JSON."""
    return {
        "id": delivery.pk,
        "kind": delivery.event.kind,
        "label": str(delivery.label),
        "subject": delivery.message.subject,
        "text": delivery.message.text,
        "url": delivery.message.url,
        "why": delivery.why,
        "made_at": delivery.made_at,
        "read_at": delivery.read_at,
    }
