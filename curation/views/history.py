"""What happened to a record, for those who keep it: who, when, what it said before and after."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from history import log
from history.pages import page_of_changes, parts_of
from history.reading import shows

from ..changing import editing_of
from ..past import earlier, kept_model, settable, told_to


def history(request, pk):
    model = kept_model(pk)
    record = get_object_or_404(told_to(request.user, model), pk=pk)
    shows(request, model, [record.pk])
    page = {"record": record, "crumbs": _crumbs(record), "settable": frozenset()}
    if editing_of(model).writable(request.user).filter(pk=record.pk).exists():
        page["settable"] = settable(model)
    tracks = log.tracks_of(model, record.pk, parts_of(model))
    return render(request, "curation/history.html", page | page_of_changes(request, tracks))


def set_back(request, pk):
    """What setting a value back would do; posted to, it is done. `state` and `field` say which."""
    model = kept_model(pk)
    record = get_object_or_404(editing_of(model).writable(request.user), pk=pk)
    shows(request, model, [record.pk])
    asked = request.POST if request.method == "POST" else request.GET
    here = reverse("curation:history", args=[record.pk])
    try:
        wanted = earlier(record, asked.get("state", ""), asked.get("field", ""), request.user)
        if wanted is None:
            messages.warning(request, _("Choose in the history which value to set back."))
            return redirect(here)
        if request.method == "POST":
            batch = wanted.set_back()
            messages.success(request, _("Set back. It can be taken back here."))
            return redirect("curation:batch", batch.pk)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect(here)
    page = {
        "record": record,
        "wanted": wanted,
        "would": wanted.preview(),
        "state": asked["state"],
        "field": asked["field"],
        "history_url": here,
        "crumbs": [*_crumbs(record), {"label": _("Set back"), "url": request.path}],
    }
    return render(request, "curation/set_back.html", page)


def _crumbs(record) -> list[dict]:
    address = record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""
    past = {"label": _("History"), "url": reverse("curation:history", args=[record.pk])}
    return [{"label": str(record), "url": address}, past] if address else [past]
