from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from organisations.models import Organisation

from .models import ApiKey

DAYS = {
    "30": ngettext_lazy("%d day", "%d days", 30) % 30,
    "90": ngettext_lazy("%d day", "%d days", 90) % 90,
    "365": _("one year"),
    "730": _("two years"),
}


class ApiKeyForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"),
        max_length=100,
        help_text=_("What will use it, such as “Calendar of the front desk”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    organisation: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=None
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=[
            (ApiKey.Scope.READ.value, _("read what I can read")),
            (ApiKey.Scope.WRITE.value, _("write in my name")),
            (ApiKey.Scope.MEMBERS.value, _("look after members where I am a manager")),
            (ApiKey.Scope.CURATION.value, _("work on duplicates, dead links and quality as a curator")),
        ],
        initial=[ApiKey.Scope.READ.value],
        widget=forms.CheckboxSelectMultiple,
    )
    lasts = forms.ChoiceField(label=_("It expires after"), choices=list(DAYS.items()), initial="365")

    def __init__(self, *args, organisations, may_curate: bool, **kwargs):
        super().__init__(*args, **kwargs)
        organisation, scopes = self.fields["organisation"], self.fields["scopes"]
        organisation.queryset = organisations
        if may_curate:
            organisation.required, organisation.empty_label = False, _("none: for the register alone")
        else:
            scopes.choices = [one for one in scopes.choices if one[0] != ApiKey.Scope.CURATION]

    def clean(self):
        cleaned = super().clean()
        scopes = cleaned.get("scopes", ())
        if scopes and not cleaned.get("organisation") and ApiKey.Scope.CURATION not in scopes:
            self.add_error("organisation", _("Choose the organisation that the key is for."))
        return cleaned

    def clean_scopes(self) -> list[str]:
        scopes = self.cleaned_data["scopes"]
        if ApiKey.Scope.MEMBERS in scopes and ApiKey.Scope.WRITE not in scopes:
            raise ValidationError(_("To look after members, the key must write too."))
        return scopes

    def clean_lasts(self) -> timedelta:
        return timedelta(days=int(self.cleaned_data["lasts"]))
