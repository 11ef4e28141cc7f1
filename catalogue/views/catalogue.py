"""The catalogue: everything an enterprise may need to go out, narrowed down by what it needs."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from common.listing import ListPage
from sources.places import cited, places

from ..facts import facts_of
from ..filters import ListingFilter
from ..models import Listing
from ..operations.writing import outdated
from ..sections import with_provider


class Catalogue(ListPage):
    filterset_class = ListingFilter
    title = _("Catalogue")
    lead = _("Services, subsidies, events, opportunities, experts, places to land and finance, in one list.")
    row_template = "catalogue/_listing_row.html"
    sortings = {
        "title": _("Title, A to Z"),
        "-title": _("Title, Z to A"),
        "-published": _("Newest first"),
        "begins": _("Events by date"),
    }

    def get_queryset(self):
        return with_provider(Listing.objects.visible_to(self.request.user), self.request.user)


class ListingDetail(DetailView):
    template_name = "catalogue/listing_detail.html"
    context_object_name = "listing"

    def get_queryset(self):
        return self.with_parts(
            with_provider(Listing.objects.visible_to(self.request.user), self.request.user)
        )

    @staticmethod
    def with_parts(listings):
        """With all that the page shows of them."""
        return listings.prefetch_related(places(), "discrepancies", "versions__rules")

    def get_context_data(self, **kwargs):
        listing = self.object
        return super().get_context_data(
            facts=facts_of(listing),
            versions=list(reversed(listing.versions.all())),
            today=timezone.localdate(),
            cited=cited(listing),
            is_old_translation=(get_language() or "").replace("-", "_") in outdated(listing),
            crumbs=[
                {"label": gettext("Catalogue"), "url": reverse("catalogue:list")},
                {"label": str(listing.category), "url": listing.category.get_absolute_url()},
                {"label": str(listing), "url": self.request.path},
            ],
            **kwargs,
        )
