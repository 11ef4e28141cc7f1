"""Who writes on a listing: the members of the organisation that keeps it, and curators."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from common.changes import changed
from common.errors import RuleBroken
from common.roles import is_curator
from organisations.models import Organisation

from ..models import Listing


class NotKept(RuleBroken):
    """Who asks neither belongs to the organisation that keeps the listing nor curates."""

    code = "not-kept"


def writable_by(user) -> QuerySet[Listing]:
    if is_curator(user):
        return Listing.objects.all()
    return Listing.objects.filter(owner__in=Organisation.objects.of_member(user).values("pk"))


def hold(listing: Listing, by) -> Listing:
    """The listing as it is now, locked to the end of the transaction.

    Raises  NotKept when `by` may not write on it at this moment
    """
    held = Listing.objects.select_for_update(of=("self",)).select_related("category").get(pk=listing.pk)
    if by is None or not writable_by(by).filter(pk=held.pk).exists():
        raise NotKept(_("Only members of the organisation that keeps it may do this."))
    return held


def store(listing: Listing) -> None:
    """Save it, and tell those who keep something of it."""
    listing.save()
    changed([listing])


def require_curator(by) -> None:
    if not is_curator(by):
        raise NotKept(_("Only curators may do this."))
