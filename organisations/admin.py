from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.admin import Parts, ReadOnlyAdmin
from curation.twins_admin import TellsOfTwins
from history.admin import HistoryAdmin
from sources.admin import RecordAdmin

from .directory.doubts import WORDS
from .models import (
    DirectoryEntry,
    DirectoryLoad,
    Distinction,
    Identifier,
    NetworkMembership,
    Organisation,
    OrganisationName,
    OrganisationRelation,
    Person,
    Position,
)

SHOWN_DOUBTS = 500
DOUBT_HEAD = (_("Code"), _("Name"), _("Reason"), _("What stands there"))
#: What became of the bodies of a registry's file.
WAYS = {
    "read": _("rows read"),
    "new": pgettext_lazy("bodies", "new"),
    "adopted": _("found here by an identifier"),
    "known": pgettext_lazy("bodies", "changed"),
    "unchanged": pgettext_lazy("bodies", "unchanged"),
    "withdrawn": _("withdrawn by the registry"),
    "deleted": _("deleted here before"),
}


class NameInline(Parts):
    model = OrganisationName
    fields = ["text", "language", "kind", "note"]


class IdentifierInline(Parts):
    model = Identifier
    fields = ["scheme", "value"]


class RelationInline(Parts):
    model = OrganisationRelation
    fk_name = "organisation"
    fields = ["kind", "other", "started_on", "ended_on", "is_published"]
    verbose_name_plural = _("relations to others")


class ReverseRelationInline(Parts):
    model = OrganisationRelation
    fk_name = "other"
    fields = ["organisation", "kind", "started_on", "ended_on", "is_published"]
    verbose_name_plural = _("relations of others to it")


class NetworkInline(Parts):
    model = NetworkMembership
    fk_name = "member"
    fields = ["network", "joined_on", "left_on", "is_published"]
    verbose_name_plural = _("networks that it belongs to")


class MemberInline(Parts):
    model = NetworkMembership
    fk_name = "network"
    fields = ["member", "joined_on", "left_on", "is_published"]
    verbose_name_plural = _("members that it has")


class PositionInline(Parts):
    model = Position
    fk_name = "organisation"
    fields = ["person", "kind", "title", "started_on", "ended_on", "is_published"]


class HeldInline(Parts):
    model = Position
    fields = ["organisation", "kind", "title", "started_on", "ended_on", "on_behalf_of", "is_published"]


class DistinctionInline(Parts):
    model = Distinction
    fields = ["kind", "title", "granted_on", "is_published"]


@admin.register(Organisation)
class OrganisationAdmin(TellsOfTwins, RecordAdmin):
    list_display = ["name", "kind", "country", "city", "parent"]
    list_filter = ["kind", "country"]
    list_select_related = ["parent"]
    search_fields = ["name", "slug", "names__text", "identifiers__value"]
    fieldsets = [
        (None, {"fields": ["name", ("slug", "kind"), "parent", "summary"]}),
        (_("Place"), {"fields": ["country", "city", ("latitude", "longitude")]}),
        (_("Life"), {"fields": [("founded_on", "dissolved_on"), "website"]}),
    ]
    inlines = [
        NameInline,
        IdentifierInline,
        RelationInline,
        ReverseRelationInline,
        NetworkInline,
        MemberInline,
        PositionInline,
        DistinctionInline,
    ]


@admin.register(OrganisationName)
class OrganisationNameAdmin(HistoryAdmin):
    list_display = ["text", "language", "kind", "organisation"]
    list_filter = ["kind", "language"]
    list_select_related = ["organisation"]
    search_fields = ["text", "organisation__name"]
    fieldsets = [(None, {"fields": ["organisation", "text", ("language", "kind"), "note"]})]


@admin.register(Identifier)
class IdentifierAdmin(HistoryAdmin):
    list_display = ["value", "scheme", "organisation"]
    list_filter = ["scheme"]
    list_select_related = ["organisation"]
    search_fields = ["value", "organisation__name"]
    fieldsets = [(None, {"fields": ["organisation", ("scheme", "value")]})]


