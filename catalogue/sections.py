"""What listings add to the pages of the rooms below: organisations, countries."""

from collections.abc import Sequence

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from common.sections import Section, contributes
from countries.models import Country
from organisations.models import Organisation

from .models import Listing
from .staleness import stale
from .words import Status

SHOWN = 12


def with_provider(listings: QuerySet, user) -> QuerySet:
    """What a card shows: category, provider, and what a policy gives."""
    providers = Organisation.objects.visible_to(user)
    return listings.select_related("category").prefetch_related(Prefetch("provider", providers), "versions")


@contributes("organisation", position=35)
def listings_of(organisations: Sequence[Organisation], user) -> Section | None:
    return _section(Listing.objects.filter(provider__in=organisations), user)


@contributes("country", position=35)
def listings_for(country: Country, user) -> Section | None:
    return _section(Listing.objects.filter(countries__contains=[country.code]), user)


@contributes("register", position=10)
def work_of_curators(nothing, user) -> Section:
    everything = Listing.objects.visible_to(user)
    waiting = everything.filter(status=Status.IN_REVIEW)
    rows = [
        {"label": _("Listings to review"), "url": reverse("catalogue:review"), "count": waiting.count()},
        {
            "label": _("Listings to look at again"),
            "url": reverse("catalogue:stale"),
            "count": stale(everything).count(),
        },
    ]
    return Section("catalogue", _("Catalogue"), "catalogue/_review_section.html", rows)


def _section(found: QuerySet, user) -> Section | None:
    rows = list(with_provider(found.visible_to(user).order_by("-publish_at", "-pk"), user)[:SHOWN])
    if not rows:
        return None
    return Section("listings", _("In the catalogue"), "catalogue/_listings_section.html", rows)
