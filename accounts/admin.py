from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.admin import MadeElsewhere, Parts
from history.admin import HistoryAdmin

from .models import ApiKey, Invitation, JoinRequest, Membership, PrivateFeed, User


class MembershipInline(Parts):
    model = Membership
    fields = ["organisation", "role", "started_at", "ended_at"]


@admin.register(User)
class UserAdmin(HistoryAdmin):
    """Users set their passwords themselves; here nobody sees or types one."""

    list_display = ["email", "name", "is_staff", "is_active", "joined_at"]
    list_filter = ["is_staff", "is_active", "language"]
    search_fields = ["email", "name"]
    readonly_fields = ["joined_at", "last_login"]
    fieldsets = [
        (
            None,
            {
                "fields": [("email", "name"), "language"],
                "description": _("A new user sets a password by “Forgot your password?” at the login."),
            },
        ),
        (_("Rights"), {"fields": [("is_active", "is_staff")]}),
        (_("Technical"), {"fields": [("joined_at", "last_login")], "classes": ["collapse"]}),
    ]
    inlines = [MembershipInline]

    def get_readonly_fields(self, request, obj=None):
        # Nobody can shut themselves out.
        own = ["is_active", "is_staff"] if obj and obj == request.user else []
        return [*super().get_readonly_fields(request, obj), *own]

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and obj != request.user

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)


@admin.register(Membership)
class MembershipAdmin(HistoryAdmin):
    list_display = ["user", "organisation", "role", "started_at", "ended_at"]
    list_filter = ["role"]
    list_select_related = ["user", "organisation"]
    search_fields = ["user__email", "user__name", "organisation__name"]
    fieldsets = [(None, {"fields": [("user", "organisation"), "role", ("started_at", "ended_at")]})]


@admin.register(ApiKey)
class ApiKeyAdmin(MadeElsewhere, HistoryAdmin):  # type: ignore[misc]  # the same form by two ways
    """Curators see and revoke them; a key is made by whoever it acts for."""

    list_display = [
        "name",
        "prefix",
        "organisation",
        "created_by",
        "last_used_at",
        "expires_at",
        "revoked_at",
    ]
    list_select_related = ["organisation", "created_by"]
    search_fields = ["name", "prefix", "organisation__name", "created_by__email"]
    readonly_fields = ["name", "prefix", "organisation", "created_by", "scopes", "expires_at", "last_used_at"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name", "prefix"),
                    ("organisation", "created_by"),
                    "scopes",
                    ("expires_at", "revoked_at"),
                    ("created_at", "last_used_at"),
                ]
            },
        )
    ]


@admin.register(PrivateFeed)
class PrivateFeedAdmin(MadeElsewhere, HistoryAdmin):  # type: ignore[misc]  # the same form by two ways
    """Curators see and revoke them; one is made by whoever reads it."""

    list_display = ["title", "prefix", "organisation", "created_by", "last_used_at", "revoked_at"]
    list_select_related = ["organisation", "created_by"]
    search_fields = ["title", "prefix", "organisation__name", "created_by__email"]
    readonly_fields = [
        *("title", "route", "slug", "query", "language", "prefix"),
        *("organisation", "created_by", "created_at", "last_used_at"),
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("title", "prefix"),
                    ("organisation", "created_by"),
                    ("route", "slug"),
                    ("query", "language"),
                    "revoked_at",
                    ("created_at", "last_used_at"),
                ]
            },
        )
    ]


class JoiningAdmin(MadeElsewhere, HistoryAdmin):  # type: ignore[misc]  # the same form by two ways
    """Made and answered on the pages of the members, which tell those whom it concerns; shown here."""


@admin.register(Invitation)
class InvitationAdmin(JoiningAdmin):
    """A curator may revoke one here; its link is on no page."""

    list_display = ["email", "organisation", "role", "sent_at", "expires_at", "accepted_at", "revoked_at"]
    list_filter = ["role"]
    list_select_related = ["organisation"]
    search_fields = ["email", "organisation__name"]
    readonly_fields = [
        "organisation",
        "email",
        "role",
        "language",
        "invited_by",
        "created_at",
        "sent_at",
        "expires_at",
        "accepted_at",
        "accepted_by",
    ]
    fieldsets = [
        (None, {"fields": [("email", "organisation"), ("role", "language"), "revoked_at"]}),
        (
            _("Technical"),
            {
                "fields": [
                    ("invited_by", "created_at"),
                    ("sent_at", "expires_at"),
                    ("accepted_by", "accepted_at"),
                ]
            },
        ),
    ]


@admin.register(JoinRequest)
class JoinRequestAdmin(JoiningAdmin):
    list_display = ["user", "organisation", "created_at", "is_granted", "decided_at", "withdrawn_at"]
    list_filter = ["is_granted"]
    list_select_related = ["user", "organisation"]
    search_fields = ["user__email", "user__name", "organisation__name"]
    readonly_fields = [
        "user",
        "organisation",
        "message",
        "created_at",
        "decided_at",
        "decided_by",
        "is_granted",
        "answer",
        "withdrawn_at",
    ]
    fieldsets = [
        (None, {"fields": [("user", "organisation"), "message", "created_at", "withdrawn_at"]}),
        (_("Answer"), {"fields": ["is_granted", ("decided_by", "decided_at"), "answer"]}),
    ]
