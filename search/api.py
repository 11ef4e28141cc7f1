from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_countries import countries
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from common.api import Asked
from common.openapi import refusals
from common.problems import BadParameters, wrong_parameter
from common.shapes import LANGUAGES, Reader
from common.versions import version_of

from .facets import KIND
from .finding import MOST_PAGES, PAGES, find
from .registry import KINDS

KNOWN = {"q", "kind", "country", "page", "lang"}
HIT = {
    "type": "object",
    "properties": {
        "kind": {"type": "string"},
        "title": {"type": "string"},
        "title_language": {"type": "string"},
        "summary": {"type": "string"},
        "url": {"type": "string", "description": "Path of its page."},
        "is_close": {"type": "boolean", "description": "Found by a similar name, not by its words."},
    },
}
ANSWER = {
    "type": "object",
    "properties": {
        "count": {"type": "integer"},
        "count_is_exact": {"type": "boolean", "description": "Else this and the facets are estimated."},
        "facets": {
            "type": "object",
            "description": "How many there would be of each value, whatever else of it is chosen.",
            "additionalProperties": {"type": "object", "additionalProperties": {"type": "integer"}},
        },
        "results": {"type": "array", "items": HIT},
    },
}


class Search(Asked, APIView):
    """Everything that the words are found in, best first, in English and Chinese at once."""

    @extend_schema(
        summary="Search everything",
        tags=["search"],
        parameters=[
            OpenApiParameter("q", str, required=True, description="Words as a person types them."),
            OpenApiParameter("kind", str, many=True, enum=list(KINDS), description="Only these kinds."),
            OpenApiParameter("country", str, many=True, description="Only of these; ISO 3166-1 alpha-2."),
            OpenApiParameter("lang", str, enum=LANGUAGES, description="Instead of Accept-Language."),
            OpenApiParameter("page", {"type": "integer", "minimum": 1, "maximum": MOST_PAGES}),
        ],
        responses={200: ANSWER} | refusals(400),
    )
    def get(self, request):
        reader = self._reader()
        with override(reader.language):
            self._refuse(request)
            return self._unchanged(reader, None) or self._found(request, reader)

    def _refuse(self, request) -> None:
        """Raises BadParameters"""
        query, page = request.GET.get("q", ""), request.GET.get("page", "1")
        kinds, places = request.GET.getlist("kind"), request.GET.getlist("country")
        wrong = [
            wrong_parameter(
                name,
                request.GET[name],
                _("There is no such parameter. Known: %s.") % ", ".join(sorted(KNOWN)),
            )
            for name in sorted(set(request.GET) - KNOWN)
        ]
        wrong += [
            wrong_parameter("kind", name, _("Choose one of: %s.") % ", ".join(KINDS))
            for name in kinds
            if name not in KINDS
        ]
        wrong += [
            wrong_parameter("country", code, _("A code of two capital letters, such as MY."))
            for code in places
            if code not in countries
        ]
        if page not in PAGES:
            wrong.append(wrong_parameter("page", page, _("A whole number from 1 to %d.") % MOST_PAGES))
        if not query.strip():
            wrong.append(wrong_parameter("q", query, _("Give the words to look for.")))
        if wrong:
            raise BadParameters(wrong)

    def _found(self, request, reader: Reader) -> HttpResponse:
        chosen = {KIND: request.GET.getlist("kind"), "country": request.GET.getlist("country")}
        version = version_of(None)  # before what it stands for
        result = find(request.GET["q"], request.user, chosen, PAGES[request.GET.get("page", "1")])
        answer = Response(
            {
                "count": result.counts.total,
                "count_is_exact": result.counts.is_exact,
                "facets": {"kind": result.kinds, "country": result.counts.of["country"]},
                "results": [
                    {
                        "kind": hit.kind.name,
                        "title": hit.title,
                        "title_language": hit.title_language,
                        "summary": hit.summary,
                        "url": hit.url,
                        "is_close": hit.is_close,
                    }
                    for hit in result.hits
                ],
            }
        )
        return self._to_keep(answer, reader, None, version)
