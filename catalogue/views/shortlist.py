"""The shortlist, and listings of it side by side."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from common.errors import RuleBroken
from common.returning import asked_from

from .. import shortlist
from ..models import Listing
from ..sections import with_provider
from ..side_by_side import MOST_COMPARED, rows_of
from ..words import Kind


class Shortlist(TemplateView):
    """What one has set aside, by kind."""

    template_name = "catalogue/shortlist.html"

    def get_context_data(self, **kwargs):
        order = list(Kind)
        kept = shortlist.ids_of(self.request)
        listings = sorted(
            with_provider(shortlist.listings_of(self.request), self.request.user),
            key=lambda listing: (order.index(Kind(listing.kind)), kept.index(listing.pk)),
        )
        kinds = [
            {"code": code, "label": Kind(code).label, "rows": list(rows)}
            for code, rows in groupby(listings, key=lambda listing: listing.kind)
        ]
        return super().get_context_data(kinds=kinds, most=MOST_COMPARED, crumbs=_crumbs(), **kwargs)


class Compare(TemplateView):
    """Up to four listings of a kind side by side; the address says which: `?slug=…&slug=…`."""

    template_name = "catalogue/compare.html"

    def get_context_data(self, **kwargs):
        asked = list(dict.fromkeys(self.request.GET.getlist("slug")))
        readable = [slug for slug in asked if slug and "\x00" not in slug]
        seen = with_provider(Listing.objects.visible_to(self.request.user), self.request.user)
        found = {listing.slug: listing for listing in seen.filter(slug__in=readable)}
        there = [found[slug] for slug in asked if slug in found]
        same = [listing for listing in there if listing.kind == there[0].kind]
        compared = same[:MOST_COMPARED]
        rows = rows_of(compared, timezone.localdate())
        only = self.request.GET.get("only") == "differences" and len(compared) > 1
        return super().get_context_data(
            listings=compared,
            rows=[row for row in rows if row.differs] if only else rows,
            is_several=len(compared) > 1,
            only_differences=only,
            unknown=[slug for slug in readable if slug not in found],
            of_other_kinds=[listing for listing in there if listing not in same],
            beyond=same[MOST_COMPARED:],
            most=MOST_COMPARED,
            crumbs=[*_crumbs(), {"label": _("Compare"), "url": self.request.path}],
            **kwargs,
        )


def star(request, slug: str) -> HttpResponse:
    """Put a listing on the shortlist, or take it away."""
    listing = get_object_or_404(Listing.objects.visible_to(request.user), slug=slug)
    try:
        if request.POST.get("keep") == "no":
            shortlist.remove(request, listing)
            said = _("“%(title)s” is no longer on your shortlist.")
        else:
            shortlist.add(request, listing)
            said = _("“%(title)s” is on your shortlist.")
    except RuleBroken as broken:
        if request.htmx:
            return HttpResponse(status=204, headers={"HX-Redirect": reverse("catalogue:shortlist")})
        messages.error(request, str(broken))
        return redirect("catalogue:shortlist")
    if request.htmx:
        is_kept = listing.pk in shortlist.ids_of(request)
        page = {"listing": listing, "is_kept": is_kept, "back": request.POST.get("next", "")}
        return render(request, "catalogue/_star.html", page)
    messages.success(request, said % {"title": listing})
    return redirect(asked_from(request) or listing)


def _crumbs() -> list[dict]:
    return [
        {"label": _("Catalogue"), "url": reverse("catalogue:list")},
        {"label": _("Shortlist"), "url": reverse("catalogue:shortlist")},
    ]
