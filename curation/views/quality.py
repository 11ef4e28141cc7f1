"""What is incomplete or stale: the list, each record with what to fix, and the next one."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.listing import ListPage

from ..models import Quality
from ..operations.quality import confirm
from ..quality.descriptions import COMPLETE
from ..quality.reading import told
from ..quality_filters import QualityFilter


class QualityList(ListPage):
    """The least complete first, unless asked for otherwise."""

    filterset_class = QualityFilter
    title = gettext_lazy("Quality of the records")
    lead = gettext_lazy("What is missing in each record, and whether anybody looked at it lately.")
    row_template = "curation/_quality_row.html"
    sortings = {
        "score": gettext_lazy("Least complete first"),
        "-score": gettext_lazy("Most complete first"),
        "fresh_until": gettext_lazy("Longest untouched first"),
    }

    def get_queryset(self):
        return Quality.objects.visible_to(self.request.user)

    def get_context_data(self, **kwargs):
        page = super().get_context_data(**kwargs)
        known = told(page["rows"], self.request.user)
        for row in page["rows"]:
            row.told = known.get(row.pk)
        page["query"] = _asked(self.request.GET)
        return page


def quality(request, pk):
    """One record: its parts and points, and the way to the next of the list as it is filtered."""
    kept = get_object_or_404(Quality.objects.visible_to(request.user).select_related("confirmed_by"), pk=pk)
    shown = told([kept], request.user).get(kept.pk)
    if shown is None:
        raise Http404
    query = _asked(request.GET)
    following = _next(kept, request)
    page = {
        "told": shown,
        "query": query,
        "least": COMPLETE,
        "next_url": _address("curation:quality_of", query, following.pk) if following else "",
        "list_url": _address("curation:quality", query),
        "crumbs": [
            {"label": _("A clean register"), "url": reverse("curation:desk")},
            {"label": _("Quality of the records"), "url": _address("curation:quality", query)},
            {"label": str(shown.record), "url": request.path},
        ],
    }
    return render(request, "curation/quality.html", page)


def still_right(request, pk):
    """Whoever keeps the record says so; `back` is the query of the list that is worked through."""
    try:
        kept = confirm(pk, by=request.user)
    except Quality.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Kept: it is still right today."))
    query = _asked(QueryDict(request.POST.get("back", "")[:500]))
    return redirect(_address("curation:quality_of", query, kept.pk))


def _next(kept: Quality, request) -> Quality | None:
    """The record that follows in the list as it is filtered and sorted."""
    asked = QualityFilter(request.GET, queryset=Quality.objects.visible_to(request.user), request=request)
    if not asked.form.is_valid():
        return None
    column = asked.ordering()[0]
    name, step = column.lstrip("-"), "lt" if column.startswith("-") else "gt"
    value = getattr(kept, name)
    later = Q(**{f"{name}__{step}": value}) | Q(**{name: value, f"pk__{step}": kept.pk})
    sign = "-" if step == "lt" else ""
    rows = asked.qs.exclude(pk=kept.pk)
    return (
        rows.filter(later).order_by(column, f"{sign}pk").first() or rows.order_by(column, f"{sign}pk").first()
    )


def _asked(query: QueryDict) -> str:
    """Of a query what the list is filtered and sorted by."""
    kept = QueryDict(mutable=True)
    for name in ("state", "kind", "ordering"):
        if values := [value for value in query.getlist(name) if value]:
            kept.setlist(name, values)
    return kept.urlencode()


def _address(route: str, query: str, *args: str) -> str:
    return f"{reverse(route, args=args)}{f'?{query}' if query else ''}"
