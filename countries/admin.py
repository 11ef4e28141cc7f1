from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.admin import Parts
from history.admin import HistoryAdmin
from sources.admin import RecordAdmin

from .models import (
    Country,
    CountryGroup,
    CountryGroupMember,
    Figure,
    GuideSection,
    Holiday,
    RiskAssessment,
)


class Overdue(admin.SimpleListFilter):
    """What somebody should have looked at again by now."""

    title = _("review")
    parameter_name = "review"

    def lookups(self, request, model_admin):
        return [("overdue", _("overdue"))]

    def queryset(self, request, queryset):
        return queryset.filter(review_by__lt=timezone.localdate()) if self.value() == "overdue" else queryset


class GroupInline(Parts):
    model = CountryGroupMember
    fields = ["group", "joined_on", "is_published"]


class MemberInline(Parts):
    model = CountryGroupMember
    fields = ["country", "joined_on", "is_published"]


@admin.register(Country)
class CountryAdmin(HistoryAdmin):
    list_display = ["name", "code", "code3", "region"]
    list_filter = ["region"]
    search_fields = ["name", "code", "code3"]
    fieldsets = [(None, {"fields": [("code", "code3", "region"), "name", "summary"]})]
    inlines = [GroupInline]

    def get_readonly_fields(self, request, obj=None):
        # A code is what everything else knows a country by.
        return [*super().get_readonly_fields(request, obj), *(["code"] if obj else [])]


@admin.register(CountryGroup)
class CountryGroupAdmin(RecordAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    fieldsets = [(None, {"fields": ["slug", "name", "summary"]})]
    inlines = [MemberInline]


@admin.register(CountryGroupMember)
class CountryGroupMemberAdmin(RecordAdmin):
    list_display = ["country", "group", "joined_on"]
    list_filter = ["group"]
    list_select_related = ["country", "group"]
    search_fields = ["country__name", "group__name"]
    fieldsets = [(None, {"fields": [("group", "country"), "joined_on"]})]


@admin.register(GuideSection)
class GuideSectionAdmin(RecordAdmin):
    list_display = ["country", "topic", "author", "reviewed_on", "review_by"]
    list_filter = [Overdue, "topic", "country__region"]
    list_select_related = ["country"]
    search_fields = ["country__name", "country__code", "text"]
    fieldsets = [
        (None, {"fields": [("country", "topic"), "text"]}),
        (_("Review"), {"fields": ["author", ("reviewed_on", "review_by")]}),
    ]


@admin.register(RiskAssessment)
class RiskAssessmentAdmin(RecordAdmin):
    list_display = ["country", "kind", "level", "author", "assessed_on", "review_by"]
    list_filter = [Overdue, "kind", "level", "country__region"]
    list_select_related = ["country"]
    search_fields = ["country__name", "country__code", "text"]
    fieldsets = [
        (None, {"fields": [("country", "kind"), "level", "text"]}),
        (_("Review"), {"fields": ["author", ("assessed_on", "review_by")]}),
    ]


@admin.register(Figure)
class FigureAdmin(HistoryAdmin):
    list_display = ["country", "indicator", "year", "value", "standard_error", "unit"]
    list_filter = ["indicator", "unit", "country__region"]
    list_select_related = ["country"]
    search_fields = ["country__name", "country__code", "indicator"]
    fieldsets = [
        (None, {"fields": ["country", ("indicator", "year"), ("value", "standard_error"), "passage"]}),
    ]


@admin.register(Holiday)
class HolidayAdmin(HistoryAdmin):
    list_display = ["day", "country", "name"]
    list_filter = ["country__region"]
    list_select_related = ["country"]
    search_fields = ["country__name", "country__code", "name"]
    fieldsets = [(None, {"fields": [("country", "day"), "name", "passage"]})]
