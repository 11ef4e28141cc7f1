"""What the page of an organisation offers to those who work there."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from common.sections import Section, contributes
from organisations.models import Organisation

from .models import Membership
from .operations.requests import open_for_requests


@contributes("organisation", position=90)
def joining(organisations: Sequence[Organisation], user) -> Section | None:
    """The way in, for who has signed in and does not act for it yet."""
    if not user.is_authenticated:
        return None
    here = organisations[0]
    own = Membership.objects.filter(user=user, ended_at=None)
    others = open_for_requests(user).exclude(pk__in=own.values("organisation"))
    if not others.filter(pk=here.pk).exists():
        return None
    return Section("joining", _("Do you work here?"), "accounts/_joining_section.html", [here], aside=True)
