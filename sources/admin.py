from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.admin import Parts
from history.admin import HistoryAdmin

from .models import Discrepancy, Passage, Source, Term, Vocabulary

#: The section that every record has: whether it is shown, and where it stands in the sources.
PUBLICATION = (
    _("Publication and sources"),
    {
        "fields": [("is_published", "is_example"), "curator_note", "passages", "discrepancies"],
        "classes": ["collapse"],
    },
)
TECHNICAL = (_("Technical"), {"fields": [("id", "created_at", "updated_at")], "classes": ["collapse"]})


class RecordAdmin(HistoryAdmin):
    """Base of the pages of facts: published or not, with the places where they stand."""

    def get_list_filter(self, request):
        return [*super().get_list_filter(request), "is_published", "is_example"]

    def get_list_display(self, request):
        return [*super().get_list_display(request), "is_published"]

    def get_fieldsets(self, request, obj=None):
        own = [*(self.fieldsets or ()), PUBLICATION, TECHNICAL]
        return [(title, options | {"fields": self._beside(options["fields"])}) for title, options in own]


class PassageInline(Parts):
    model = Passage
    fields = ["code", "label", "ordinal"]


@admin.register(Source)
class SourceAdmin(HistoryAdmin):
    list_display = ["title", "kind", "author", "published_on"]
    list_filter = ["kind"]
    search_fields = ["title", "author", "slug"]
    fieldsets = [
        (None, {"fields": ["title", ("slug", "kind"), "author", "publisher", "published_on"]}),
        (_("About it"), {"fields": ["description", ("licence", "link"), "curator_note"]}),
    ]
    inlines = [PassageInline]


@admin.register(Passage)
class PassageAdmin(HistoryAdmin):
    list_display = ["label", "code", "source", "ordinal"]
    list_filter = ["source"]
    list_select_related = ["source"]
    search_fields = ["label", "code", "source__title"]
    fieldsets = [(None, {"fields": ["source", ("code", "ordinal"), "label"]})]


@admin.register(Discrepancy)
class DiscrepancyAdmin(HistoryAdmin):
    list_display = ["title", "code", "kind"]
    list_filter = ["kind"]
    search_fields = ["title", "code", "note"]
    fieldsets = [(None, {"fields": [("code", "kind"), "title", "note", "passages"]})]


class TermInline(Parts):
    model = Term
    fields = ["slug", "name", "parent", "ordinal", "is_published"]


@admin.register(Vocabulary)
class VocabularyAdmin(HistoryAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    fieldsets = [(None, {"fields": ["slug", "name", "description"]})]
    inlines = [TermInline]


@admin.register(Term)
class TermAdmin(RecordAdmin):
    list_display = ["name", "vocabulary", "parent", "ordinal"]
    list_filter = ["vocabulary"]
    list_select_related = ["vocabulary", "parent"]
    search_fields = ["name", "slug", "definition"]
    fieldsets = [(None, {"fields": [("vocabulary", "parent"), ("slug", "ordinal"), "name", "definition"]})]
