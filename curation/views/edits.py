"""Changing many rows of a list: choose what, look at what it would do, do it."""

import secrets

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ..changing import Change, ValueForm, editing_of, offered
from ..lists import KnownList, list_named
from ..looking import looked_at
from ..models import BulkEdit
from ..operations import edits as operations


def edit(request, route):
    """`row` names rows of the list, or `all` takes them all, as `query` filters it; `what` and `value`."""
    here = list_named(request, route)
    editing = editing_of(here.model)
    if editing is None:
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    query = here.valid(asked.get("query", "")[:2000])
    listed = _rows(here, query, asked)
    ids = list(dict.fromkeys(listed.order_by("pk").values_list("pk", flat=True)))
    page = {
        "list": here,
        "query": query,
        "rows_asked": [] if asked.get("all") else ids,
        "is_all": bool(asked.get("all")),
        "count": len(ids),
        "crumbs": _crumbs(here, request),
        "actions": offered(here.model, editing, request.user),
        "what": asked.get("what", ""),
    }
    if not ids or page["what"] not in dict(page["actions"]):
        return render(request, "curation/edit_what.html", page)
    given = asked if "given" in asked else None
    form = ValueForm(given, model=here.model, what=page["what"], user=request.user)
    page |= {"form": form, "what_words": dict(page["actions"])[page["what"]]}
    if form.fields and not form.is_valid():
        return render(request, "curation/edit_value.html", page)
    value = form.cleaned_data.get("value") if form.fields else None
    change = Change(here.model, page["what"], value, request.user)
    if request.method == "POST":
        if asked.get("count") == str(len(ids)):
            return _ask_for(request, change, ids)
        messages.warning(request, _("The list has changed meanwhile. Please look at the rows again."))
    return render(request, "curation/edit_preview.html", page | _preview(change, ids, listed, asked))


def bulk_edit(request, pk):
    """How it goes, and what came of it; posted to, it goes on where a worker left it."""
    shown = get_object_or_404(BulkEdit.objects.select_related("batch"), pk=pk, made_by=request.user)
    if request.method == "POST":
        operations.take_further(shown)
        return redirect("curation:bulk_edit", shown.pk)
    page = {
        "edit": shown,
        "handled": operations.handled(shown),
        "count": len(shown.ids),
        "is_over": shown.state in (BulkEdit.State.DONE, BulkEdit.State.REFUSED),
        "batch_url": reverse("curation:batch", args=[shown.batch_id]) if shown.batch_id else "",
        "more_refused": shown.left_out - len(shown.refused),
        "crumbs": [
            {"label": _("Batches of changes"), "url": reverse("curation:batches")},
            {"label": shown.label, "url": request.path},
        ],
    }
    return render(request, "curation/bulk_edit.html", page)


def _rows(here: KnownList, query: str, asked) -> QuerySet:
    """The rows that were chosen; only those that the list shows to who asks."""
    listed = here.filtered(query).qs
    return listed if asked.get("all") else listed.filter(pk__in=asked.getlist("row")[:1000])


def _preview(change: Change, ids: list[str], listed: QuerySet, asked) -> dict:
    return {
        **vars(looked_at(change, ids, listed)),
        "given": asked.getlist("value"),
        "has_values": not change.what.startswith("do:"),
        "words": change.words(),
        "submission": secrets.token_urlsafe(16),
        "may_be_together": len(ids) <= operations.MOST_TOGETHER,
    }


def _ask_for(request, change: Change, ids: list[str]):
    asked_for = operations.ask_for(
        change,
        request.POST.getlist("value"),
        ids,
        submission=request.POST.get("submission", "")[:64] or secrets.token_urlsafe(16),
        all_or_nothing=request.POST.get("together") == "1" and len(ids) <= operations.MOST_TOGETHER,
    )
    operations.set_going(asked_for)
    return redirect("curation:bulk_edit", asked_for.pk)


def _crumbs(here: KnownList, request) -> list[dict]:
    return [
        {"label": here.title, "url": here.url},
        {"label": _("Change many"), "url": reverse("curation:edit", args=[here.route])},
    ]
