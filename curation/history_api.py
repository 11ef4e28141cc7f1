"""The history of a record, in the API: the page of it as JSON."""

from django.http import Http404
from django.utils.translation import override
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.views import APIView

from common.api import Asked, OnlyJson
from common.openapi import refusals
from common.paging import LARGEST_PAGE, PAGE_SIZE
from common.shapes import LANGUAGES
from history import log
from history.pages import parts_of
from history.reading import shows

from .past import kept_model, told_to

TEXT = {"type": "string"}
FIELD = {
    "type": "object",
    "properties": {
        "name": TEXT | {"description": "Of the column, or of the field that leads to many."},
        "label": TEXT,
        "before": TEXT | {"description": "In words; “–” where it said nothing."},
        "after": TEXT,
    },
}
ENTRY = {
    "type": "object",
    "properties": {
        "action": {"type": "string", "enum": ["insert", "update", "delete"]},
        "kind": TEXT | {"description": "What kind of row it is: the record, or a part of it."},
        "id": TEXT,
        "label": TEXT,
        "fields": {"type": "array", "items": FIELD},
    },
}
CHANGE_SET = {
    "type": "object",
    "properties": {
        "at": {"type": "string", "format": "date-time"},
        "author": TEXT | {"description": "Empty where a program wrote it."},
        "reason": TEXT | {"description": "As the author gave it; empty without one."},
        "request_id": TEXT,
        "changes": {"type": "array", "items": ENTRY},
    },
}
PAGE = {
    "type": "object",
    "properties": {
        "next": {"type": ["string", "null"], "format": "uri"},
        "results": {"type": "array", "items": CHANGE_SET},
    },
    "required": ["next", "results"],
}


class History(Asked, APIView):
    """What changed in a record and its parts, newest first; for those who keep it, and for curators."""

    content_negotiation_class = OnlyJson

    @extend_schema(
        operation_id="read_history",
        summary="Read the history of a record",
        description="A reason is given with a change in the header `Change-Reason`, percent-encoded.",
        tags=["history"],
        parameters=[
            OpenApiParameter("cursor", str, description="Where to go on; take it from `next`."),
            OpenApiParameter(
                "page_size",
                {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE},
                description=f"Rows of the history on a page, {PAGE_SIZE} without it; what was written"
                " together is one result.",
            ),
            OpenApiParameter("lang", OpenApiTypes.STR, enum=LANGUAGES, description="Language of texts."),
        ],
        responses={200: PAGE} | refusals(400, 404),
    )
    def get(self, request, pk):
        reader = self._reader()
        with override(reader.language):
            self._refuse_unknown({"cursor", "page_size", "lang"})
            size, after = self._page_size(), self._after()
            model = kept_model(pk)
            if not told_to(request.user, model).filter(pk=pk).exists():
                raise Http404
            shows(request, model, [pk])
            found, more = log.read(log.tracks_of(model, pk, parts_of(model)), after, size)
            answer = {"next": self._url(more), "results": [_told(one) for one in found]}
        return self._told(answer, reader)

    def _after(self) -> log.Place | None:
        cursor = self.request.GET.get("cursor")
        try:
            return log.Place.read(cursor) if cursor else None
        except ValueError:
            raise self._bad_cursor() from None


def _told(one: log.ChangeSet) -> dict:
    return {
        "at": one.at,
        "author": one.author,
        "reason": one.reason,
        "request_id": one.request_id,
        "changes": [
            {
                "action": entry.action,
                "kind": entry.kind,
                "id": entry.pk,
                "label": entry.label,
                "fields": [
                    {"name": each.name, "label": each.label, "before": each.before, "after": each.after}
                    for each in entry.changes
                ],
            }
            for entry in one.entries
        ],
    }
