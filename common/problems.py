"""Errors of the API as RFC 9457 problem details; one shape for all of them."""

import json

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from .errors import RuleBroken

CONTENT_TYPE = "application/problem+json"
WHOLE = ("non_field_errors", NON_FIELD_ERRORS)  # names under which errors are of no one field


def titles() -> dict[int, str]:
    return {
        400: _("The request is not right"),
        401: _("Please sign in"),
        403: _("You may not do this"),
        404: _("Not found"),
        405: _("This address does not know that method"),
        406: _("No such format"),
        409: _("A rule says no"),
        412: _("It has been changed meanwhile"),
        413: _("Too large"),
        415: _("This content type is not read here"),
        422: _("This cannot be done as it was sent"),
        428: _("Say which version you saw"),
        429: _("Too many requests"),
        500: _("Something went wrong on our side"),
        503: _("Not available right now"),
    }


def problem(request, status_code: int, code: str, detail: str, errors: list[dict] | None = None) -> dict:
    """The body: `type` resolves to its explanation, `instance` is the request's id.

    errors   one for each thing that is wrong: where (pointer in the body, parameter or header), code, detail
    """
    body = {
        "type": f"/api/docs/problems/#{code}",
        "title": titles().get(status_code, _("The request is not right")),
        "status": status_code,
        "code": code,
        "detail": detail,
        "instance": f"urn:request:{getattr(request, 'id', '-')}",
    }
    return body | {"errors": errors} if errors else body


def problem_response(request, status_code, code, detail, errors=None) -> HttpResponse:
    """For code outside of DRF's views: middleware and error pages."""
    body = problem(request, status_code, code, detail, errors)
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status_code, content_type=CONTENT_TYPE)


class BadParameters(exceptions.APIException):
    """Query parameters that nobody knows, or with values that they cannot have."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "bad-parameter"

    def __init__(self, errors: list[dict]):
        self.errors = errors
        super().__init__("; ".join(error["detail"] for error in errors))


def wrong_parameter(name: str, value: str, detail: str) -> dict:
    """One entry of `BadParameters`: the parameter, what was given, and what it may be."""
    shown = value if len(value) <= 100 else f"{value[:100]}…"
    return {"parameter": name, "value": shown, "code": "invalid", "detail": f"{name}: {detail}"}


def answer(exc, context):
    """DRF's exception handler: every refusal as a problem, without a trace of the inside."""
    request = context["request"]
    errors = getattr(exc, "errors", None)
    if isinstance(exc, Http404):
        exc = exceptions.NotFound()
    elif isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied()
    elif isinstance(exc, ValidationError):
        exc = exceptions.ValidationError(exc.message_dict if hasattr(exc, "error_dict") else exc.messages)
    elif isinstance(exc, RuleBroken):
        set_rollback()
        return _response(request, 409, exc.code, str(exc))
    if not isinstance(exc, exceptions.APIException):
        return None
    set_rollback()
    if isinstance(exc, exceptions.ValidationError):
        errors = list(_pointed(exc.detail))
        return _response(request, 400, "invalid", _("Some fields are not right."), errors)
    response = _response(
        request, exc.status_code, exc.default_code.replace("_", "-"), str(exc.detail), errors
    )
    for name, value in getattr(exc, "headers", {}).items():
        response[name] = value
    if wait := getattr(exc, "wait", None):
        response["Retry-After"] = str(int(wait) + 1)
    if header := getattr(exc, "auth_header", None):
        response["WWW-Authenticate"] = header
    return response


def _response(request, status_code, code, detail, errors=None):
    body = problem(request, status_code, code, detail, errors)
    return Response(body, status=status_code, content_type=CONTENT_TYPE)


def _pointed(detail, pointer=""):
    """DRF's nested errors as a flat list with JSON pointers."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _pointed(inner, pointer if name in WHOLE else f"{pointer}/{name}")
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from _pointed(inner, f"{pointer}/{index}" if nested else pointer)
    else:
        yield {"pointer": pointer or "/", "code": getattr(detail, "code", "invalid"), "detail": str(detail)}
