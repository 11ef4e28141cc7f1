"""What happened to a record, for those who keep it: who, when, what it said before and after."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from history import log
from history.pages import page_of_changes, parts_of
from history.reading import shows

from ..past import model_of, told_to


def history(request, pk):
    model = model_of(pk)
    if model is None:
        raise Http404
    record = get_object_or_404(told_to(request.user, model), pk=pk)
    shows(request, model, [record.pk])
    tracks = log.tracks_of(model, record.pk, parts_of(model))
    address = record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""
    crumbs = [{"label": str(record), "url": address}, {"label": _("History"), "url": request.path}]
    page = {"record": record, "address": address, "crumbs": crumbs[0 if address else 1 :]}
    return render(request, "curation/history.html", page | page_of_changes(request, tracks))
