from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.admin import CuratorForm, Parts
from common.exchange import country_code
from history.admin import HistoryAdmin
from sources.admin import RecordAdmin

from . import resources  # noqa: F401  declares what can be imported and exported
from .models import Agreement, AgreementParty, Partner


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


class PartyInline(Parts):
    model = AgreementParty
    fields = ["organisation", "role", "signatory", "signed_on", "ordinal"]


@admin.register(Agreement)
class AgreementAdmin(RecordAdmin):
    form = AgreementForm
    list_display = ["title", "kind", "status", "signed_on", "ends_on"]
    list_filter = ["kind", "status", "is_generic"]
    search_fields = ["title", "slug", "parties__organisation__name"]
    fieldsets = [
        (None, {"fields": ["slug", "title", ("kind", "is_generic"), "status", "summary"]}),
        (_("Time"), {"fields": ["signed_on", ("starts_on", "ends_on")]}),
        (_("Scope"), {"fields": ["countries", "fields_of_cooperation"]}),
    ]
    inlines = [PartyInline]


@admin.register(AgreementParty)
class AgreementPartyAdmin(HistoryAdmin):
    list_display = ["organisation", "role", "agreement", "signatory", "signed_on"]
    list_filter = ["role"]
    list_select_related = ["organisation", "agreement", "signatory"]
    search_fields = ["organisation__name", "agreement__title"]
    fieldsets = [
        (None, {"fields": ["agreement", ("organisation", "role"), ("signatory", "signed_on"), "ordinal"]}),
    ]
