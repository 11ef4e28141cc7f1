"""The shortlist: in the session of a visitor, in rows of who is signed in, merged when they sign in."""

from collections.abc import Iterable

from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.utils.translation import gettext as _

from common.errors import RuleBroken

from .models import Listing, Shortlisted

KEY = "shortlist"
MOST = 50


def ids_of(request) -> list[str]:
    """What is on the shortlist of who asks, the newest first; read once a request."""
    if not hasattr(request, "_shortlist"):
        request._shortlist = _ids(request)
    return request._shortlist


def listings_of(request) -> QuerySet[Listing]:
    """Those of the shortlist that who asks still sees."""
    return Listing.objects.visible_to(request.user).filter(pk__in=ids_of(request))


def add(request, listing: Listing) -> None:
    """Raises RuleBroken when as many are on it as may be."""
    if listing.pk in ids_of(request):
        return
    if listings_of(request).count() >= MOST:
        words = _("The shortlist holds %(most)s listings. Take one away first.")
        raise RuleBroken(words % {"most": MOST})
    if request.user.is_authenticated:
        Shortlisted.objects.get_or_create(user=request.user, listing=listing)
    else:
        request.session[KEY] = [listing.pk, *ids_of(request)]
    del request._shortlist


def remove(request, listing: Listing) -> None:
    if request.user.is_authenticated:
        Shortlisted.objects.filter(user=request.user, listing=listing).delete()
    else:
        request.session[KEY] = [pk for pk in ids_of(request) if pk != listing.pk]
    if hasattr(request, "_shortlist"):
        del request._shortlist


@receiver(user_logged_in)
def take_over(request, user, **kwargs) -> None:
    """What a visitor set aside is theirs once they sign in, as far as there is room."""
    brought = request.session.pop(KEY, []) if request is not None and hasattr(request, "session") else []
    if not brought:
        return
    with transaction.atomic():
        _put(user, brought)


def _put(user, brought: Iterable[str]) -> None:
    kept = set(Shortlisted.objects.filter(user=user).values_list("listing", flat=True))
    there = set(Listing.objects.filter(pk__in=brought).values_list("pk", flat=True))
    fresh = [pk for pk in brought if pk in there and pk not in kept][: max(MOST - len(kept), 0)]
    rows = [Shortlisted(user=user, listing_id=pk) for pk in reversed(fresh)]
    Shortlisted.objects.bulk_create(rows, ignore_conflicts=True)


def _ids(request) -> list[str]:
    if request.user.is_authenticated:
        return list(Shortlisted.objects.filter(user=request.user).values_list("listing", flat=True))
    kept = request.session.get(KEY, []) if hasattr(request, "session") else []
    return [pk for pk in kept if isinstance(pk, str)]
