"""What was imported, merged or edited at once: the list, what each did, and taking it back."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.errors import RuleBroken
from common.paging import BadCursor, keyset_page
from history import log
from history.reading import shows

from ..conflicts import in_words
from ..effects import counts, tracks_of_batch
from ..models import Batch
from ..undoing import preview
from ..undoing import undo as undo_batch

PAGE_SIZE = 30
SHOWN = 200  # conflicts on a page


def batches(request):
    """Newest first; `cursor` says which page."""
    found = Batch.objects.visible_to(request.user).select_related("made_by", "undone__undone")
    try:
        page = keyset_page(found, ["-made_at"], request.GET.get("cursor"), PAGE_SIZE)
    except BadCursor:
        raise BadRequest(_("There is no such page.")) from None
    here = reverse("curation:batches")
    shown = {
        "batches": page.rows,
        "next_url": f"{here}?cursor={page.next}" if page.next else "",
        "previous_url": f"{here}?cursor={page.previous}" if page.previous else "",
        "crumbs": [{"label": _("Batches of changes"), "url": here}],
    }
    return render(request, "curation/batches.html", shown)


def batch(request, pk):
    """What it did, newest first; `after` says from where on."""
    shown = _find(request, pk)
    try:
        after = request.GET.get("after")
        place = log.Place.read(after) if after else None
    except ValueError:
        raise BadRequest(_("There is no such page.")) from None
    change_sets, more = log.read(tracks_of_batch(shown), place, PAGE_SIZE)
    entries = [entry for one in change_sets for entry in one.entries]
    _note_shown(request, [(entry.model, entry.pk) for entry in entries])
    page = {
        "batch": shown,
        "counts": counts(shown),
        "entries": entries,
        "older": str(more) if more else "",
        "undoes": Batch.objects.filter(undone=shown).first(),
        "conflicts": _told(request, shown.conflicts),
        "conflict_count": len(shown.conflicts),
        "may_be_taken_back": not shown.undone_id and not shown.is_waiting,
        "crumbs": _crumbs(shown),
    }
    return render(request, "curation/batch.html", page)


def undo(request, pk):
    """What taking back would do; posted to, it is done."""
    asked = _find(request, pk)
    if asked.undone_id and request.method == "GET":
        return redirect("curation:batch", asked.pk)
    if request.method == "POST":
        try:
            undoing = undo_batch(asked, request.user)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return redirect("curation:batch", asked.pk)
        if undoing.is_waiting:
            return redirect("curation:batch", undoing.pk)
        left = len(undoing.conflicts)
        if left:
            words = ngettext(
                "Taken back, but for %(counter)s thing that is listed here.",
                "Taken back, but for %(counter)s things that are listed here.",
                left,
            )
            messages.warning(request, words % {"counter": left})
        else:
            messages.success(request, _("All of it is taken back."))
        return redirect("curation:batch", undoing.pk)
    would = preview(asked)
    page = {
        "batch": asked,
        "rows": would.rows,
        "conflicts": _told(request, [vars(one) for one in would.conflicts]),
        "conflict_count": len(would.conflicts),
        "crumbs": [*_crumbs(asked), {"label": _("Take it back"), "url": request.path}],
    }
    return render(request, "curation/take_back.html", page)


def _find(request, pk) -> Batch:
    seen = Batch.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("made_by", "undone__undone"), pk=pk)


def _crumbs(shown: Batch) -> list[dict]:
    return [
        {"label": _("Batches of changes"), "url": reverse("curation:batches")},
        {"label": shown.label, "url": reverse("curation:batch", args=[shown.pk])},
    ]


def _note_shown(request, rows: Iterable[tuple]) -> None:
    """For the log of what curators read of parks' own: pairs of a model and an id."""
    for model, pk in rows:
        shows(request, model, [pk])


def _told(request, conflicts: list[dict]) -> list[dict]:
    """Conflicts as the page shows them."""
    told = in_words(conflicts[:SHOWN])
    _note_shown(request, [(one["model"], one["what"].pk) for one in told])
    return told
