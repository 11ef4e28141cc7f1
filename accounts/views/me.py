"""The page of one's own account; signing in and all that goes with it is allauth's."""

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.templatetags.components import fallback_lang
from organisations.models import Organisation

from ..current import memberships_of
from ..forms import ProfileForm
from ..models import Invitation, JoinRequest, Membership, User


def me(request):
    # The form writes into its instance even when it refuses; the page still shows who is signed in.
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:me")
    memberships = sorted(memberships_of(request), key=lambda one: (one.organisation.sort_en, one.pk))
    page = {
        "form": form,
        "memberships": _memberships(memberships, request.user),
        "invitations": _invitations(request.user),
        "requests": JoinRequest.objects.waiting().filter(user=request.user).select_related("organisation"),
        "managed": _managed(memberships),
    }
    return render(request, "accounts/me.html", page)


def _memberships(memberships: list[Membership], user: User) -> list[dict]:
    """For whom the user acts; with the address of the organisation's page where the user may see it."""
    public = set(Organisation.objects.visible_to(user).of_member(user))
    return [
        {
            "organisation": membership.organisation,
            "lang": fallback_lang(membership.organisation, "name"),
            "url": membership.organisation.get_absolute_url() if membership.organisation in public else "",
            "role": membership.get_role_display(),
            "started_at": membership.started_at,
        }
        for membership in memberships
    ]


def _invitations(user: User) -> QuerySet[Invitation]:
    """Those that wait for an address which is the user's beyond doubt."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True).annotate(lower=Lower("email"))
    waiting = Invitation.objects.waiting().filter(expires_at__gt=timezone.now())
    waiting = waiting.annotate(lower=Lower("email")).filter(lower__in=confirmed.values("lower"))
    return waiting.select_related("organisation").order_by("-created_at", "pk")


def _managed(memberships: list[Membership]) -> list[dict]:
    """The organisations whose members the user looks after, as items of a related list."""
    return [
        {
            "title": membership.organisation.name,
            "lang": fallback_lang(membership.organisation, "name"),
            "url": reverse("accounts:members", args=[membership.organisation.slug]),
        }
        for membership in memberships
        if membership.role == Membership.Role.MANAGER
    ]
