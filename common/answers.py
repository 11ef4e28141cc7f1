"""Answers of the API that are kept for whoever asks next, and given only while they are still right.

The server does for everybody what a client does with an ETag: it remembers the answer with its version,
asks the database whether that is still the version (one small statement), and then need not make it
again. Only what the public sees is kept; each process has its own.
"""

import datetime
from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache
from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from .versions import version_of

LARGEST = 512 * 1024  # bytes of an answer; a larger one is made anew each time


@dataclass(frozen=True)
class Kept:
    """made_of: the tables, and their version when the answer was made."""

    content: bytes
    headers: dict[str, str]
    made_of: tuple


#: By what was asked for, measured in bytes; the longest unused go first.
kept: LRUCache = LRUCache(max(settings.API_KEPT_BYTES, LARGEST), getsizeof=lambda one: len(one.content))
_lock = Lock()  # the cache is shared by threads and not safe among them


def is_known(request, etag: str) -> bool:
    """Whether the client says that it has the answer of this tag."""
    wanted = request.headers.get("If-None-Match")
    # A proxy that compresses makes tags weak; "*" asks for a row that was not looked for yet.
    return wanted is not None and etag in (tag.removeprefix("W/") for tag in parse_etags(wanted))


class KeptAnswersMiddleware:
    """A view says by `response.made_of = (tables, version)` that its answer may be kept."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not _may_be_kept(request):
            return self.get_response(request)
        key = _key(request)
        with _lock:
            known = kept.get(key)
        if known is not None and version_of(known.made_of[0]) == known.made_of[1]:
            return _again(request, known)
        response = self.get_response(request)
        if response.status_code == 200 and hasattr(response, "made_of") and len(response.content) <= LARGEST:
            with _lock:
                kept[key] = Kept(response.content, dict(response.items()), response.made_of)
        return response


def _may_be_kept(request) -> bool:
    return (
        request.method == "GET"
        and settings.API_KEPT_BYTES > 0
        and request.path_info.startswith("/api/v1/")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "HTTP_AUTHORIZATION" not in request.META
    )


def _key(request) -> tuple:
    """All that an answer for the public follows from, beside the database."""
    meta = request.META
    asked = (meta.get("HTTP_HOST"), request.scheme, request.get_full_path(), meta.get("HTTP_ACCEPT_LANGUAGE"))
    return (*asked, datetime.datetime.now(datetime.UTC).date())


def _again(request, known: Kept) -> HttpResponse:
    if is_known(request, known.headers["ETag"]):
        of_body = ("Content-Length", "Content-Type")
        headers = {name: value for name, value in known.headers.items() if name not in of_body}
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(known.content, headers=known.headers)
