"""What all Atom feeds have in common, and which may be followed in somebody's name (`accounts.feeds`)."""

import datetime
import hashlib
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed

from .policy import allowed_methods, policy_of

ATOM = "application/atom+xml; charset=utf-8"
#: From when on the names of the portal's things are its own (RFC 4151).
TAG_YEAR = "2026"
NEVER = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
#: What no XML document can hold: control characters, half characters, and two that are none.
NOT_XML = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")


class Feed(Atom1Feed):
    """Says when the last of its entries was, not when it was asked: else every answer would be another."""

    changed: datetime.datetime = NEVER

    def latest_post_date(self):
        return self.changed


def tag_of(request: HttpRequest, name: str) -> str:
    """The lasting name of a thing in feeds."""
    return f"tag:{request.get_host().partition(':')[0]},{TAG_YEAR}:{name}"


def printable(text: str) -> str:
    return NOT_XML.sub(" ", text)


def answer_for_all(request: HttpRequest, body: bytes, content_type: str) -> HttpResponseBase:
    """The same answer to everybody, sent only to who does not have it yet."""
    answer = HttpResponse(body, content_type=content_type)
    answer["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    # A session may set its cookie beside it, which is nobody else's.
    patch_cache_control(
        answer, no_cache=True, **{"private" if request.user.is_authenticated else "public": True}
    )
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


def followable(view: Callable) -> Callable:
    """Mark a view that answers with a feed; it says the feed's name in `response.feed_title`."""
    view.is_followable = True  # type: ignore[attr-defined]
    return view


def feed_at(path: str, user) -> ResolverMatch | None:
    """The route of the feed at this path of the portal; None where there is none that this user may read."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    policy = policy_of(match.view_name)
    if not getattr(match.func, "is_followable", False) or policy is None:
        return None
    return match if "GET" in allowed_methods(policy, user) else None
