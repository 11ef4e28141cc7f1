"""API keys: one's own, and those of the organisations that one manages."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from common.errors import RuleBroken
from common.roles import is_curator
from organisations.models import Organisation

from ..key_forms import ApiKeyForm
from ..keys import make_key, revoke_key
from ..models import ApiKey, Membership, User

SHOWN = 200


def keys(request):
    now = timezone.now()
    found = ApiKey.objects.looked_after_by(request.user).select_related("organisation", "created_by")
    rows = list(found[:SHOWN])
    in_force = ApiKey.objects.in_force(now).filter(pk__in=[key.pk for key in rows])
    opening = set(in_force.values_list("pk", flat=True))
    shown = [
        {"key": key, "is_in_force": key.pk in opening, "is_expired": key.is_expired(now)} for key in rows
    ]
    may_make = is_curator(request.user) or _own(request.user).exists()
    page = {"keys": shown, "may_make": may_make, "crumbs": _crumbs()}
    return render(request, "accounts/keys.html", page)


@never_cache
@reauthentication_required
def new_key(request):
    """The answer to a POST shows the token, once: a redirect would have to keep it somewhere."""
    form = ApiKeyForm(
        request.POST or None, organisations=_own(request.user), may_curate=is_curator(request.user)
    )
    crumbs = _crumbs({"label": _("New API key"), "url": reverse("accounts:new_key")})
    if request.method == "POST" and form.is_valid():
        try:
            key, token = make_key(by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            address = request.build_absolute_uri(reverse("api:me"))
            page = {"key": key, "token": token, "address": address, "crumbs": crumbs}
            return render(request, "accounts/key_made.html", page)
    return render(request, "accounts/key_new.html", {"form": form, "crumbs": crumbs})


def end_key(request, pk):
    """Ask first; a POST revokes."""
    key = get_object_or_404(ApiKey.objects.looked_after_by(request.user).filter(revoked_at=None), pk=pk)
    if request.method == "POST":
        revoke_key(key)
        messages.success(request, _("The key is revoked."))
        return redirect("accounts:keys")
    here = {"label": str(key), "url": reverse("accounts:end_key", args=[key.pk])}
    return render(request, "accounts/key_end.html", {"key": key, "crumbs": _crumbs(here)})


def _own(user: User):
    acting = Membership.objects.filter(user=user, ended_at=None)
    return Organisation.objects.filter(pk__in=acting.values("organisation")).order_by("sort_en")


def _crumbs(*further: dict) -> list[dict]:
    return [
        {"label": _("My account"), "url": reverse("accounts:me")},
        {"label": _("API keys"), "url": reverse("accounts:keys")},
        *further,
    ]
