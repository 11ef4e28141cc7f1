"""The members of an organisation, for those who manage it; to anybody else these pages do not exist."""

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from organisations.models import Organisation

from ..forms import RoleForm
from ..models import Invitation, JoinRequest, Membership, User
from ..operations.members import change_role, end_membership
from ..querysets import managed_by


def members(request, slug):
    organisation = get_object_or_404(managed_by(request.user), slug=slug)
    page = {
        "organisation": organisation,
        "memberships": _open().filter(organisation=organisation).order_by("user__email"),
        "invitations": _invitations(organisation),
        "requests": _requests(organisation),
        "crumbs": crumbs_of(organisation),
    }
    return render(request, "accounts/members.html", page)


def crumbs_of(organisation: Organisation) -> list[dict]:
    """The way to the members of an organisation, for the pages that hang on their list."""
    return [
        {"label": _("My account"), "url": reverse("accounts:me")},
        {"label": _("Members"), "url": reverse("accounts:members", args=[organisation.slug])},
    ]


def _invitations(organisation: Organisation) -> QuerySet[Invitation]:
    return Invitation.objects.waiting().filter(organisation=organisation).select_related("invited_by")


def _requests(organisation: Organisation) -> QuerySet[JoinRequest]:
    return JoinRequest.objects.waiting().filter(organisation=organisation).select_related("user")


def member(request, pk):
    membership = _membership(request, pk)
    form = RoleForm(request.POST or None, initial={"role": membership.role})
    if request.method == "POST" and form.is_valid():
        try:
            change_role(membership, form.cleaned_data["role"], by=request.user)
        except RuleBroken as refusal:
            form.add_error("role", str(refusal))
        else:
            messages.success(request, _("The role is changed."))
            return _back(membership, request.user)
    return render(request, "accounts/member.html", _page(membership, form))


def end_member(request, pk):
    membership = _membership(request, pk)
    try:
        end_membership(membership, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:member", pk)
    messages.success(request, _("The membership has ended."))
    return _back(membership, request.user)


def _open() -> QuerySet[Membership]:
    return Membership.objects.open().select_related("user", "organisation")


def _membership(request, pk) -> Membership:
    return get_object_or_404(_open().managed_by(request.user), pk=pk)


def _page(membership: Membership, form: RoleForm) -> dict:
    organisation = membership.organisation
    here = {"label": str(membership.user), "url": reverse("accounts:member", args=[membership.pk])}
    return {
        "membership": membership,
        "organisation": organisation,
        "form": form,
        "list_url": reverse("accounts:members", args=[organisation.slug]),
        "crumbs": [*crumbs_of(organisation), here],
    }


def _back(membership: Membership, user: User):
    """To the list, unless the own right to see it has just gone."""
    if managed_by(user).filter(pk=membership.organisation_id).exists():
        return redirect("accounts:members", membership.organisation.slug)
    return redirect("accounts:me")
