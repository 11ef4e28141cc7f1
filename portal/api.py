"""The front door of the API: what there is, who you are, its description and its docs."""

from collections.abc import Sequence

from csp.decorators import csp_update
from django.http import Http404
from django.shortcuts import render
from django.utils.decorators import method_decorator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from common.roles import is_curator
from organisations.models import Organisation

class Root(APIView):
    """The resources, each with its address."""

    resources: Sequence[str] = ()

    @extend_schema(
        summary="List the resources",
        tags=["root"],
        responses={200: {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}},
    )
    def get(self, request):
        resources = {name: reverse(f"api:{name}-list", request=request) for name in self.resources}
        return Response(
            resources
            | {
                "search": reverse("api:search", request=request),
                "me": reverse("api:me", request=request),
                "schema": reverse("api:schema", request=request),
            }
        )


class Me(APIView):
    """Who is asking, and for which organisations."""

    @extend_schema(
        summary="Read who you are",
        tags=["me"],
        responses={
            200: {
                "type": "object",
                "properties": {
                    "is_signed_in": {"type": "boolean"},
                    "email": {"type": ["string", "null"]},
                    "name": {"type": "string"},
                    "is_curator": {"type": "boolean"},
                    "organisations": {"type": "array", "items": {"type": "string"}},
                },
            }
        },
    )
    def get(self, request):
        user = request.user
        own = Organisation.objects.of_member(user).visible_to(user)
        return Response(
            {
                "is_signed_in": user.is_authenticated,
                "email": user.email if user.is_authenticated else None,
                "name": user.name if user.is_authenticated else "",
                "is_curator": is_curator(user),
                "organisations": list(own.values_list("slug", flat=True)),
            },
            headers={"Cache-Control": "private, no-store"},
        )


def docs(request):
    """Readable docs: the first call, conventions, errors, all resources."""
    return render(request, "api/docs.html")


def problems(request):
    """What each `type` of a problem means; the API's errors link here."""
    return render(request, "api/problems.html")


@method_decorator(csp_update({"style-src": ["'unsafe-inline'"]}), name="dispatch")  # Swagger styles itself
class TryOut(SpectacularSwaggerSplitView):
    """The description to try out."""

    url_name_self = "api:try"


def not_found(request, rest):
    """Whatever else is asked for under /api/: a problem, not a page."""
    raise Http404
