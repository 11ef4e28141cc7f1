"""The JSON body of a request, read strictly: what a lenient reader would guess at is refused here."""

import json
import math
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import exceptions, status

from .texts import is_text

LARGEST = 100_000  # bytes
DEEPEST = 10  # objects and lists in each other
MOST_DIGITS = 30  # of a number


class BadBody(exceptions.APIException):
    """A body that is not the JSON that it says it is. errors: see `common.problems.problem`"""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "parse-error"

    def __init__(self, detail: str):
        self.errors = [{"pointer": "", "code": "parse-error", "detail": detail}]
        super().__init__(detail)


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too-large"


class NotJson(exceptions.APIException):
    status_code = status.HTTP_415_UNSUPPORTED_MEDIA_TYPE
    default_code = "unsupported-media-type"


def read_object(request) -> dict[str, Any]:
    """The object that stands in the body of a Django request. Raises NotJson, TooLarge, BadBody."""
    charset = (request.content_params or {}).get("charset", "utf-8").strip("\"'").lower()
    if request.content_type != "application/json" or charset not in ("utf-8", "utf8"):
        raise NotJson(_("Send JSON in UTF-8, with the header Content-Type: application/json."))
    size = request.META.get("CONTENT_LENGTH") or "0"
    if not size.isdecimal() or int(size) > LARGEST:
        raise TooLarge(_("A body may have %d bytes at most.") % LARGEST)
    body = _parsed(request.body)
    if not isinstance(body, dict):
        raise BadBody(_("The body is to be one JSON object."))
    _check(body, DEEPEST)
    return body


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_once_each,
            parse_constant=_refuse,
            parse_int=_number(int),
            parse_float=_number(float),
        )
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise BadBody(_("The body is not JSON in UTF-8.")) from None


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise BadBody(_("A name stands twice in one object: %s.") % ascii(name[:100]))
        found[name] = value
    return found


def _refuse(text: str):
    raise BadBody(_("JSON has no such number: %s.") % text)


def _number(kind: type):
    def read(text: str):
        number = kind(text) if len(text) <= MOST_DIGITS else math.inf
        if math.isinf(number):
            raise BadBody(_("A number is too large."))
        return number

    return read


def _check(value: Any, depth: int) -> None:
    if depth < 0:
        raise BadBody(_("Objects and lists may lie in each other %d deep at most.") % DEEPEST)
    if isinstance(value, str) and not is_text(value):
        raise BadBody(_("The body holds characters that are not text (NUL or half a character)."))
    if isinstance(value, dict):
        for name, inner in value.items():
            _check(name, depth)
            _check(inner, depth - 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth - 1)
