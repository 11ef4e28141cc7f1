"""Records that may be one: the queue of them, what people decide, and what readers report."""

from collections import Counter

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import RuleBroken
from common.ids import model_of
from common.listing import ListPage

from ..duplicate_filters import DuplicateFilter
from ..duplicates import OFFERED, candidates, compared, is_private, naming_of
from ..models import Duplicate
from ..operations import duplicates as operations
from ..report_forms import ReportForm
from ..sides import show_sides, url_of

State = Duplicate.State


class DuplicateList(ListPage):
    """Pairs that are open, unless others are asked for."""

    filterset_class = DuplicateFilter
    title = gettext_lazy("Possible duplicates")
    lead = gettext_lazy("Two records that may be one, with what speaks for it and against it.")
    template_name = "curation/duplicates.html"
    row_template = "curation/_duplicate_row.html"
    rows_template = "curation/_duplicate_rows.html"
    page_size = 20
    sortings = {
        "-score": gettext_lazy("Likeliest first"),
        "-found_at": gettext_lazy("Newest first"),
        "score": gettext_lazy("Least likely first"),
    }
    of_parks = False

    @property
    def kinds(self) -> list[str]:
        return [label for label, model in compared().items() if is_private(model) == self.of_parks]

    def get_filterset(self, filterset_class):
        filterset = super().get_filterset(filterset_class)
        kind = filterset.form.fields["kind"]
        kind.choices = [choice for choice in kind.choices if choice[0] in self.kinds]
        if len(kind.choices) == 1:
            del filterset.form.fields["kind"]
        return filterset

    def get_queryset(self):
        pairs = Duplicate.objects.filter(kind__in=self.kinds).select_related("reported_by", "decided_by")
        return pairs if self.request.GET.get("state") else pairs.filter(state=State.OPEN)

    def get_context_data(self, **kwargs):
        page = super().get_context_data(**kwargs)
        pairs = Duplicate.objects.filter(kind__in=self.kinds).order_by()
        counted = Counter(dict(pairs.values_list("state").annotate(number=Count("pk"))))
        show_sides(page["rows"])
        here = self.request.path
        page["states"] = [
            {"label": State(state).label, "count": counted[state], "url": f"{here}?state={state}"}
            for state in State.values
        ]
        page["back"] = self.request.GET.urlencode()
        page["of_parks"] = self.of_parks
        return page


class ContactDuplicateList(DuplicateList):
    """Those of the parks' own contacts; that a curator reads them is noted."""

    title = gettext_lazy("Contacts that may be one person")
    lead = gettext_lazy("Each park keeps contacts of its own. Two of the same park may be one person.")
    of_parks = True


def decide(request, pk):
    """`answer`: not_same, or open to ask again; `back` is the query of the list."""
    pair = get_object_or_404(Duplicate, pk=pk)
    try:
        if request.POST.get("answer") == State.OPEN:
            operations.ask_again(pair.pk)
            messages.success(request, _("The two are in the queue again."))
        else:
            operations.not_the_same(pair.pk, by=request.user)
            messages.success(request, _("Kept: they are not the same. Nobody is asked again."))
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    back = QueryDict(request.POST.get("back", "")[:500]).urlencode()
    route = "contact_duplicates" if is_private(compared()[pair.kind]) else "duplicates"
    return redirect(f"{reverse(f'curation:{route}')}{f'?{back}' if back else ''}")


def report(request, pk):
    """A reader says of a record that it is here twice; curators look at it."""
    model = model_of(pk, compared().values())
    if model is None or is_private(model):
        raise Http404
    seen = model._default_manager.visible_to(request.user)
    record = get_object_or_404(seen, pk=pk)
    cards = naming_of(model).cards([record.pk])
    alike = candidates(model, cards, request.user, among=seen, least=OFFERED)[0] if cards else []
    form = ReportForm(request.POST or None, record=record, alike=alike, seen=seen, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            operations.report(record, form.other, by=request.user, note=form.cleaned_data["note"])
            messages.success(request, _("Thank you. A curator will look at the two."))
        except RuleBroken as refusal:
            messages.info(request, str(refusal))
        return redirect(url_of(record) or "home")
    crumbs = [
        {"label": str(record), "url": url_of(record)},
        {"label": _("Report a duplicate"), "url": request.path},
    ]
    return render(request, "curation/report.html", {"form": form, "record": record, "crumbs": crumbs})
