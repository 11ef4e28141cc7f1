"""The forms that an agreement is drafted, changed, signed, amended and ended with."""

import re

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from common.errors import RuleBroken
from common.translated import columns_of
from organisations.models import Organisation
from sources.models import Term

from .. import final_text, uploads
from ..models import Agreement, AgreementParty, Amendment, Document, Due, LeadTimes, Obligation
from ..operations import drafting
from ..operations.amendments import PARTIES, TERMS, amend
from ..operations.drafting import Part
from ..operations.interactions import create_body, parks_of
from .interactions import DayInput, LinesField
from .picking import MOST_PARTNERS, PicksBodies
from .versions import KnowsVersion

FIELDS_OF_COOPERATION = "fields-of-cooperation"
#: The languages that a text of an agreement may be in, those of the world's agreements first.
LANGUAGES = ("en", "zh-hans", "ar", "fr", "ru", "es", "th", "ur", "ms", "mn", "de", "ja", "ko", "pt")


def tell(form: forms.BaseForm, refusal: Exception) -> None:
    """Say in the form why an operation refused it: at the field where it has one."""
    if isinstance(refusal, RuleBroken):
        form.add_error(None, str(refusal))
        return
    told = getattr(refusal, "error_dict", None) or {NON_FIELD_ERRORS: refusal}
    for name, errors in told.items():
        own = name if name in form.fields else _original(name)
        form.add_error(own if own in form.fields else None, errors)


def _original(column: str) -> str:
    for name in ("title", "summary"):
        if column in columns_of(Agreement, name):
            return name
    return "partners" if column == PARTIES else column


class TextForm(KnowsVersion, PicksBodies, forms.ModelForm):
    """The text of an agreement with its parties; title and summary in the language of the page."""

    asked_twice = _("This organisation is already a party in this role.")

    partners = LinesField(
        label=_("Parties"), most=MOST_PARTNERS, rows=2, help_text=_("One a line, by any of its names.")
    )

    class Meta:
        model = Agreement
        fields = ["title", "kind", "starts_on", "ends_on", "fields_of_cooperation", "summary"]
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 5}),
            "fields_of_cooperation": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, user, picked=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.start_picking(user, picked)
        terms = Term.objects.visible_to(user).filter(vocabulary__slug=FIELDS_OF_COOPERATION)
        if not self.instance._state.adding:
            own = Agreement.fields_of_cooperation.through.objects.filter(agreement=self.instance.pk)
            terms |= Term.objects.visible_to(user).filter(pk__in=own.values("term"))
        self.fields["fields_of_cooperation"].queryset = terms.order_by("ordinal", "slug")
        self.fields["fields_of_cooperation"].help_text = ""
        self.start_version()

    def pickable(self):
        """Those that the user knows, and those that take part already though they are not published."""
        known = super().pickable()
        if self.instance._state.adding:
            return known
        parties = AgreementParty.objects.filter(agreement=self.instance.pk)
        return Organisation.objects.filter(
            Q(pk__in=known.values("pk")) | Q(pk__in=parties.values("organisation"))
        )

    def shown(self):
        return [self[name] for name in ("owner", "title", "kind") if name in self.fields]

    def after_parties(self):
        named = {"partners", *(field.name for field in self.shown())}
        return [field for field in self.visible_fields() if field.name not in named]

    def clean(self):
        cleaned = super().clean()
        self.pick(cleaned.get("partners", []))
        return cleaned


class DraftForm(TextForm):
    """A new agreement; who is a member of several parks says for which it is."""

    class Meta(TextForm.Meta):
        fields = ["owner", *TextForm.Meta.fields]
        labels = {"owner": _("For which park")}
        help_texts = {"owner": ""}

    def __init__(self, *args, user, **kwargs):
        parks = list(parks_of(user))
        super().__init__(*args, user=user, **kwargs)
        if len(parks) == 1:
            del self.fields["owner"]
            self.instance.owner = parks[0]
        else:
            self.fields["owner"].queryset = parks_of(user)
            self.fields["owner"].required = True

    def act(self) -> Agreement:
        return drafting.draft(
            self.instance,
            by=self.user,
            parts=[Part(body) for body in self.picked],
            new_bodies=self.new_bodies,
            fields=self.cleaned_data["fields_of_cooperation"],
        )


