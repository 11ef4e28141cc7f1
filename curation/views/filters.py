"""Filters of lists that somebody keeps, and shares with colleagues."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.htmx import wants_fragment

from ..forms import SavedFilterForm, is_saved
from ..lists import list_named, tell_stale
from ..models import SavedFilter


def saved(request, route):
    """The filters that this user finds for a list, as `query` filters it now, and a new one."""
    asked = request.POST if request.method == "POST" else request.GET
    here = list_named(request, route)
    query = here.valid(asked.get("query", "")[:2000])
    form = SavedFilterForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        instance=SavedFilter(made_by=request.user, route=here.route, query=query),
    )
    if request.method == "POST" and is_saved(form):
        messages.success(request, _("The filter is saved."))
        return HttpResponseRedirect(here.address(query))
    seen = SavedFilter.objects.visible_to(request.user).filter(route=here.route)
    page = {
        "list": here,
        "query": query,
        "form": form,
        "filters": seen.select_related("made_by", "shared_with"),
        "crumbs": _crumbs(here, request),
    }
    fragment = request.method == "GET" and wants_fragment(request)
    return render(request, "curation/_saved_filters.html" if fragment else "curation/filters.html", page)


def open_filter(request, pk):
    """Go to the list as it was filtered; what it no longer knows is told."""
    opened = get_object_or_404(SavedFilter.objects.visible_to(request.user), pk=pk)
    here = list_named(request, opened.route)
    stale = here.stale(opened.query)
    if stale:
        words = _("The saved filter “%(name)s” does not fit any more, and this part of it is left out:")
        tell_stale(request, [words % {"name": opened.name}, *stale])
    return HttpResponseRedirect(here.address(here.valid(opened.query)))


def change(request, pk):
    own = get_object_or_404(SavedFilter.objects.writable_by(request.user), pk=pk)
    here = list_named(request, own.route)
    form = SavedFilterForm(
        request.POST if request.method == "POST" else None, user=request.user, instance=own
    )
    if request.method == "POST" and is_saved(form):
        messages.success(request, _("Your changes are saved."))
        return redirect("curation:filters", own.route)
    page = {"form": form, "filter": own, "crumbs": _crumbs(here, request, own)}
    return render(request, "curation/filter_change.html", page)


def delete(request, pk):
    own = get_object_or_404(SavedFilter.objects.writable_by(request.user), pk=pk)
    own.delete()
    messages.success(request, _("The filter is deleted."))
    return redirect("curation:filters", own.route)


def _crumbs(here, request, own=None) -> list[dict]:
    saved_url = reverse("curation:filters", args=[here.route])
    crumbs = [
        {"label": here.title, "url": here.url},
        {"label": _("Saved filters"), "url": saved_url},
    ]
    return [*crumbs, {"label": str(own), "url": request.path}] if own else crumbs
