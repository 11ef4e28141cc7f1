"""What was imported, merged or edited at once, over the API: what each did, and taking it back."""

from django.http import Http404
from django.utils.translation import override
from rest_framework.decorators import action

from history import log

from ..batch_filters import BatchFilter
from ..conflicts import in_words
from ..effects import counts, tracks_of_batch
from ..models import Batch
from ..undoing import preview, undo
from .base import PAGED, MachineryViewSet, Nothing
from .batch_shapes import BATCH
from .schema import LINK, obj, texts

MOST = 200  # conflicts that one answer tells
CHANGE = obj(
    {
        "at": {"type": "string", "format": "date-time"},
        "author": {"type": "string"},
        "action": {"type": "string", "enum": ["insert", "update", "delete"]},
        "model": {"type": "string"},
        "id": {"type": "string"},
        "label": {"type": "string"},
        "url": {"type": "string", "description": "Path of its page; empty where it has none."},
        "fields": {"type": "array", "items": texts("name", "label", "before", "after")},
    }
)
NUMBER = {"type": "integer"}
COUNT = obj(
    {
        "model": {"type": "string"},
        "label": {"type": "string"},
        "created": NUMBER,
        "changed": NUMBER,
        "deleted": NUMBER,
    }
)
CONFLICTS = {
    "type": "array",
    "description": f"The first {MOST}.",
    "items": texts("model", "id", "label", "field", "field_label", "ours", "now", "code", "why"),
}


class BatchViewSet(MachineryViewSet):
    """Imports, merges, edits of many and undoings: your own, as long as you belong where you did then;

    curators see all. Each can be taken back but for what was edited since.
    """

    shape, filterset = BATCH, BatchFilter
    body = Nothing
    tells = {
        "changes": obj(
            {
                "counts": {"type": "array", "items": COUNT},
                "next": LINK,
                "results": {"type": "array", "items": CHANGE},
            }
        ),
        "would": obj({"rows": NUMBER, "left": NUMBER, "conflicts": CONFLICTS}),
        "left": obj({"left": NUMBER, "conflicts": CONFLICTS}),
    }
    asks = {"changes": PAGED}

    def writable(self):
        return Batch.objects.visible_to(self.request.user)

    @action(detail=True)
    def changes(self, request, pk):
        """Read what it wrote, the newest first."""
        reader = self._read("cursor", "page_size")
        with override(reader.language):
            batch, size = self._found(pk), self._page_size()
            sets, more = log.read(tracks_of_batch(batch), self._place(), size)
            told = [(one, entry) for one in sets for entry in one.entries]
            for _one, entry in told:
                self._note_shown(entry.model, [entry.pk])
            answer = {
                "counts": [_count(one) for one in counts(batch)],
                "next": self._url(str(more)) if more else None,
                "results": [_change(one, entry) for one, entry in told],
            }
            return self._told(answer, reader)

    @action(detail=True, url_path="undo", url_name="undo")
    def would(self, request, pk):
        """Read what taking it back would do now, and what was edited since and would stay."""
        reader = self._read()
        with override(reader.language):
            would = preview(self._found(pk))
            answer = {"rows": would.rows, **self._conflicts([vars(one) for one in would.conflicts])}
            return self._told(answer, reader)

    @would.mapping.post
    def undo(self, request, pk):
        """Take it back but for what was edited since; answered with the undoing."""
        return self._act(pk, lambda row, given: undo(row, request.user))

    @action(detail=True)
    def left(self, request, pk):
        """Read what an undoing left as it was, with reasons."""
        reader = self._read()
        with override(reader.language):
            return self._told(self._conflicts(self._found(pk).conflicts), reader)

    def _found(self, pk: str) -> Batch:
        found = Batch.objects.visible_to(self.request.user).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def _place(self) -> log.Place | None:
        """Raises BadParameters"""
        cursor = self.request.GET.get("cursor")
        try:
            return log.Place.read(cursor) if cursor else None
        except ValueError:
            raise self._bad_cursor() from None

    def _conflicts(self, conflicts: list[dict]) -> dict:
        told = in_words(conflicts[:MOST])
        for one in told:
            self._note_shown(one["model"], [one["what"].pk])
        return {"left": len(conflicts), "conflicts": [_conflict(one) for one in told]}


def _count(one) -> dict:
    return {
        "model": one.model._meta.label_lower,
        "label": one.label,
        "created": one.created,
        "changed": one.changed,
        "deleted": one.deleted,
    }


def _change(change_set, entry) -> dict:
    return {
        "at": change_set.at,
        "author": change_set.author,
        "action": entry.action,
        "model": entry.model._meta.label_lower,
        "id": entry.pk,
        "label": entry.label,
        "url": entry.url or "",
        "fields": [
            {"name": one.name, "label": one.label, "before": one.before, "after": one.after}
            for one in entry.changes
        ],
    }


def _conflict(told: dict) -> dict:
    what = told["what"]
    return {
        "model": what.model,
        "id": what.pk,
        "label": what.label,
        "field": what.field,
        "field_label": told["field"],
        "ours": what.ours,
        "now": what.now,
        "code": what.why,
        "why": told["why"],
    }
