"""What happened with a partner, a park or an agreement, in the API: the list of the page as JSON."""

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import override
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.views import APIView

from common.api import Asked, OnlyJson
from common.openapi import refusals
from common.paging import LARGEST_PAGE, PAGE_SIZE
from common.problems import BadParameters, wrong_parameter
from common.shapes import LANGUAGES
from parks.models import Park

from ..models import Agreement, Partner
from ..timeline import BadCursor, Event, Scope, events, kinds_for, of_agreement, of_organisation

EVENT = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "at": {"type": "string", "description": "A year, month or day; a moment in UTC where it is known."},
        "kind": {"type": "string"},
        "label": {"type": "string", "description": "The kind in words, as finely as it is known."},
        "sentence": {"type": "string"},
        "note": {"type": "string"},
        "who": {"type": "string", "description": "Who did it; empty where that is not known."},
        "url": {"type": "string", "description": "Path of its page; empty where it has none."},
        "about": {
            "type": ["object", "null"],
            "description": "The agreement that it belongs to.",
            "properties": {"title": {"type": "string"}, "url": {"type": "string"}},
        },
    },
}
PAGE = {
    "type": "object",
    "properties": {
        "next": {"type": ["string", "null"], "format": "uri"},
        "results": {"type": "array", "items": EVENT},
    },
    "required": ["next", "results"],
}
PARAMETERS = [
    OpenApiParameter("kind", str, many=True, description="Only events of these kinds."),
    OpenApiParameter("cursor", str, description="Where to go on; take it from `next`."),
    OpenApiParameter(
        "page_size",
        {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE},
        description=f"Events on a page, {PAGE_SIZE} without it.",
    ),
    OpenApiParameter("lang", OpenApiTypes.STR, enum=LANGUAGES, description="Language of texts."),
]


def described(resource: str, words: str):
    """How the timeline of the things of a resource stands in the description of the API."""
    return extend_schema_view(
        get=extend_schema(
            operation_id=f"list_{resource}_timeline",
            summary=f"Read the timeline of {words}",
            tags=[resource],
            parameters=PARAMETERS,
            responses={200: PAGE} | refusals(400, 404),
        )
    )


class Timeline(Asked, APIView):
    """What happened, newest first, as far as you may see it; read on by `next`."""

    content_negotiation_class = OnlyJson

    def scope(self, thing: str) -> Scope:
        """Whose events are told. Raises Http404"""
        raise NotImplementedError

    def get(self, request, thing):
        reader = self._reader()
        with override(reader.language):
            self._refuse_unknown({"kind", "cursor", "page_size", "lang"})
            size, kinds = self._page_size(), self._kinds()
            found = self._events(self.scope(thing), size + 1, kinds)
            following = self._url(found[size - 1].cursor) if len(found) > size else None
            answer = {"next": following, "results": [told(event) for event in found[:size]]}
        return self._told(answer, reader)

    def _kinds(self) -> list[str]:
        asked, known = self.request.GET.getlist("kind"), kinds_for(self.request.user)
        if unknown := [kind for kind in asked if kind not in known]:
            words = _("Choose one of: %s.") % ", ".join(known)
            raise BadParameters([wrong_parameter("kind", kind, words) for kind in unknown])
        return asked

    def _events(self, scope: Scope, size: int, kinds: list[str]) -> list[Event]:
        cursor = self.request.GET.get("cursor", "")
        try:
            return events(scope, self.request.user, size=size, kinds=kinds, before=cursor)
        except BadCursor:
            raise self._bad_cursor() from None


@described("partners", "a partner")
class PartnerTimeline(Timeline):
    def scope(self, thing):
        return _of_profile(Partner, thing, self.request.user)


@described("parks", "a park")
class ParkTimeline(Timeline):
    def scope(self, thing):
        return _of_profile(Park, thing, self.request.user)


@described("agreements", "an agreement")
class AgreementTimeline(Timeline):
    def scope(self, thing):
        return of_agreement(one_of(Agreement.objects.visible_to(self.request.user), thing, "slug"))


def one_of(rows, key: str, slug: str):
    """The row of this id or slug. Raises Http404"""
    row = rows.filter(Q(pk=key) | Q(**{slug: key})).order_by().first()
    if row is None:
        raise Http404
    return row


def _of_profile(model, key: str, user) -> Scope:
    rows = model.objects.visible_to(user).select_related("organisation")
    return of_organisation(one_of(rows, key, "organisation__slug").organisation, user)


def told(event: Event) -> dict:
    """The event as JSON."""
    return {
        "id": event.key,
        "at": f"{event.moment}Z" if event.is_exact else event.moment,
        "kind": event.kind,
        "label": event.label,
        "sentence": event.sentence,
        "note": event.note,
        "who": event.who,
        "url": event.url,
        "about": {"title": event.about, "url": event.about_url} if event.about else None,
    }
