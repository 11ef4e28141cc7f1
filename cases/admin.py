from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from history.admin import HistoryAdmin

from .models import Case, Message


@admin.register(Case)
class CaseAdmin(HistoryAdmin):
    list_display = ["title", "owner", "park", "status", "created_at"]
    list_filter = ["status"]
    list_select_related = ["owner", "park__organisation"]
    search_fields = ["title", "text", "owner__name"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "title",
                    ("owner", "asked_by"),
                    "text",
                    "answers",
                    "contact",
                    "countries",
                    "wanted_by",
                ]
            },
        ),
        (_("Handling"), {"fields": ["park", ("listing", "category"), ("sent_to", "provider")]}),
        (_("Status"), {"fields": [("status", "ended_at"), "reason", "is_example"]}),
    ]


@admin.register(Message)
class MessageAdmin(HistoryAdmin):
    list_display = ["case", "side", "by", "created_at"]
    list_filter = ["side"]
    list_select_related = ["case", "by"]
    search_fields = ["text", "case__title"]
    fieldsets = [(None, {"fields": ["case", ("side", "by"), "text"]})]
