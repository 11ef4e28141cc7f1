from django.contrib import admin

from common.admin import ReadOnlyAdmin

from .models import Batch


@admin.register(Batch)
class BatchAdmin(ReadOnlyAdmin):
    list_display = ["label", "kind", "made_by", "made_at", "undone"]
    list_select_related = ["made_by", "undone"]
    list_filter = ["kind"]
    search_fields = ["label"]
    date_hierarchy = "made_at"
