"""The catalogue: everything an enterprise may need to go out, narrowed down by what it needs."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from common import linked_data
from common.listing import ListPage
from common.paging import Page
from common.sections import sections_of
from search.facets import Counts
from search.finding import MOST_PAGES, page_number
from search.places import PLACES
from search.wider import without_one
from sources.places import cited, places

from ..facets_shown import count_values, name_provider, orderings
from ..facts import facts_of
from ..filters import ListingFilter
from ..finding import Found
from ..kinds_shown import kinds_for
from ..linked_data import told
from ..models import Listing
from ..operations.writing import outdated
from ..related import SHOWN, related_to
from ..search import FACETS
from ..sections import with_provider


class Catalogue(ListPage):
    template_name = "catalogue/list.html"
    results_template = "catalogue/_results.html"
    filterset_class = ListingFilter
    title = _("Catalogue")
    lead = _("Services, subsidies, events, opportunities, experts, places to land and finance, in one list.")
    row_template = "catalogue/_listing_row.html"
    nothing_template = "search/_nothing.html"
    keeps_filters = False  # it keeps searches
    sortings = {
        "title": _("Title, A to Z"),
        "-title": _("Title, Z to A"),
        "-published": _("Newest first"),
        "begins": _("Events by date"),
    }

    found: Found | None = None

    def get_queryset(self):
        return with_provider(Listing.objects.visible_to(self.request.user), self.request.user)

    def offer(self, filterset):
        if filterset.form.is_valid() or not filterset.is_bound:
            self.found = Found(filterset, self.request.user)
            count_values(filterset.form, self.found)
            name_provider(filterset.form)
            filterset.form.fields["ordering"].widget.choices = orderings(self.sortings, self.found)

    def get_count(self) -> tuple[int, bool]:
        counts = self.found.counts if self.found else Counts()
        return counts.total, counts.is_exact

    def get_tools(self) -> list[dict]:
        url = PLACES["catalogue"].save_url(self.request.GET)
        ours = [{"template": "search/_save_tool.html", "url": url}] if url else []
        return [*ours, *super().get_tools()]

    def _ways_out(self, found: Found) -> dict:
        """For `search/_nothing.html`."""
        asked, fields = self.request.GET, self.filterset.form.fields
        names = {name: (name, str(fields[name].label)) for name in FACETS}
        search = f"{reverse('search:search')}?{urlencode({'q': asked.get('q', '')})}"
        return {
            "wider": list(without_one(asked, self.request.path, found.counts, names)),
            "typed": asked.get("q", ""),
            "category": asked.get("category", ""),
            "elsewhere_url": search if asked.get("q") else "",
            "elsewhere_label": gettext("Search everything, not only the catalogue"),
        }

    def get_page(self) -> Page:
        if not (self.found and self.found.query) or self.request.GET.get("ordering"):
            return super().get_page()
        number = page_number(self.request.GET.get("cursor") or "1")
        start = (number - 1) * self.page_size
        rows = self.found.best(self.get_queryset(), start, self.page_size + 1)
        has_more = len(rows) > self.page_size and number < MOST_PAGES
        return Page(
            rows[: self.page_size],
            str(number + 1) if has_more else None,
            str(number - 1) if number > 1 else None,
        )

    def get_context_data(self, **kwargs):
        kinds = kinds_for(self.request.user, self.request.GET)
        query = self.found.query if self.found else None
        words = query.words if query else ()
        told = {"query": query, "words": words, "save_url": PLACES["catalogue"].save_url(self.request.GET)}
        if self.found and not self.found.counts.total:
            told |= self._ways_out(self.found)
        return super().get_context_data(**told, **kinds, **kwargs)


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
        listing, user = self.object, self.request.user
        return super().get_context_data(
            facts=facts_of(listing),
            versions=list(reversed(listing.versions.all())),
            today=timezone.localdate(),
            cited=cited(listing),
            beside=sections_of("listing", listing, user),
            related=with_provider(related_to(listing, user), user)[:SHOWN],
            linked_data=listing.is_published and linked_data.script(told(listing, self.request)),
            is_old_translation=(get_language() or "").replace("-", "_") in outdated(listing),
            crumbs=[
                {"label": gettext("Catalogue"), "url": reverse("catalogue:list")},
                {"label": str(listing.category), "url": listing.category.get_absolute_url()},
                {"label": str(listing), "url": self.request.path},
            ],
            **kwargs,
        )
