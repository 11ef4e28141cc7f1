"""The page of one's own account; signing in and all that goes with it is allauth's."""

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.templatetags.components import fallback_lang
from organisations.models import Organisation

from ..forms import ProfileForm
from ..models import Membership, User


def me(request):
    # The form writes into its instance even when it refuses; the page still shows who is signed in.
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:me")
    memberships = Membership.objects.filter(user=request.user, ended_at=None).select_related("organisation")
    memberships = memberships.order_by("organisation__sort_en")
    page = {
        "form": form,
        "organisations": _organisations(memberships, request.user),
        "managed": _managed(memberships),
    }
    return render(request, "accounts/me.html", page)


def _organisations(memberships: QuerySet[Membership], user: User) -> list[dict]:
    """Whom the user acts for, as items of a related list; a link only where the page may be seen."""
    public = set(Organisation.objects.visible_to(user).of_member(user))
    return [
        {
            "title": membership.organisation.name,
            "lang": fallback_lang(membership.organisation, "name"),
            "url": membership.organisation.get_absolute_url() if membership.organisation in public else "",
            "meta": membership.get_role_display(),
        }
        for membership in memberships
    ]


def _managed(memberships: QuerySet[Membership]) -> list[dict]:
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
