"""One box that finds everything."""

from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import JsonResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from common.htmx import vary_on_htmx, wants_fragment

from .finding import PAGES, Result, find
from .registry import KINDS


@method_decorator(vary_on_htmx, name="dispatch")
class SearchPage(TemplateView):
    """`?q=` the query, `?kind=` any number of kinds, `?page=` from 1."""

    def get_template_names(self):
        return ["search/_results.html" if wants_fragment(self.request) else "search/page.html"]

    def get_context_data(self, **kwargs):
        query = self.request.GET.get("q", "").strip()
        kinds = [name for name in self.request.GET.getlist("kind") if name in KINDS]
        page = _page(self.request.GET.get("page", "1"))
        result = find(query, self.request.user, kinds, page) if query else None
        return super().get_context_data(
            query=query,
            result=result,
            tabs=self._tabs(query, result) if result else [],
            next_url=self._address(page + 1) if result and result.has_more else None,
            previous_url=self._address(page - 1) if result and page > 1 else None,
            **kwargs,
        )

    def _tabs(self, query: str, result: Result) -> list[dict]:
        """The kinds found, each with its own address and count; first all of them together."""

        def tab(label, count, active, **chosen):
            address = urlencode({"q": query, **chosen})
            return {"label": label, "count": count, "active": active, "url": f"{self.request.path}?{address}"}

        total = sum(facet.count for facet in result.facets)
        nothing_chosen = not any(facet.is_chosen for facet in result.facets)
        return [
            tab(_("All"), total, nothing_chosen),
            *(tab(one.kind.label, one.count, one.is_chosen, kind=one.kind.name) for one in result.facets),
        ]

    def _address(self, page: int) -> str:
        parameters = self.request.GET.copy()
        parameters["page"] = str(page)
        return f"{self.request.path}?{parameters.urlencode()}"


def suggest(request):
    """The best hits while somebody types: [{title, kind, url}], eight at most."""
    hits = find(request.GET.get("q", ""), request.user, []).hits[:8]
    return JsonResponse(
        {"results": [{"title": hit.title, "kind": str(hit.kind.label), "url": hit.url} for hit in hits]}
    )


def _page(text: str) -> int:
    if text not in PAGES:
        raise BadRequest(_("There is no such page of results."))
    return PAGES[text]