@admin.register(OrganisationRelation)
class OrganisationRelationAdmin(RecordAdmin):
    list_display = ["organisation", "kind", "other", "started_on", "ended_on"]
    list_filter = ["kind"]
    list_select_related = ["organisation", "other"]
    search_fields = ["organisation__name", "other__name", "note"]
    fieldsets = [
        (None, {"fields": [("organisation", "kind", "other"), ("started_on", "ended_on"), "note"]}),
    ]


@admin.register(NetworkMembership)
class NetworkMembershipAdmin(RecordAdmin):
    list_display = ["network", "member", "joined_on", "left_on"]
    list_select_related = ["network", "member"]
    search_fields = ["network__name", "member__name", "note"]
    fieldsets = [(None, {"fields": [("network", "member"), ("joined_on", "left_on"), "note"]})]


@admin.register(Person)
class PersonAdmin(TellsOfTwins, RecordAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    fieldsets = [(None, {"fields": ["name", "slug", "summary"]})]
    inlines = [HeldInline]


@admin.register(Position)
class PositionAdmin(RecordAdmin):
    list_display = ["person", "title", "organisation", "kind", "started_on"]
    list_filter = ["kind"]
    list_select_related = ["person", "organisation"]
    search_fields = ["person__name", "title", "organisation__name"]
    fieldsets = [
        (None, {"fields": [("person", "organisation"), "title", ("kind", "on_behalf_of")]}),
        (_("Time"), {"fields": [("started_on", "ended_on")]}),
    ]


@admin.register(Distinction)
class DistinctionAdmin(RecordAdmin):
    list_display = ["title", "organisation", "kind", "granted_on"]
    list_filter = ["kind"]
    list_select_related = ["organisation"]
    search_fields = ["title", "organisation__name"]
    fieldsets = [(None, {"fields": ["organisation", "title", ("kind", "granted_on"), "granted_by"]})]


@admin.register(DirectoryEntry)
class DirectoryEntryAdmin(ReadOnlyAdmin):
    list_display = ["code", "registry", "status", "organisation"]
    list_filter = ["registry", "status"]
    list_select_related = ["organisation"]
    search_fields = ["code", "organisation__name_en"]


@admin.register(DirectoryLoad)
class DirectoryLoadAdmin(ReadOnlyAdmin):
    """The reports of what was taken in from registries."""

    list_display = ["file_name", "registry", "state", "progress", "started_at", "ended_at"]
    list_filter = ["registry", "state"]
    fields = [
        "file_name",
        ("registry", "state", "progress"),
        ("started_at", "ended_at", "batch"),
        "problem",
        "what_came",
        "what_was_doubtful",
    ]
    readonly_fields = ["what_came", "what_was_doubtful"]

    @admin.display(description=_("what came of it"))
    def what_came(self, load):
        counted = [(WAYS[way], times) for way, times in load.counts.items() if way in WAYS]
        return format_html_join("", "<p>{}: {}</p>", counted) or "–"

    @admin.display(description=_("doubtful"))
    def what_was_doubtful(self, load):
        """How many there are for each reason, and the first of them."""
        counted = format_html_join(
            "",
            "<p>{}: {}</p>",
            ((WORDS.get(reason, reason), times) for reason, times in load.counts.get("doubts", {}).items()),
        )
        rows = format_html_join(
            "",
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            (
                (code, name or "–", WORDS.get(reason, reason), value)
                for code, name, reason, value in load.doubtful[:SHOWN_DOUBTS]
            ),
        )
        if not counted:
            return "–"
        head = format_html_join("", '<th scope="col">{}</th>', ((word,) for word in DOUBT_HEAD))
        table = "{}<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>"
        return format_html(table, counted, head, rows) if rows else counted
