from django.contrib import admin

from common.admin import Parts
from history.admin import HistoryAdmin
from sources.admin import RecordAdmin

from .models import Country, CountryGroup, CountryGroupMember


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
