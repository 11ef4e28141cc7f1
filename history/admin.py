"""The history of a row on its admin page, also when the row is gone."""

from django.contrib.admin.utils import unquote
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.admin import CuratorAdmin

from . import log
from .pages import page_of_changes


class HistoryAdmin(CuratorAdmin):
    """Base of the pages of every model that keeps its history."""

    def history_view(self, request, object_id, extra_context=None):
        object_id = unquote(object_id)
        obj = self.get_object(request, object_id)
        parts = [(inline.model, _key_to(self.model, inline)) for inline in self.inlines]
        tracks = log.tracks_of(self.model, object_id, parts)
        changes = page_of_changes(request, tracks)
        if obj is None and not changes["change_sets"]:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            **changes,
            "title": _("History"),
            "subtitle": str(obj) if obj else _last_name(self.model, changes["change_sets"]),
            "object": obj,
            "opts": self.opts,
            "module_name": capfirst(self.opts.verbose_name_plural),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/object_history.html", context)


def _last_name(model, change_sets) -> str:
    entries = (entry for change_set in change_sets for entry in change_set.entries)
    return next((entry.label for entry in entries if entry.model is model), "")


def _key_to(model, inline) -> str:
    """The field by which the rows of an inline belong to the model."""
    return inline.fk_name or next(f.name for f in inline.model._meta.fields if f.related_model is model)
