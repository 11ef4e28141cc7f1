"""One box that finds everything."""

from collections.abc import Iterator

from django.http import JsonResponse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from django_countries import countries

from common.htmx import vary_on_htmx, wants_fragment
from common.roles import is_curator

from .facets import KIND, Chosen
from .finding import Result, about, find, page_number
from .places import PLACES
from .registry import KINDS
from .suggestions import suggestions
from .wider import without_one

OFFERED = 12  # countries that are offered to narrow down by


@method_decorator(vary_on_htmx, name="dispatch")
class SearchPage(TemplateView):
    """`?q=` the query, `?kind=` any number of kinds, `?country=` of countries, `?page=` from 1."""

    def get_template_names(self):
        return ["search/_results.html" if wants_fragment(self.request) else "search/page.html"]

    def get_context_data(self, **kwargs):
        asked = self.request.GET
        words = asked.get("q", "").strip()
        chosen = {
            KIND: [name for name in asked.getlist("kind") if name in KINDS],
            "country": [code for code in asked.getlist("country") if code in countries],
        }
        page = page_number(asked.get("page", "1"))
        result = find(words, self.request.user, chosen, page) if words else None
        return super().get_context_data(
            query=words,
            result=result,
            words=result.query.words if result else (),
            explains=is_curator(self.request.user),
            count_words=about(result.counts) if result else "",
            save_url=PLACES["everything"].save_url(asked) if words else "",
            tabs=self._tabs(result, chosen) if result else [],
            wider=list(self._wider(result)) if result else (),
            places=self._places(result, chosen) if result else [],
            next_url=self._address(page=page + 1) if result and result.has_more else None,
            previous_url=self._address(page=page - 1) if result and page > 1 else None,
            **kwargs,
        )

    def _tabs(self, result: Result, chosen: Chosen) -> list[dict]:
        """The kinds found, each with its own address and count; first all of them together."""
        tabs = [
            (_("All"), sum(result.kinds.values()), not chosen[KIND], None),
            *((KINDS[name].label, count, name in chosen[KIND], name) for name, count in result.kinds.items()),
        ]
        return [
            {"label": label, "count": count, "active": active, "url": self._address(kind=name)}
            for label, count, active, name in tabs
        ]

    def _places(self, result: Result, chosen: Chosen) -> list[dict]:
        """The countries that most of it is about, and those chosen; an address puts it in or takes it out."""
        counts = result.counts.of["country"]
        frequent = sorted(counts, key=lambda code: -counts[code])[:OFFERED]
        return [
            {
                "label": countries.name(code),
                "count": counts.get(code, 0),
                "is_chosen": code in chosen["country"],
                "url": self._address(country=sorted({code} ^ set(chosen["country"]))),
            }
            for code in dict.fromkeys([*chosen["country"], *frequent])
        ]

    def _wider(self, result: Result) -> Iterator[dict]:
        names = {KIND: ("kind", _("Kind of result")), "country": ("country", _("Country"))}
        return without_one(self.request.GET, self.request.path, result.counts, names)

    def _address(self, **changes) -> str:
        """This search with other parameters, from its first page on; None takes one out."""
        query = self.request.GET.copy()
        query.pop("page", None)
        for name, value in changes.items():
            query.setlist(name, value if isinstance(value, list) else [str(value)] if value else [])
        return f"{self.request.path}?{query.urlencode()}"


def suggest(request):
    """Names while somebody types them: [{title, language where it is not the page's, kind, url}]."""
    page = get_language()
    results = [
        {
            "title": hit.title,
            "language": hit.title_language if hit.title_language != page else "",
            "kind": str(hit.kind.label_of_one),
            "url": hit.url,
        }
        for hit in suggestions(request.GET.get("q", ""), request.user)
    ]
    return JsonResponse({"results": results})
