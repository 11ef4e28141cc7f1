"""Inviting somebody to an organisation, and what the link in the mail opens."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from common.errors import RuleBroken

from ..forms import InvitationForm
from ..models import Invitation, Membership
from ..operations import invitations as operations
from ..querysets import managed_by
from .members import crumbs_of


def invite(request, slug):
    organisation = get_object_or_404(managed_by(request.user), slug=slug)
    form = InvitationForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        try:
            invited = operations.invite(organisation, **form.cleaned_data, by=request.user)
        except (RuleBroken, ValidationError) as refusal:
            form.add_error("email", getattr(refusal, "messages", None) or str(refusal))
        else:
            messages.success(request, _("The invitation is on its way to %s.") % invited.email)
            return redirect("accounts:members", slug)
    here = {"label": _("Invite somebody"), "url": reverse("accounts:invite", args=[slug])}
    page = {
        "organisation": organisation,
        "form": form,
        "list_url": reverse("accounts:members", args=[slug]),
        "crumbs": [*crumbs_of(organisation), here],
    }
    return render(request, "accounts/invite.html", page)


def send_again(request, pk):
    return _change(request, pk, operations.send_again, _("The invitation is on its way again."))


def revoke(request, pk):
    done = _("The invitation is revoked. Its link does not work any more.")
    return _change(request, pk, operations.revoke, done)


def _change(request, pk, change, done):
    managed = Invitation.objects.managed_by(request.user)
    invitation = get_object_or_404(managed.select_related("organisation"), pk=pk)
    try:
        change(invitation, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("accounts:members", invitation.organisation.slug)


@never_cache
def invitation(request, token):
    """What the link in the mail opens: it asks first, as mail programs open links by themselves."""
    try:
        invited = Invitation.objects.select_related("organisation", "invited_by").get_by_token(token)
        if request.method == "POST":
            return _accept(request, token)
    except Invitation.DoesNotExist:
        return render(request, "accounts/invitation_closed.html", status=404)
    if not request.user.is_authenticated:
        # Who holds the link reads the mail of this address: signing up with it needs no second mail.
        get_adapter().stash_verified_email(request, invited.email)
    own = Membership.objects.filter(organisation=invited.organisation, ended_at=None)
    page = {
        "invitation": invited,
        "organisation": invited.organisation,
        "belongs": request.user.is_authenticated and own.filter(user=request.user).exists(),
        "login_url": _address("account_login", next=request.path),
        "signup_url": _address("account_signup", next=request.path, email=invited.email),
    }
    return render(request, "accounts/invitation.html", page)


def _address(route: str, **query: str) -> str:
    return f"{reverse(route)}?{urlencode(query)}"


def _accept(request, token):
    membership = operations.accept(token, by=request.user)
    messages.success(request, _("You act for %s now.") % membership.organisation.name)
    return redirect("accounts:me")
