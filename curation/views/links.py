"""Links that are dead or moved: the list, each with the records to correct, and what a curator says of it."""

from collections import Counter
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Model
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import RuleBroken
from common.listing import ListPage

from ..link_filters import LinkFilter
from ..link_forms import FineForm
from ..links.gathering import pointing_to
from ..models import Link
from ..operations import links as operations

State = Link.State
PROBLEMS = {
    "address": gettext_lazy("The address cannot be read."),
    "port": gettext_lazy("The address names a port that is not asked."),
    "private": gettext_lazy("The address leads into a network that is not public."),
    "redirects": gettext_lazy("It leads from one address to the next without end."),
    "name": gettext_lazy("There is no server of this name."),
    "connection": gettext_lazy("The server cannot be reached."),
    "certificate": gettext_lazy("The certificate of the server is not valid for this name."),
    "deadline": gettext_lazy("The server did not answer in time."),
}


class LinkList(ListPage):
    """The dead and the moved ones, unless others are asked for."""

    filterset_class = LinkFilter
    title = gettext_lazy("Dead links")
    lead = gettext_lazy("Addresses on published records that nobody can open any more, or that moved.")
    template_name = "curation/links.html"
    row_template = "curation/_link_row.html"
    row_route = "curation:link"
    sortings = {
        "state": gettext_lazy("Dead ones first"),
        "address": gettext_lazy("By address"),
    }

    def get_queryset(self):
        rows = Link.objects.visible_to(self.request.user).select_related("excused_by")
        return rows if self.request.GET.get("state") else rows.to_fix()

    def get_context_data(self, **kwargs):
        page = super().get_context_data(**kwargs)
        _tell(page["rows"])
        seen = Link.objects.visible_to(self.request.user).order_by()
        counted = Counter(dict(seen.values_list("state").annotate(number=Count("pk"))))
        here = self.request.path
        page["states"] = [
            {"label": State(state).label, "count": counted[state], "url": f"{here}?state={state}"}
            for state in State.values
        ]
        page["is_off"] = not settings.LINK_CHECKS
        return page


def link(request, pk):
    """One link: what answered and when, the records that point to it, and whether it is fine after all."""
    row = get_object_or_404(Link.objects.visible_to(request.user).select_related("excused_by"), pk=pk)
    form = FineForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            operations.call_fine(row.pk, by=request.user, why=form.cleaned_data["excuse"])
        except RuleBroken as refusal:
            form.add_error("excuse", str(refusal))
        else:
            messages.success(request, _("Kept: this link is fine. It is not looked at any more."))
            return redirect("curation:link", row.pk)
    _tell([row])
    page = {
        "row": row,
        "form": form,
        "is_off": not settings.LINK_CHECKS,
        "crumbs": [
            {"label": _("A clean register"), "url": reverse("curation:desk")},
            {"label": _("Dead links"), "url": reverse("curation:links")},
            {"label": row.host, "url": request.path},
        ],
    }
    return render(request, "curation/link.html", page)


def look_again(request, pk):
    row = get_object_or_404(Link.objects.visible_to(request.user), pk=pk)
    operations.look_again(row.pk)
    messages.success(request, _("It is looked at again within some minutes."))
    return redirect("curation:link", row.pk)


def _tell(rows: list[Link]) -> None:
    """Give each link its records and its answer in words; the same queries however many links."""
    found = pointing_to([row.address for row in rows]) if rows else {}
    for row in rows:
        row.records = [_record(one) for one in found.get(row.address, [])]  # type: ignore[attr-defined]
        row.answer = _answer(row)  # type: ignore[attr-defined]
        row.tone = "warn" if row.state in (State.DEAD, State.FAILING, State.MOVED) else ""  # type: ignore[attr-defined]


def _record(record: Model) -> dict[str, str]:
    meta = record._meta
    form = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
    url = record.get_absolute_url() if hasattr(record, "get_absolute_url") else form
    return {"label": str(record), "url": url, "form": form}


def _answer(link: Link) -> str:
    """What answered, in words."""
    if link.problem:
        return str(PROBLEMS.get(link.problem, _("What came back is no page.")))
    if link.status is None:
        return ""
    try:
        return f"{link.status} {HTTPStatus(link.status).phrase}"
    except ValueError:
        return str(link.status)
