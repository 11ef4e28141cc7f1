"""Merging two records: which, what would come of it, and doing it."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from common.ids import model_of
from common.translated import columns_of

from ..descriptions import DESCRIPTIONS
from ..duplicates import candidates
from ..merge_words import told
from ..mergeable import MERGINGS
from ..merging import merge, plan
from ..sides import told_apart_by

FOUND = 20  # records to choose from


def merge_two(request):
    """`keep` and `drop` are ids; a field's key says whose value is taken. Without `drop` it is asked for."""
    asked = request.POST if request.method == "POST" else request.GET
    if not asked.get("keep"):
        return render(request, "curation/merge_what.html", {"crumbs": _crumbs(None)})
    kept = _find(request.user, asked["keep"])
    if not asked.get("drop"):
        return _ask_for_other(request, kept)
    other = _find(request.user, asked["drop"])
    try:
        if request.method == "POST":
            batch = merge(kept, other, asked.dict(), request.user)
            messages.success(request, _("The two are one now. The old address leads to the kept record."))
            return redirect("curation:batch", batch.pk)
        report = plan(kept, other, asked.dict(), request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('curation:merge')}?keep={kept.pk}")
    page = {
        "kept": kept,
        "other": other,
        "kept_known_by": _known_by(kept),
        "other_known_by": _known_by(other),
        "kind": _kind(kept),
        **told(report),
        "crumbs": _crumbs(kept),
    }
    return render(request, "curation/merge.html", page)


def _find(user, record_id: str):
    model = model_of(record_id, MERGINGS)
    found = MERGINGS[model].writable(user).filter(pk=record_id).first() if model else None
    if found is None:
        raise Http404
    return found


def _ask_for_other(request, kept):
    """Those that look the same, or those of a name that is typed."""
    model, text = type(kept), request.GET.get("q", "").strip()[:200]
    rows = MERGINGS[model].writable(request.user).exclude(pk=kept.pk)
    found = _by_name(rows, text) if text else _alike(kept, rows, request.user)
    page = {
        "kept": kept,
        "kind": _kind(kept),
        "text": text,
        "found": [{"pk": one.pk, "label": str(one), "known_by": _known_by(one)} for one in found],
        "crumbs": _crumbs(kept),
    }
    return render(request, "curation/merge_with.html", page)


def _alike(kept, rows, user) -> list:
    model = type(kept)
    described = DESCRIPTIONS.get(model)
    if described is None or described.naming is None:
        return []
    cards = list(described.naming.cards([kept.pk]))
    return [one.record for one in candidates(model, cards, user, among=rows, size=FOUND)[0]]


def _by_name(rows, text: str) -> list:
    columns = columns_of(rows.model, MERGINGS[rows.model].name)
    said_so = Q()
    for column in columns:
        said_so |= Q(**{f"{column}__icontains": text})
    return list(rows.filter(said_so).order_by(columns[0], "pk")[:FOUND])


def _known_by(row) -> str:
    """What tells it from others of the same name."""
    key = getattr(row, "slug", "") or getattr(row, "email", "") or row.pk
    return " · ".join([*(value for _label, value in told_apart_by(row) if value), key])


def _kind(kept) -> str:
    return str(capfirst(kept._meta.verbose_name))


def _crumbs(kept) -> list[dict]:
    here = reverse("curation:merge") + (f"?keep={kept.pk}" if kept else "")
    return [
        {"label": _("Batches of changes"), "url": reverse("curation:batches")},
        {"label": _("Merge"), "url": here},
    ]
