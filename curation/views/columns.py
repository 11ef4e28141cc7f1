"""The columns that somebody wants of a list, remembered."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.columns import columns_of, has_columns, usual_columns

from ..forms import ColumnsForm
from ..lists import list_named
from ..models import ChosenColumns


def choose(request, route):
    """`?query=` says how the list is filtered now."""
    asked = request.POST if request.method == "POST" else request.GET
    here = list_named(request, route)
    if not has_columns(here.model):
        raise Http404
    query = here.valid(asked.get("query", "")[:2000])
    own = ChosenColumns.objects.filter(user=request.user, route=here.route)
    if request.POST.get("usual") == "1":
        own.delete()
        messages.success(request, _("The usual columns are shown again."))
        return HttpResponseRedirect(here.address(query, "show=table"))
    chosen = next((one.columns for one in own), [])
    known = columns_of(here.model)
    shown = [name for name in chosen if name in known] or usual_columns(here.model, get_language() or "en")
    form = ColumnsForm(request.POST if request.method == "POST" else None, model=here.model, shown=shown)
    if request.method == "POST" and form.is_valid():
        ChosenColumns.objects.update_or_create(
            user=request.user, route=here.route, defaults={"columns": form.chosen()}
        )
        messages.success(request, _("Tables and files of this list now have these columns."))
        return HttpResponseRedirect(here.address(query, "show=table"))
    crumbs = [{"label": here.title, "url": here.url}, {"label": _("Columns"), "url": request.path}]
    page = {"list": here, "query": query, "form": form, "crumbs": crumbs, "is_chosen": bool(chosen)}
    return render(request, "curation/columns.html", page)
