from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.admin import CuratorForm, MadeElsewhere, Parts
from common.exchange import country_code
from curation.twins_admin import TellsOfTwins
from history.admin import HistoryAdmin
from sources.admin import RecordAdmin

from . import final_text
from .models import (
    Affiliation,
    Agreement,
    AgreementParty,
    Amendment,
    Attendee,
    Contact,
    Document,
    Due,
    FollowUp,
    Interaction,
    InteractionPartner,
    LeadTimes,
    Move,
    Obligation,
    Partner,
    Share,
)


@admin.register(Partner)
class PartnerAdmin(RecordAdmin):
    list_display = ["organisation", "kind"]
    list_filter = ["kind", "organisation__country"]
    list_select_related = ["organisation"]
    search_fields = ["organisation__name", "organisation__slug", "organisation__names__text"]
    fieldsets = [(None, {"fields": ["organisation", "kind", "description"]})]


class AgreementForm(CuratorForm):
    def clean_countries(self):
        try:
            return [country_code(code.strip()) for code in self.cleaned_data["countries"]]
        except ValueError as error:
            raise ValidationError(str(error)) from None


class OpenTextParts(Parts):
    """Parts of a text that is shown only, once it is final."""

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not is_fixed(obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not is_fixed(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_fixed(obj)


def is_fixed(obj) -> bool:
    """Whether it is an agreement with a final text, or a part of one."""
    return bool(obj and getattr(obj, "agreement", obj).is_final)


class PartyInline(OpenTextParts):
    model = AgreementParty
    fields = ["organisation", "role", "signatory", "signed_on", "ordinal"]


class ObligationInline(Parts):
    model = Obligation
    fields = ["debtor", "text", "first_due_on", "rhythm", "until"]


@admin.register(Agreement)
class AgreementAdmin(TellsOfTwins, RecordAdmin):  # type: ignore[misc]
    form = AgreementForm
    list_display = ["title", "kind", "status", "signed_on", "ends_on"]
    list_filter = ["kind", "status", "is_generic"]
    search_fields = ["title", "slug", "parties__organisation__name"]
    fieldsets = [
        (None, {"fields": ["slug", "title", ("kind", "is_generic"), ("status", "is_final"), "summary"]}),
        (_("Time"), {"fields": ["signed_on", ("starts_on", "ends_on"), "renews"]}),
        (_("End"), {"fields": [("terminated_on", "ending")]}),
        (_("Scope"), {"fields": ["owner", "countries", "fields_of_cooperation"]}),
    ]
    inlines = [PartyInline, ObligationInline]

    def get_readonly_fields(self, request, obj=None):
        moved = Agreement.MOVED if obj and obj.owner_id else []
        text = [*final_text.columns(), "fields_of_cooperation"] if is_fixed(obj) else []
        return list(dict.fromkeys([*super().get_readonly_fields(request, obj), *moved, *text]))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_fixed(obj)


class PartyForm(CuratorForm):
    def clean_agreement(self):
        """Asked before the row takes it: of a final agreement the page would show the row only."""
        agreement = self.cleaned_data["agreement"]
        if agreement.is_final:
            raise ValidationError(_("A final text changes by an amendment only."))
        return agreement


class FixedWithAgreement(HistoryAdmin):
    """Rows that are shown only, once the text of their agreement is final."""

    def get_readonly_fields(self, request, obj=None):
        fixed = self._fields() if is_fixed(obj) else []
        return list(dict.fromkeys([*super().get_readonly_fields(request, obj), *fixed]))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_fixed(obj)

    def _fields(self) -> list[str]:
        return [name for _title, options in self.fieldsets or () for name in flatten(options["fields"])]


@admin.register(AgreementParty)
class AgreementPartyAdmin(FixedWithAgreement):
    form = PartyForm
    list_display = ["organisation", "role", "agreement", "signatory", "signed_on"]
    list_filter = ["role"]
    list_select_related = ["organisation", "agreement", "signatory"]
    search_fields = ["organisation__name", "agreement__title"]
    fieldsets = [
        (None, {"fields": ["agreement", ("organisation", "role"), ("signatory", "signed_on"), "ordinal"]}),
    ]


class AffiliationInline(Parts):
    model = Affiliation
    fields = ["organisation", "title", "started_on", "ended_on"]


@admin.register(Contact)
class ContactAdmin(HistoryAdmin):
    list_display = ["name", "owner", "consent", "do_not_contact"]
    list_filter = ["consent", "do_not_contact", "is_example"]
    list_select_related = ["owner"]
    search_fields = ["name", "native_name", "email"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "owner",
                    ("name", "native_name"),
                    ("email", "phone"),
                    "languages",
                    "note",
                    "is_example",
                ]
            },
        ),
        (
            _("Privacy"),
            {
                "fields": [
                    ("consent", "consent_on"),
                    "consent_source",
                    ("do_not_contact", "do_not_contact_reason"),
                ]
            },
        ),
    ]
    inlines = [AffiliationInline]


@admin.register(Affiliation)
class AffiliationAdmin(HistoryAdmin):
    list_display = ["contact", "organisation", "title", "started_on", "ended_on"]
    list_select_related = ["contact", "organisation"]
    search_fields = ["contact__name", "organisation__name", "title"]
    fieldsets = [
        (None, {"fields": [("contact", "organisation"), "title", ("started_on", "ended_on")]}),
    ]


class InteractionPartnerInline(Parts):
    model = InteractionPartner
    fields = ["organisation"]


class AttendeeInline(Parts):
    model = Attendee
    fields = ["side", "user", "contact", "name"]


class FollowUpInline(Parts):
    model = FollowUp
    fk_name = "interaction"
    fields = ["owner", "text", "assignee", "due_on", "done_at"]


