from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.admin import Parts
from history.admin import HistoryAdmin
from sources.admin import RecordAdmin

from .models import Deliverable, Project, ProjectParticipant


class ParticipantInline(Parts):
    model = ProjectParticipant
    fields = ["organisation", "role", "ordinal"]


class DeliverableInline(Parts):
    model = Deliverable
    fields = ["title", "status", "due_on", "ordinal"]


@admin.register(Project)
class ProjectAdmin(RecordAdmin):
    list_display = ["title", "path", "phase", "country", "starts_on", "ends_on"]
    list_filter = ["path", "phase", "country"]
    search_fields = ["title", "slug", "summary", "participants__organisation__name"]
    fieldsets = [
        (None, {"fields": ["slug", "title", ("path", "phase"), "summary", "aim"]}),
        (_("Place and time"), {"fields": [("country", "park"), ("starts_on", "ends_on")]}),
        (_("Rests on"), {"fields": ["agreements"]}),
    ]
    inlines = [ParticipantInline, DeliverableInline]


@admin.register(ProjectParticipant)
class ProjectParticipantAdmin(HistoryAdmin):
    list_display = ["organisation", "role", "project", "ordinal"]
    list_filter = ["role"]
    list_select_related = ["organisation", "project"]
    search_fields = ["organisation__name", "project__title"]
    fieldsets = [(None, {"fields": ["project", ("organisation", "role"), "ordinal"]})]


@admin.register(Deliverable)
class DeliverableAdmin(HistoryAdmin):
    list_display = ["title", "project", "status", "due_on", "ordinal"]
    list_filter = ["status"]
    list_select_related = ["project"]
    search_fields = ["title", "project__title"]
    fieldsets = [(None, {"fields": ["project", "title", ("status", "due_on"), "ordinal"]})]
