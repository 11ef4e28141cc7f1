"""What the house notes by itself, for curators to look at."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin
from history.models import Erasure, Reading


@admin.register(Reading)
class ReadingAdmin(ReadOnlyAdmin):
    list_display = ["at", "user", "kind", "record_id", "path"]
    list_filter = ["kind"]
    list_select_related = ["user"]
    search_fields = ["record_id", "user__email"]


@admin.register(Erasure)
class ErasureAdmin(ReadOnlyAdmin):
    list_display = ["at", "by", "kind", "record_id"]
    list_filter = ["kind"]
    list_select_related = ["by"]
    search_fields = ["record_id"]
