from django import forms
from django.contrib import admin, messages
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.admin import Parts
from common.errors import RuleBroken
from history.admin import HistoryAdmin
from sources.admin import RecordAdmin

from .codes import choices_by_subject
from .models import BusinessProfile, Category, Listing, PolicyVersion, Question, Remark, Rule
from .operations import life
from .operations.writing import note_translations


class QuestionInline(Parts):
    model = Question
    fields = ["slug", "text", "help_text", "answer", "options", "is_required", "ordinal"]


@admin.register(Category)
class CategoryAdmin(HistoryAdmin):
    list_display = ["name", "kind", "parent", "takes_two", "ordinal"]
    list_filter = ["kind", "takes_two"]
    list_select_related = ["parent"]
    search_fields = ["name", "slug"]
    fieldsets = [
        (None, {"fields": [("slug", "kind"), "parent", "name", "description"]}),
        (_("Review"), {"fields": [("takes_two", "review_every"), "ordinal"]}),
    ]
    inlines = [QuestionInline]


@admin.register(Question)
class QuestionAdmin(HistoryAdmin):
    list_display = ["text", "category", "answer", "is_required", "ordinal"]
    list_filter = ["answer", "category"]
    list_select_related = ["category"]
    search_fields = ["text", "slug"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "category",
                    "slug",
                    "text",
                    "help_text",
                    ("answer", "is_required"),
                    "options",
                    "ordinal",
                ]
            },
        )
    ]


class VersionInline(Parts):
    model = PolicyVersion
    fields = [
        "valid_from",
        "valid_until",
        "amount_min",
        "amount_max",
        "currency",
        "percent",
        "source",
        "link",
    ]


@admin.register(Listing)
class ListingAdmin(RecordAdmin):
    list_display = ["title", "kind", "category", "status", "provider", "publish_at", "expires_at"]
    list_filter = ["kind", "status", "category"]
    list_select_related = ["category", "provider"]
    search_fields = ["title", "slug", "summary", "provider__name"]
    readonly_fields = ["is_published", "status", "publish_at", "expires_at", "written_by", "submitted_by"]
    actions = ["publish", "confirm", "archive", "reopen"]
    fieldsets = [
        (None, {"fields": [("slug", "kind"), "category", "title", "summary", "text"]}),
        (
            _("Whose"),
            {"fields": ["owner", "provider", "is_anonymous", ("link", "contact_email"), "source"]},
        ),
        (_("For whom"), {"fields": ["countries", "industries", "languages", "eligibility"]}),
        (
            _("Life"),
            {
                "fields": [
                    ("status", "original_language"),
                    ("publish_at", "expires_at", "review_on"),
                    ("written_by", "submitted_by"),
                ]
            },
        ),
        (_("Price"), {"fields": [("price_model", "price_from", "price_to", "currency")]}),
        (_("Service"), {"fields": ["delivery_days", "credentials"], "classes": ["collapse"]}),
        (_("Policy"), {"fields": [("level", "support")], "classes": ["collapse"]}),
        (
            _("Event"),
            {
                "fields": [
                    ("starts_at", "ends_at", "time_zone"),
                    ("attendance", "place", "capacity"),
                    "support_available",
                ],
                "classes": ["collapse"],
            },
        ),
        (
            _("Opportunity"),
            {
                "fields": [("direction", "subject"), ("stage", "rights"), "partner_sought", "closes_on"],
                "classes": ["collapse"],
            },
        ),
        (
            _("Expert, vacancy or place"),
            {
                "fields": ["skills", ("available_from", "available_until"), "space", "reciprocity"],
                "classes": ["collapse"],
            },
        ),
        (_("Finance"), {"fields": [("sum_min", "sum_max"), "growth", "conditions"], "classes": ["collapse"]}),
    ]
    inlines = [VersionInline]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.written_by = request.user
        note_translations(obj)
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Publish at once"))
    def publish(self, request, listings):
        self._each(request, listings, life.publish)

    @admin.action(description=_("Still true"))
    def confirm(self, request, listings):
        self._each(request, listings, life.confirm)

    @admin.action(description=_("Archive it"))
    def archive(self, request, listings):
        self._each(request, listings, life.archive)

    @admin.action(description=_("Make it a draft again"))
    def reopen(self, request, listings):
        self._each(request, listings, life.reopen)

    def _each(self, request, listings, act) -> None:
        """Each by itself; what a rule refuses is told, and the others are done."""
        done = 0
        for listing in listings:
            try:
                act(listing, request.user)
                done += 1
            except RuleBroken as refusal:
                self.message_user(request, f"{listing}: {refusal}", messages.ERROR)
        words = ngettext("%d listing is done.", "%d listings are done.", done) % done
        self.message_user(request, words, messages.SUCCESS)


