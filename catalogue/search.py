from django.utils.translation import gettext_lazy as _

from search.registry import Document, register

from .models import Listing


def _listing(listing: Listing) -> Document:
    return Document(
        slug=listing.slug,
        title=(listing.title_en or "", listing.title_zh_hans or ""),
        summary=(listing.summary_en or "", listing.summary_zh_hans or ""),
        text=(listing.text_en or "", listing.text_zh_hans or ""),
        countries=list(listing.countries),
    )


register(
    "listing",
    Listing,
    label=_("Catalogue"),
    label_of_one=_("Listing"),
    url_name="catalogue:detail",
    document=_listing,
)
