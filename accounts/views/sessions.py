from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ..sessions import device, end_sessions, open_sessions

SHOWN = 50  # a list of more helps nobody; all of them can be ended


def sessions(request):
    """Where one is signed in. A POST ends the session that it names, or all others when it names none."""
    found = open_sessions(request.user)
    if request.method == "POST":
        named = request.POST.get("session")
        end_sessions(_named(found, named) if named else [one for one in found if not one.is_current()])
        messages.success(request, _("The session is ended.") if named else _("All other sessions are ended."))
        return redirect("accounts:sessions")
    shown = [{"session": one, "device": device(one.user_agent)} for one in found[:SHOWN]]
    return render(request, "usersessions/usersession_list.html", {"sessions": shown, "count": len(found)})


def _named(found: list[UserSession], named: str) -> list[UserSession]:
    """Raises  Http404 for one that is nobody's, somebody else's or the one that asks: that signs out"""
    chosen = [one for one in found if str(one.pk) == named and not one.is_current()]
    if not chosen:
        raise Http404
    return chosen
