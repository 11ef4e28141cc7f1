"""Other listings that who reads one may want."""

from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone

from .models import Listing

SHOWN = 4


def related_to(listing: Listing, user) -> QuerySet[Listing]:
    """Of the same category, those for the same countries first, then the newest; none that are over."""
    others = Listing.objects.visible_to(user).filter(category=listing.category_id, is_published=True)
    others = others.exclude(pk=listing.pk).exclude(ends_at__lt=timezone.now())
    others = others.exclude(closes_on__lt=timezone.localdate())
    if listing.countries:
        near = When(countries__overlap=listing.countries, then=Value(0))
        return others.order_by(Case(near, default=Value(1)), "-publish_at", "-pk")
    return others.order_by("-publish_at", "-pk")
