"""What the portal finds out about who is asking, and remembers of a session in use."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

from common.problems import problem_response
from curation.by_key import is_for_curators

from .authentication import CHALLENGE
from .keys import is_in_force, key_of
from .models import ApiKey

EVERY = timedelta(minutes=5)
READING = ("GET", "HEAD", "OPTIONS")


class ApiKeyMiddleware:
    """Let a request of the API with a key act as the key's maker: `request.user`, `request.api_key`.

    Stands before the policies, so that they hold for keys too. A key counts for more than a session.
    All keys that open nothing are answered alike.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        scheme, _space, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer" or not request.path_info.startswith("/api/"):
            return self.get_response(request)
        key = key_of(token.strip())
        if key is None:
            detail = _("This key is unknown, has expired or was revoked.")
            response = problem_response(request, 401, "bad-key", detail)
            response["WWW-Authenticate"] = f'{CHALLENGE}, error="invalid_token"'
            return response
        scope = ApiKey.Scope.READ if request.method in READING else ApiKey.Scope.WRITE
        if not key.may(scope):
            detail = _("This key has no scope “%s”.") % scope.value
            response = problem_response(request, 403, "missing-scope", detail)
            response["WWW-Authenticate"] = f'{CHALLENGE}, error="insufficient_scope", scope="{scope.value}"'
            return response
        request.api_key, request.user = key, key.created_by
        request.user.acts_by_key, request.user.acts_still = True, lambda: is_in_force(key)
        request.user.curates_by_key = key.may(ApiKey.Scope.CURATION) and is_for_curators(request.path_info)
        return self.get_response(request)


class LastSeenMiddleware:
    """Writes down when and from where a session was last used, at most once in five minutes."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        key = request.session.session_key
        if key and request.user.is_authenticated and _is_worth_a_note(request.user, key):
            UserSession.objects.filter(session_key=key, user=request.user).update(
                last_seen_at=timezone.now(), ip=get_adapter().get_client_ip(request)
            )
        return response


def _is_worth_a_note(user, key: str) -> bool:
    if user.last_login and timezone.now() - user.last_login < EVERY:
        return False  # signing in has written it
    return cache.add(f"session-seen:{key}", True, EVERY.total_seconds())
