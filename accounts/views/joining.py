"""Asking an organisation to act for it, answering, leaving, and switching between one's own."""

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from common.htmx import vary_on_htmx, wants_fragment
from common.returning import asked_from
from organisations.filters import named

from ..addresses import speaks_for
from ..current import switch_to
from ..forms import JoinForm, RefusalForm, RoleForm
from ..models import JoinRequest, Membership
from ..operations import members as members_operations
from ..operations import requests as operations
from .members import crumbs_of

MOST_FOUND = 10


@vary_on_htmx
def join(request):
    """Find the organisation, then ask it: `?q=` finds, `?organisation=` is the slug of the one to ask."""
    slug = request.GET.get("organisation", "")
    if slug:
        return _ask(request, get_object_or_404(operations.open_for_requests(request.user), slug=slug))
    text = request.GET.get("q", "").strip()[:200]
    page = {
        "query": text,
        "found": _found(text, request.user) if text else [],
        "crumbs": [_my_account(), {"label": _("Join an organisation"), "url": reverse("accounts:join")}],
    }
    template = "accounts/_join_results.html" if wants_fragment(request) else "accounts/join.html"
    return render(request, template, page)


def _found(text: str, user) -> list[dict]:
    """Organisations of this name, as items of a related list."""
    found = (
        operations.open_for_requests(user).filter(pk__in=named(text).values("pk")).order_by("sort_en", "pk")
    )
    return [
        {
            "title": one.name,
            "url": f"{reverse('accounts:join')}?organisation={one.slug}",
            "meta": one.city or one.country.name,
        }
        for one in found[:MOST_FOUND]
    ]


def _ask(request, organisation):
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.ask_to_join(organisation, form.cleaned_data["message"], by=request.user)
        except (RuleBroken, ValidationError) as refusal:
            form.add_error(None, getattr(refusal, "messages", None) or str(refusal))
        else:
            messages.success(request, _("Your request is sent. You hear from us when it is answered."))
            return redirect("accounts:me")
    join_url = reverse("accounts:join")
    here = {"label": organisation.name, "url": f"{join_url}?organisation={organisation.slug}"}
    page = {
        "organisation": organisation,
        "form": form,
        "cancel_url": join_url,
        "crumbs": [_my_account(), {"label": _("Join an organisation"), "url": join_url}, here],
    }
    return render(request, "accounts/ask.html", page)


def withdraw(request):
    waiting = JoinRequest.objects.filter(user=request.user, pk=request.POST.get("request", "")[:40])
    try:
        operations.withdraw(waiting.select_related("organisation").get())
    except (JoinRequest.DoesNotExist, RuleBroken):
        messages.error(request, _("This request has been answered or withdrawn already."))
    else:
        messages.success(request, _("Your request is withdrawn."))
    return redirect("accounts:me")


def decide(request, pk):
    """Let somebody in, in a role, or say no."""
    managed = JoinRequest.objects.waiting().managed_by(request.user)
    asked = get_object_or_404(managed.select_related("user", "organisation"), pk=pk)
    grants = request.POST.get("decision") != "refuse"
    done = _("The person belongs to the organisation now.") if grants else _("The request is refused.")
    grant_form = RoleForm(request.POST if request.method == "POST" and grants else None)
    refusal_form = RefusalForm(request.POST if request.method == "POST" and not grants else None)
    form = grant_form if grants else refusal_form
    if request.method == "POST" and form.is_valid():
        try:
            if grants:
                operations.grant(asked, form.cleaned_data["role"], by=request.user)
            else:
                operations.refuse(asked, form.cleaned_data["answer"], by=request.user)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return redirect("accounts:members", asked.organisation.slug)
    here = {"label": str(asked.user), "url": reverse("accounts:decide", args=[asked.pk])}
    page = {
        "asked": asked,
        "organisation": asked.organisation,
        "matching": _matching_address(asked),
        "form": form,
        "grant_form": grant_form,
        "refusal_form": refusal_form,
        "crumbs": [*crumbs_of(asked.organisation), here],
    }
    return render(request, "accounts/decide.html", page)


def _matching_address(asked: JoinRequest) -> str:
    """A confirmed address of the asker at the organisation's own domain, if any: a hint, no proof."""
    confirmed = EmailAddress.objects.filter(user=asked.user, verified=True).order_by("-primary", "email")
    return next((one.email for one in confirmed if speaks_for(one.email, asked.organisation.website)), "")


def leave(request, slug):
    own = Membership.objects.filter(user=request.user, ended_at=None).select_related("organisation")
    membership = get_object_or_404(own, organisation__slug=slug)
    organisation = membership.organisation
    if request.method == "POST":
        try:
            members_operations.leave(organisation, by=request.user)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        except Membership.DoesNotExist:
            messages.error(request, _("This membership has ended already."))
        else:
            messages.success(request, _("You have left %s.") % organisation.name)
        return redirect("accounts:me")
    here = {"label": _("Leave"), "url": reverse("accounts:leave", args=[slug])}
    page = {"organisation": organisation, "membership": membership, "crumbs": [_my_account(), here]}
    return render(request, "accounts/leave.html", page)


def switch(request):
    organisation = switch_to(request, request.POST.get("organisation", ""))
    if organisation is None:
        messages.error(request, _("You do not belong to this organisation."))
    else:
        messages.success(request, _("You act for %s now.") % organisation.name)
    return redirect(asked_from(request) or "accounts:me")


def _my_account() -> dict:
    return {"label": _("My account"), "url": reverse("accounts:me")}