def _codes_field(name: str, label: str) -> forms.Field | None:
    """Codes of rules are chosen from lists, in groups by what a rule is about."""
    if name not in ("one_of", "none_of"):
        return None
    return forms.MultipleChoiceField(
        choices=choices_by_subject(),
        required=False,
        label=capfirst(label),
        help_text=_("Of the group of what the rule is about; several with Ctrl or Cmd."),
        widget=forms.SelectMultiple(attrs={"size": 6, "aria-label": capfirst(label)}),
    )


class RuleInline(Parts):
    model = Rule
    fields = ["subject", "at_least", "at_most", "one_of", "none_of", "must_be", "note"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        codes = _codes_field(db_field.name, str(db_field.verbose_name))
        return codes or super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(PolicyVersion)
class PolicyVersionAdmin(HistoryAdmin):
    list_display = ["listing", "valid_from", "valid_until", "amount_max", "currency"]
    list_select_related = ["listing"]
    search_fields = ["listing__title"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "listing",
                    ("valid_from", "valid_until"),
                    ("amount_min", "amount_max", "currency", "percent"),
                    "text",
                    ("source", "link"),
                ],
                "description": _(
                    "Both days are included, and no two versions of a policy overlap. All rules must hold:"
                    " at least and at most for a number, one of or none of for a list, must be for yes or no."
                ),
            },
        )
    ]
    inlines = [RuleInline]


@admin.register(Rule)
class RuleAdmin(HistoryAdmin):
    list_display = ["policy_version", "subject", "at_least", "at_most"]
    list_filter = ["subject"]
    list_select_related = ["policy_version__listing"]
    search_fields = ["policy_version__listing__title"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "policy_version",
                    "subject",
                    ("at_least", "at_most"),
                    "one_of",
                    "none_of",
                    "must_be",
                    "note",
                ],
                "description": _(
                    "At least and at most for a number, one of or none of for a list, must be for yes or no."
                    " A revenue counts in the currency of the version. A park counts with all parks in it."
                ),
            },
        )
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        codes = _codes_field(db_field.name, str(db_field.verbose_name))
        return codes or super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(BusinessProfile)
class BusinessProfileAdmin(HistoryAdmin):
    list_display = ["owner", "employees", "founded_on", "growth"]
    list_select_related = ["owner"]
    search_fields = ["owner__name"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "owner",
                    ("founded_on", "growth", "employees"),
                    ("revenue", "currency"),
                    ("export_share", "research_share", "patents"),
                    "industries",
                    ("certificates", "has_certificates"),
                    ("target_countries", "has_been_abroad"),
                ]
            },
        )
    ]


@admin.register(Remark)
class RemarkAdmin(HistoryAdmin):
    list_display = ["listing", "field", "by", "created_at", "settled_at"]
    list_select_related = ["listing", "by"]
    search_fields = ["text", "listing__title"]
    fieldsets = [(None, {"fields": ["listing", "field", "text", "by", ("settled_at", "settled_by")]})]
