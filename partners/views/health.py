"""How well partnerships are kept, and which agreements lie dormant."""

from django import forms
from django.core.exceptions import BadRequest
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.htmx import vary_on_htmx, wants_fragment

from ..dormant import dormant, last_things
from ..health import Partnership, partnerships
from .directory import AgreementList

PAGE_SIZE = 24


class PartnershipForm(forms.Form):
    """How the list of partnerships is narrowed down."""

    q = forms.CharField(label=gettext_lazy("Partner"), required=False, max_length=200)
    park = forms.ChoiceField(label=gettext_lazy("Our park"), required=False)
    state = forms.MultipleChoiceField(
        label=gettext_lazy("State"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("weak", gettext_lazy("about to be lost")),
            ("fair", gettext_lazy("needs attention")),
            ("good", gettext_lazy("kept well")),
        ],
    )

    def __init__(self, data, found: list[Partnership]):
        super().__init__(data)
        parks = dict(
            sorted({one.park.slug: one.park.name for one in found}.items(), key=lambda pair: pair[1])
        )
        self.fields["park"].choices = [("", _("All our parks")), *parks.items()]
        if len(parks) < 2:
            del self.fields["park"]

    @property
    def active_count(self) -> int:
        return sum(bool(value) for value in self.cleaned_data.values()) if self.is_valid() else 0

    def narrowed(self, found: list[Partnership]) -> list[Partnership]:
        if not self.is_valid():
            return []
        text, park = self.cleaned_data["q"].casefold(), self.cleaned_data.get("park")
        states = self.cleaned_data["state"]
        return [
            one
            for one in found
            if (
                not text
                or any(
                    text in name.casefold()
                    for name in (one.partner.name_en, one.partner.name_zh_hans)
                    if name
                )
            )
            and (not park or one.park.slug == park)
            and (not states or one.health.band in states)
        ]


@vary_on_htmx
def partnership_list(request):
    found = partnerships(request.user)
    form = PartnershipForm(request.GET, found)
    narrowed = form.narrowed(found)
    try:
        page = Paginator(narrowed, PAGE_SIZE).page(request.GET.get("page") or 1)
    except (EmptyPage, PageNotAnInteger):
        raise BadRequest(_("This page of the list does not exist.")) from None
    shown = {
        "form": form,
        "rows": page.object_list,
        "count": len(narrowed),
        "next_url": _address(request, page.number + 1) if page.has_next() else None,
        "previous_url": _address(request, page.number - 1) if page.has_previous() else None,
    }
    part = "partners/_partnership_results.html"
    return render(request, part if wants_fragment(request) else "partners/partnerships.html", shown)


def _address(request, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"{request.path}?{query.urlencode()}"


class DormantList(AgreementList):
    """A list of its own of what the list of agreements shows."""

    title = gettext_lazy("Dormant agreements")
    lead = gettext_lazy("Signed, and nothing has come of them for months. Log something, or end them.")
    row_template = "partners/_dormant_row.html"

    def get_queryset(self):
        return dormant(self.request.user).select_related("owner")

    def get_page(self):
        page = super().get_page()
        last = last_things(page.rows, self.request.user)
        for row in page.rows:
            row.last_thing = last.get(row.pk)
        return page
