"""The searches that somebody saved."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.errors import RuleBroken

from . import saving
from .forms import SavedSearchForm
from .models import SavedSearch
from .places import PLACES


def saved(request):
    """All of one's own, with what is new."""
    searches = SavedSearch.objects.visible_to(request.user)
    page = {"standings": saving.standings(searches, request), "crumbs": _crumbs()}
    return render(request, "search/saved.html", page)


def save(request):
    """`?place=` where, and the parameters of the search there."""
    asked = request.POST if request.method == "POST" else request.GET
    place = PLACES.get(asked.get("place", ""))
    if place is None:
        raise BadRequest(_("There is no such place to search in."))
    query = QueryDict(asked["query"][:2000]) if "query" in asked else request.GET
    search = SavedSearch(made_by=request.user, place=place.name, query=place.canonical(query)[:2000])
    form = SavedSearchForm(
        request.POST if request.method == "POST" else None,
        instance=search,
        initial={"name": saving.proposed_name(place, query)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            _kept, is_new = saving.save(form.instance)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The search is saved.") if is_new else _("You have saved this search already.")
            )
            return redirect("search:saved")
    page = {
        "form": form,
        "search": search,
        "place": place,
        "words": query.get("q", ""),
        "filters": list(place.words(query)),
        "back_url": place.address(search.query),
        "crumbs": [*_crumbs(), {"label": _("Save this search"), "url": request.get_full_path()}],
    }
    return render(request, "search/save.html", page)


@require_POST
def open_saved(request, pk):
    """Go to what it finds; it counts as looked at."""
    own = get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=pk)
    return HttpResponseRedirect(saving.look_at(own))


def change(request, pk):
    own = get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=pk)
    form = SavedSearchForm(request.POST if request.method == "POST" else None, instance=own)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your changes are saved."))
        return redirect("search:saved")
    page = {"form": form, "search": own, "crumbs": [*_crumbs(), {"label": str(own), "url": request.path}]}
    return render(request, "search/saved_change.html", page)


@require_POST
def delete(request, pk):
    """Another click on the way back saves it again: its page has the form filled."""
    own = get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=pk)
    own.delete()
    messages.success(request, _("The saved search “%(name)s” is deleted.") % {"name": own.name})
    return redirect("search:saved")


def _crumbs() -> list[dict]:
    return [{"label": _("Saved searches"), "url": reverse("search:saved")}]
