from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.admin import Parts
from sources.admin import RecordAdmin

from .models import Enterprise, Indicator, Milestone, Observation, Park, Stage, Tenancy


class TenantInline(Parts):
    model = Tenancy
    fields = ["enterprise", "kind", "settled_on", "left_on", "is_published"]


class SettledInline(Parts):
    model = Tenancy
    fields = ["park", "kind", "settled_on", "left_on", "is_published"]


class MilestoneInline(Parts):
    model = Milestone
    fields = ["slug", "title", "happened_on", "ordinal", "is_published"]


@admin.register(Park)
class ParkAdmin(RecordAdmin):
    list_display = ["organisation", "kind", "approach", "status", "parent", "opened_on"]
    list_filter = ["kind", "approach", "status", "organisation__country"]
    list_select_related = ["organisation", "parent__organisation"]
    search_fields = ["organisation__name", "organisation__slug", "organisation__names__text"]
    fieldsets = [
        (None, {"fields": ["organisation", ("kind", "parent"), ("status", "opened_on"), "approach"]}),
        (_("About it"), {"fields": ["description"]}),
    ]
    inlines = [TenantInline]


@admin.register(Enterprise)
class EnterpriseAdmin(RecordAdmin):
    list_display = ["organisation", "is_multinational"]
    list_filter = ["is_multinational", "organisation__country"]
    list_select_related = ["organisation"]
    search_fields = ["organisation__name", "organisation__slug", "organisation__names__text"]
    fieldsets = [(None, {"fields": ["organisation", "is_multinational", "description"]})]
    inlines = [SettledInline]


@admin.register(Tenancy)
class TenancyAdmin(RecordAdmin):
    list_display = ["enterprise", "park", "kind", "settled_on", "left_on"]
    list_filter = ["kind"]
    list_select_related = ["enterprise__organisation", "park__organisation"]
    search_fields = ["enterprise__organisation__name", "park__organisation__name"]
    fieldsets = [(None, {"fields": [("enterprise", "park"), "kind", ("settled_on", "left_on")]})]


@admin.register(Stage)
class StageAdmin(RecordAdmin):
    list_display = ["name", "organisation", "ordinal", "started_on", "ended_on"]
    list_select_related = ["organisation"]
    search_fields = ["name", "slug", "organisation__name"]
    fieldsets = [
        (None, {"fields": ["organisation", "name", ("slug", "ordinal"), ("started_on", "ended_on")]}),
    ]
    inlines = [MilestoneInline]


@admin.register(Milestone)
class MilestoneAdmin(RecordAdmin):
    list_display = ["title", "happened_on", "organisation", "stage"]
    list_filter = ["stage"]
    list_select_related = ["organisation", "stage"]
    search_fields = ["title", "text", "slug", "organisation__name"]
    fieldsets = [
        (None, {"fields": [("organisation", "stage"), "slug", "title", ("happened_on", "ordinal"), "text"]}),
        (_("Also about"), {"fields": ["concerns"]}),
    ]


@admin.register(Indicator)
class IndicatorAdmin(RecordAdmin):
    list_display = ["name", "respect", "unit", "follows"]
    list_filter = ["respect", "unit"]
    list_select_related = ["follows"]
    search_fields = ["name", "slug", "definition"]
    fieldsets = [
        (None, {"fields": [("slug", "ordinal"), "name", ("respect", "unit"), "definition", "follows"]}),
    ]


@admin.register(Observation)
class ObservationAdmin(RecordAdmin):
    list_display = ["indicator", "organisation", "period_on", "printed", "value", "currency"]
    list_filter = ["indicator", "period_kind", "qualifier", "currency"]
    list_select_related = ["indicator", "organisation"]
    search_fields = ["slug", "printed", "indicator__name", "organisation__name", "scope"]
    fieldsets = [
        (None, {"fields": ["slug", ("indicator", "organisation"), "scope", ("period_kind", "period_on")]}),
        (_("Value"), {"fields": ["printed", ("qualifier", "value", "currency")]}),
        (
            _("Change, share and growth"),
            {
                "fields": [
                    ("change_printed", "change", "change_is_percent"),
                    ("share_printed", "share", "share_of"),
                    "multiple",
                    "multiple_of",
                ]
            },
        ),
        (_("Part of a whole"), {"fields": [("part_of", "part_kind"), "ratio_of"]}),
    ]
