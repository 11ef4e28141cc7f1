"""What the house notes by itself, for curators to look at."""

from django.apps import apps
from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from common.admin import ReadOnlyAdmin
from history.models import Erasure, Reading


class KindFilter(admin.SimpleListFilter):
    """Kinds of records by their names; rows keep the labels of their models."""

    title = _("kind of record")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        kinds = model_admin.model.objects.order_by("kind").values_list("kind", flat=True).distinct()
        return [(kind, name_of(kind)) for kind in kinds]

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


def name_of(kind: str) -> str:
    return capfirst(apps.get_model(kind)._meta.verbose_name)


class OfRecordAdmin(ReadOnlyAdmin):
    list_filter = [KindFilter]

    @admin.display(description=_("kind of record"), ordering="kind")
    def what(self, row) -> str:
        return name_of(row.kind)


@admin.register(Reading)
class ReadingAdmin(OfRecordAdmin):
    list_display = ["at", "user", "what", "record_id"]
    list_select_related = ["user"]
    search_fields = ["record_id", "user__email"]


@admin.register(Erasure)
class ErasureAdmin(OfRecordAdmin):
    list_display = ["at", "by", "what", "record_id"]
    list_select_related = ["by"]
    search_fields = ["record_id"]
