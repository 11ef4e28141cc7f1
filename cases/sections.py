"""What requests add to the page of a listing, and to what curators have to do."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.models import Listing
from common.sections import Section, contributes

from .models import Case


@contributes("listing", position=10)
def ask_for_help(listing: Listing, user) -> Section | None:
    """The way to the form, where the listing is out."""
    if not listing.is_published:
        return None
    rows = [{"label": _("Ask for help"), "url": reverse("cases:ask", args=[listing.slug])}]
    return Section("ask", _("Do you need help with this?"), "cases/_ask_section.html", rows, aside=True)


@contributes("register", position=20)
def work_of_curators(nothing, user) -> Section:
    """Requests that no park answers."""
    waiting = Case.objects.visible_to(user).filter(park=None, status=Case.Status.SUBMITTED)
    query = urlencode({"status": Case.Status.SUBMITTED, "without_park": "true"})
    row = {
        "label": _("Requests without a park that wait for an answer"),
        "url": f"{reverse('cases:queue')}?{query}",
        "count": waiting.count(),
    }
    return Section("requests", _("Requests"), "catalogue/_review_section.html", [row])
