"""What the house notes by itself, for curators to look at."""

from django.contrib import admin

from common.admin import CuratorAdmin
from history.models import Erasure, Reading


class ReadOnlyAdmin(CuratorAdmin):
    """What is noted by itself, and changed by nobody."""

    def get_urls(self):
        shut = ("_add", "_delete", "_history")
        return [url for url in super().get_urls() if not str(getattr(url, "name", "")).endswith(shut)]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


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
