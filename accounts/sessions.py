"""Where somebody is signed in, and signing out there."""

import re
from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from .models import User

#: What stands in a browser's own description of itself, the first that fits; Edge says Chrome and Safari too.
BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("MicroMessenger", "WeChat"),
    ("Firefox/|FxiOS", "Firefox"),
    ("Chrome/|CriOS", "Chrome"),
    ("Safari/", "Safari"),
]
SYSTEMS = [
    ("iPhone|iPod", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("HarmonyOS|OpenHarmony", "HarmonyOS"),
    ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
]


def open_sessions(user: User) -> list[UserSession]:
    """Those that would still be let in, the last used first."""
    noted = UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk")
    kept = Session.objects.filter(
        session_key__in=noted.order_by().values("session_key"), expire_date__gt=timezone.now()
    )
    password = user.get_session_auth_hash()  # a new password shuts out all sessions with the old one
    let_in = {
        session.session_key
        for session in kept
        if constant_time_compare(session.get_decoded().get(HASH_SESSION_KEY, ""), password)
    }
    return [session for session in noted if session.session_key in let_in]


@transaction.atomic
def end_sessions(sessions: Iterable[UserSession]) -> None:
    """Their next request is answered as to a stranger."""
    keys = [session.session_key for session in sessions]
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()


def device(user_agent: str) -> str:
    """What a browser says of itself, in words: "Firefox on Windows"; it can say what it likes."""
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")


def _first(kinds: list[tuple[str, str]], text: str) -> str:
    return next((name for pattern, name in kinds if re.search(pattern, text)), "")
