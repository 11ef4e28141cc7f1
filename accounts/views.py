"""The page of one's own account; signing in and all that goes with it is allauth's."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from common.templatetags.components import fallback_lang
from organisations.models import Organisation

from .forms import ProfileForm
from .models import Membership, User


def me(request):
    # The form writes into its instance even when it refuses; the page still shows who is signed in.
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:me")
    return render(
        request, "accounts/me.html", {"form": form, "organisations": _organisations_of(request.user)}
    )


def _organisations_of(user: User) -> list[dict]:
    """Whom the user acts for, as items of a related list; a link only where the page may be seen."""
    memberships = Membership.objects.filter(user=user, ended_at=None).select_related("organisation")
    public = set(Organisation.objects.visible_to(user).of_member(user))
    return [
        {
            "title": membership.organisation.name,
            "lang": fallback_lang(membership.organisation, "name"),
            "url": membership.organisation.get_absolute_url() if membership.organisation in public else "",
            "meta": membership.get_role_display(),
        }
        for membership in memberships.order_by("organisation__sort_en")
    ]
