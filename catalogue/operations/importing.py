"""Tables of listings: what is read in keeps the rule of two people too."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from curation.importing.descriptions import Importing

from ..models import Listing
from ..words import Status
from .life import needs_another


def keep_listing(listing: Listing, user) -> None:
    """Raises  ValidationError where a table would publish what somebody else has to publish"""
    before = Listing.objects.filter(pk=listing.pk).values_list("status", flat=True).first()
    if before is None:
        listing.written_by = user
    if listing.status == Status.PUBLISHED != before and needs_another(listing, user):
        words = _("In this category somebody else than who wrote it publishes it.")
        raise ValidationError({"status": words})


LISTINGS = Importing(keep=keep_listing)
