"""The front door of the API: what there is, who you are, its description and its docs."""

from collections.abc import Sequence

from csp.decorators import csp_update
from django.http import Http404
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import override
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from accounts.models import Membership
from common.api import accepted_language
from common.problems import BadParameters, wrong_parameter
from common.roles import is_curator
from common.shapes import LANGUAGES
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
                "notifications": reverse("api:notifications", request=request),
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
                    "memberships": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {
                                "organisation": {"type": "string"},
                                "role": {"type": "string", "enum": Membership.Role.values},
                                "since": {"type": "string", "format": "date-time"},
                            },
                        },
                    },
                    "scopes": {
                        "type": ["array", "null"],
                        "items": {"type": "string"},
                        "description": "What the API key may do; null without a key.",
                    },
                },
            }
        },
    )
    def get(self, request):
        user = request.user
        own = Organisation.objects.of_member(user).visible_to(user)
        memberships = Membership.objects.filter(user=user.pk, ended_at=None).order_by("started_at", "pk")
        key = getattr(request, "api_key", None)
        return Response(
            {
                "is_signed_in": user.is_authenticated,
                "email": user.email if user.is_authenticated else None,
                "name": user.name if user.is_authenticated else "",
                "is_curator": is_curator(user),
                "organisations": list(own.values_list("slug", flat=True)),
                "memberships": [
                    {"organisation": slug, "role": role, "since": since}
                    for slug, role, since in memberships.values_list(
                        "organisation__slug", "role", "started_at"
                    )
                ],
                "scopes": key and list(key.scopes),
            },
            headers={"Cache-Control": "private, no-store"},
        )


def docs(request, resources):
    """Readable docs: the first call, conventions, errors, all resources."""
    described = [
        {
            "url": reverse(f"api:{name}-list"),
            "filters": [each for each in viewset.filterset.base_filters if each != "ordering"],
            "orderings": list(viewset.filterset.orderings),
        }
        for name, viewset in resources.items()
    ]
    return _in_readers_language(
        request,
        "api/docs.html",
        {"resources": described, "base": request.build_absolute_uri("/").rstrip("/")},
    )


def problems(request):
    """What each `type` of a problem means; the API's errors link here."""
    meanings = [
        (400, "bad-parameter", _("A parameter is unknown, or has a value that it cannot have.")),
        (400, "invalid", _("Some fields are not right; `errors` points to each of them.")),
        (400, "not-text", _("The address holds NUL bytes or half characters.")),
        (400, "too-long", _("The address has too many parameters.")),
        (400, "parse-error", _("The body is not the JSON that it says it is.")),
        (401, "bad-key", _("The API key is unknown, has expired or was revoked, or its maker left.")),
        (401, "not-authenticated", _("Only for those who signed in.")),
        (403, "missing-scope", _("The API key may not do this: it has no scope for it.")),
        (403, "permission-denied", _("You can see it, but this is not yours to do.")),
        (404, "not-found", _("It is not there, or not for you; both are told in the same way.")),
        (405, "method-not-allowed", _("The address exists, but not for this method.")),
        (406, "not-acceptable", _("It cannot be given in the format that was asked for.")),
        (409, "not-now", _("It was done already, or is at another step by now. Read it again.")),
        (409, "not-yours", _("You do not belong to the organisation any more that it is for.")),
        (409, "unreadable-file", _("The file is no table that can be read, or is not kept any more.")),
        (409, "nothing-written", _("Nothing of the file was written, so there is nothing to take back.")),
        (409, "already-taken-back", _("Somebody took it back already.")),
        (409, "cannot-take-back", _("Other records depend on it by now, so it cannot be taken back.")),
        (409, "gone", _("One of the two records is merged or deleted.")),
        (409, "cannot-merge", _("The two cannot be made one; the detail tells why.")),
        (409, "list-changed", _("The list holds other rows than when you looked at it. Look again.")),
        (409, "too-many", _("These are more rows than may be changed all or none.")),
        (409, "rule-broken", _("A rule of the portal says no; the detail tells which.")),
        (409, "not-kept", _("Only members of the organisation that keeps it may do this.")),
        (409, "not-curator", _("Only curators may do this.")),
        (409, "may-not-share", _("Only members of the park that keeps this may share it.")),
        (412, "stale", _("Somebody changed the row since you read it. Read it again.")),
        (413, "too-large", _("A body may have 100,000 bytes at most.")),
        (415, "unsupported-media-type", _("Send JSON.")),
        (422, "key-used", _("This Idempotency-Key was sent with another request before.")),
        (428, "version-needed", _("Send the ETag of the row that you saw in the header If-Match.")),
        (500, "server-error", _("A fault of ours. It was noted under the id in `instance`.")),
    ]
    entries = [{"status": status, "code": code, "meaning": text} for status, code, text in meanings]
    return _in_readers_language(request, "api/problems.html", {"problems": entries})


def _in_readers_language(request, template: str, context: dict):
    """The API's addresses have no language in them; its pages speak the one that the browser asks for."""
    with override(accepted_language(request)):
        response = render(request, template, context)
    patch_vary_headers(response, ["Accept-Language"])
    return response


class Schema(SpectacularAPIView):
    """The description of the API, in a language that the portal speaks."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        asked = request.GET.get("lang") or LANGUAGES[0]
        if asked not in LANGUAGES:
            choices = _("Choose one of: %s.") % ", ".join(LANGUAGES)
            raise BadParameters([wrong_parameter("lang", asked, choices)])


@method_decorator(csp_update({"style-src": ["'unsafe-inline'"]}), name="dispatch")  # Swagger styles itself
class TryOut(SpectacularSwaggerSplitView):
    """The description to try out."""

    url_name_self = "api:try"


def not_found(request, rest):
    """Whatever else is asked for under /api/: a problem, not a page."""
    raise Http404