class ChangeForm(TextForm):
    """The text as long as it is not final, with the role of each body that takes part already."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.roles = {}
        for party in self.instance.parties.select_related("organisation").order_by("ordinal", "id"):
            name = f"role_{party.organisation_id}"
            if name in self.fields:
                continue
            self.fields[name] = forms.ChoiceField(
                label=_("Role of %(name)s") % {"name": party.organisation},
                choices=AgreementParty.Role.choices,
                initial=party.role,
                required=False,
            )
            self.roles[party.organisation_id] = name

    def role_of(self, body: Organisation) -> str:
        name = self.roles.get(body.pk)
        return (self.cleaned_data.get(name) if name else "") or AgreementParty.Role.PARTY

    def act(self) -> Agreement:
        return drafting.change_draft(
            self.instance,
            by=self.user,
            parts=[Part(body, self.role_of(body)) for body in self.picked],
            new_bodies=self.new_bodies,
            fields=self.cleaned_data["fields_of_cooperation"],
            seen=self.seen,
        )


class AmendForm(TextForm):
    """What a signed agreement shall say from now on, and why."""

    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    effective_on = forms.DateField(label=_("The amendment is in force from"), widget=DayInput())

    def act(self) -> Amendment:
        given = self.cleaned_data
        changes = {name: given[name] for name in self.changed_data if name in final_text.FIELDS}
        if TERMS in self.changed_data:
            changes[TERMS] = list(given[TERMS])
        with transaction.atomic():
            changes[PARTIES] = [*self.picked, *map(create_body, self.new_bodies)]
            return amend(self.instance, changes, given["reason"], given["effective_on"], self.user, self.seen)


class SignForm(forms.Form):
    party = forms.ModelChoiceField(label=_("Who signed"), queryset=AgreementParty.objects.none())
    signatory = forms.CharField(
        label=_("Signed by"), max_length=200, required=False, help_text=_("The name of the person; may wait.")
    )
    signed_on = forms.DateField(label=_("Day of the signature"), widget=DayInput())

    def __init__(self, *args, agreement, **kwargs):
        super().__init__(*args, **kwargs)
        unsigned = agreement.parties.filter(signed_on=None).select_related("organisation")
        self.fields["party"].queryset = unsigned.order_by("ordinal", "id")


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class TerminateForm(forms.ModelForm):
    reason = forms.CharField(
        label=_("In words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    class Meta:
        model = Agreement
        fields = ["ending", "terminated_on"]
        widgets = {"terminated_on": DayInput()}
        labels = {"terminated_on": _("Last day")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.Meta.fields:
            self.fields[name].required = True

    def _post_clean(self):
        """The whole row is looked at by the operation, as it is when it is locked."""


class ObligationForm(forms.ModelForm):
    class Meta:
        model = Obligation
        fields = ["debtor", "text", "first_due_on", "rhythm", "until"]
        widgets = {"first_due_on": DayInput(), "until": DayInput()}
        help_texts = {"until": _("Empty: as long as the agreement runs.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        parties = self.instance.agreement.parties.values("organisation")
        self.fields["debtor"].queryset = Organisation.objects.filter(pk__in=parties)


class SettleForm(forms.Form):
    evidence = forms.CharField(
        label=_("What shows it"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as a report, a letter or a payment, with its date."),
    )
    document = forms.ModelChoiceField(
        label=_("Document"), queryset=Document.objects.none(), required=False, empty_label=_("none")
    )

    def __init__(self, *args, due: Due, **kwargs):
        super().__init__(*args, **kwargs)
        agreement = due.obligation.agreement_id
        self.fields["document"].queryset = Document.objects.filter(agreement=agreement).order_by("name")


class DocumentForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        max_length=250,
        help_text=_("PDF, DOCX, ODT, PNG, JPEG or plain text, up to 20 MB."),
        widget=forms.FileInput(attrs={"accept": uploads.ACCEPTED}),
    )
    is_text = forms.BooleanField(label=_("It is a text of the agreement"), required=False)
    language = forms.ChoiceField(label=_("Language of the text"), required=False)
    is_prevailing = forms.BooleanField(
        label=_("This text prevails over those in other languages"), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = [(code, get_language_info(code)["name_translated"]) for code in LANGUAGES]
        self.fields["language"].choices = [("", _("none")), *names]

    def clean_file(self):
        return uploads.accepted(self.cleaned_data["file"])


class LeadTimesForm(forms.Form):
    days = forms.CharField(
        label=_("Warn so many days before"),
        max_length=60,
        help_text=_("Numbers with commas between them: 90, 30, 7."),
    )
    dormant_after = forms.IntegerField(
        label=_("Months without anything linked until an agreement counts as dormant"),
        min_value=1,
        max_value=120,
    )

    @classmethod
    def initial_of(cls, times: LeadTimes | None) -> dict:
        if times is None:
            return {"days": "90, 30, 7", "dormant_after": 6}
        return {"days": ", ".join(map(str, times.days)), "dormant_after": times.dormant_after}

    def clean_days(self) -> list[int]:
        parts = re.split("[,，、]", self.cleaned_data["days"])
        try:
            days = [int(part) for part in map(str.strip, parts) if part]
        except ValueError:
            raise ValidationError(_("Write whole numbers with commas between them: 90, 30, 7.")) from None
        if not days or not all(0 <= day <= 730 for day in days) or len(days) > 6:
            raise ValidationError(_("Give one to six numbers from 0 to 730."))
        return days
