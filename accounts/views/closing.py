"""One's own data as a file, and closing the account."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from common.errors import RuleBroken

from ..models import Membership
from ..operations.closing import close_account, file_of


@never_cache
@reauthentication_required
def file(request):
    """Everything that is kept of the user, as a file."""
    answer = JsonResponse(file_of(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@never_cache
@reauthentication_required
def close(request):
    """Say what goes and what stays; then close."""
    refusal = ""
    if request.method == "POST" and request.POST.get("sure") != "1":
        refusal = _("Say that you are sure.")
    elif request.method == "POST":
        try:
            close_account(request.user)
        except RuleBroken as broken:
            refusal = str(broken)
        else:
            logout(request)
            messages.success(request, _("Your account is closed."))
            return redirect("home")
    acting = Membership.objects.filter(user=request.user, ended_at=None).select_related("organisation")
    page = {
        "memberships": acting.order_by("organisation__sort_en"),
        "refusal": refusal,
        "crumbs": [
            {"label": _("My account"), "url": reverse("accounts:me")},
            {"label": _("Close my account"), "url": request.path},
        ],
    }
    return render(request, "accounts/close.html", page)