@admin.register(Interaction)
class InteractionAdmin(HistoryAdmin):
    list_display = ["title", "kind", "happened_on", "owner", "outcome"]
    list_filter = ["kind", "outcome", "origin", "is_example"]
    list_select_related = ["owner"]
    search_fields = ["title", "partners__name"]
    fieldsets = [
        (
            None,
            {"fields": ["owner", "title", ("kind", "outcome"), "notes", "place", "agreement", "is_example"]},
        ),
        (_("Time"), {"fields": ["happened_on", ("started_at", "time_zone")]}),
        (_("Origin"), {"fields": ["created_by", "origin", "external_id"]}),
    ]
    inlines = [InteractionPartnerInline, AttendeeInline, FollowUpInline]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(is_draft=False)


@admin.register(InteractionPartner)
class InteractionPartnerAdmin(HistoryAdmin):
    list_display = ["organisation", "interaction"]
    list_select_related = ["organisation", "interaction"]
    search_fields = ["organisation__name", "interaction__title"]
    fieldsets = [(None, {"fields": ["interaction", "organisation"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(interaction__is_draft=False)


@admin.register(Attendee)
class AttendeeAdmin(HistoryAdmin):
    list_display = ["__str__", "side", "interaction"]
    list_filter = ["side"]
    list_select_related = ["interaction", "user", "contact"]
    search_fields = ["name", "contact__name", "interaction__title"]
    fieldsets = [(None, {"fields": ["interaction", "side", "user", "contact", "name"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(interaction__is_draft=False)


@admin.register(FollowUp)
class FollowUpAdmin(HistoryAdmin):
    list_display = ["text", "due_on", "assignee", "owner", "done_at"]
    list_filter = [("done_at", admin.EmptyFieldListFilter)]
    list_select_related = ["assignee", "owner"]
    search_fields = ["text", "owner__name"]
    fieldsets = [
        (None, {"fields": ["owner", "text", ("assignee", "due_on"), ("interaction", "agreement")]}),
        (_("Done"), {"fields": [("done_at", "done_by")]}),
    ]


@admin.register(Share)
class ShareAdmin(HistoryAdmin):
    list_display = ["__str__", "owner", "starts_on", "ends_on", "revoked_at"]
    list_select_related = ["owner", "receiver", "partner", "agreement", "interaction"]
    search_fields = ["owner__name", "receiver__name"]
    fieldsets = [
        (None, {"fields": [("owner", "receiver"), "partner", "agreement", "interaction"]}),
        (_("Time"), {"fields": [("starts_on", "ends_on"), "revoked_at"]}),
    ]


class OfAgreementAdmin(MadeElsewhere, FixedWithAgreement):  # type: ignore[misc]  # the same form by two ways
    """Rows that come in by the agreement's own page, which looks first whether they may."""


class ToldOnlyAdmin(OfAgreementAdmin):
    """What happened is not written anew."""

    def get_readonly_fields(self, request, obj=None):
        return list(dict.fromkeys([*super().get_readonly_fields(request, obj), *self._fields()]))


@admin.register(Move)
class MoveAdmin(ToldOnlyAdmin):
    list_display = ["agreement", "step", "before", "after", "at", "by"]
    list_filter = ["step", "after"]
    list_select_related = ["agreement", "by"]
    search_fields = ["agreement__title", "reason"]
    fieldsets = [(None, {"fields": ["agreement", "step", ("before", "after"), "by", "reason"]})]


@admin.register(Document)
class DocumentAdmin(OfAgreementAdmin):
    list_display = ["name", "agreement", "language", "is_prevailing", "uploaded_at"]
    list_filter = ["is_text", "is_prevailing"]
    list_select_related = ["agreement"]
    search_fields = ["name", "agreement__title"]
    fieldsets = [
        (None, {"fields": ["agreement", "name", "language", ("is_text", "is_prevailing"), "uploaded_by"]}),
    ]


@admin.register(Amendment)
class AmendmentAdmin(ToldOnlyAdmin):
    list_display = ["agreement", "number", "reason", "effective_on", "made_by"]
    list_select_related = ["agreement", "made_by"]
    search_fields = ["agreement__title", "reason"]
    fieldsets = [
        (None, {"fields": ["agreement", ("number", "effective_on"), "reason", "difference", "made_by"]}),
    ]


class DueInline(Parts):
    model = Due
    fields = ["due_on", "state", "settled_at", "settled_by", "evidence"]


@admin.register(Obligation)
class ObligationAdmin(HistoryAdmin):
    list_display = ["text", "agreement", "debtor", "first_due_on", "rhythm"]
    list_filter = ["rhythm"]
    list_select_related = ["agreement", "debtor"]
    search_fields = ["text", "agreement__title", "debtor__name"]
    fieldsets = [
        (None, {"fields": ["agreement", "debtor", "text", ("first_due_on", "rhythm", "until")]}),
    ]
    inlines = [DueInline]


@admin.register(Due)
class DueAdmin(HistoryAdmin):
    list_display = ["obligation", "due_on", "state", "settled_at"]
    list_filter = ["state"]
    list_select_related = ["obligation"]
    search_fields = ["obligation__text", "evidence"]
    fieldsets = [
        (None, {"fields": ["obligation", ("due_on", "state"), ("settled_at", "settled_by"), "evidence"]}),
    ]


@admin.register(LeadTimes)
class LeadTimesAdmin(HistoryAdmin):
    list_display = ["owner", "days", "dormant_after"]
    list_select_related = ["owner"]
    search_fields = ["owner__name"]
    fieldsets = [(None, {"fields": ["owner", "days", "dormant_after"]})]
