"""A page of the log, as templates show it."""

from collections.abc import Sequence

from django.contrib.admin.utils import quote
from django.core.exceptions import SuspiciousOperation
from django.db.models import CASCADE, Model
from django.urls import NoReverseMatch, reverse

from common.roles import is_curator

from . import log
from .models import events_of

PAGE_SIZE = 30


def page_of_changes(request, tracks: Sequence[log.Track]) -> dict:
    """The page of a log that the address asks for: change_sets, older, is_first."""
    try:
        text = request.GET.get("after")
        after = log.Place.read(text) if text else None
    except ValueError:
        raise SuspiciousOperation("No such place in the log") from None
    change_sets, more = log.read(tracks, after, PAGE_SIZE)
    if is_curator(request.user):
        for change_set in change_sets:
            for entry in change_set.entries:
                entry.url = _history_url(entry)
    return {"change_sets": change_sets, "older": str(more) if more else None, "is_first": after is None}


def parts_of(model: type[Model]) -> list[tuple[type[Model], str]]:
    """The tracked models whose rows go with a row of this one, and the field by which they belong to it."""
    return [
        (relation.related_model, relation.field.name)
        for relation in model._meta.related_objects
        if getattr(relation, "on_delete", None) is CASCADE and events_of(relation.related_model)
    ]


def _history_url(entry: log.Entry) -> str | None:
    opts = entry.model._meta
    try:
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_history", args=[quote(entry.pk)])
    except NoReverseMatch:
        return None  # its model has no page of its own
