"""What listings add to the pages of the rooms below: organisations, countries."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

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
    asked = {"provider": organisations[0].slug} if len(organisations) == 1 else {}
    return _section(Listing.objects.filter(provider__in=organisations), user, asked)


@contributes("country", position=35)
def listings_for(country: Country, user) -> Section | None:
    return _section(
        Listing.objects.filter(countries__contains=[country.code]), user, {"country": country.code}
    )


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


def _section(found: QuerySet, user, asked: Mapping[str, str]) -> Section | None:
    """asked   of the catalogue, to find these there; nothing where it cannot be asked for them"""
    newest = found.visible_to(user).order_by("-publish_at", "-pk")[: SHOWN + 1]
    rows = list(with_provider(newest, user))
    if not rows:
        return None
    all_url = f"{reverse('catalogue:list')}?{urlencode(asked)}" if asked and len(rows) > SHOWN else ""
    template = "catalogue/_listings_section.html"
    return Section("listings", _("In the catalogue"), template, rows[:SHOWN], all_url=all_url)
