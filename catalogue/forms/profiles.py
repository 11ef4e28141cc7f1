"""What an enterprise is asked: step by step for its profile, or at once for one policy."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from partners.forms.interactions import DayInput
from partners.forms.versions import KnowsVersion

from ..asking import FIELD_OF, STEPS
from ..eligibility import Facts, Told
from ..enterprises import told_by
from ..models import BusinessProfile, Rule
from ..subjects import Certificate
from ..subjects import Subject as About
from ..versions import park_names
from ..words import Industry
from .fields import CountriesField

SEVERAL: Mapping[str, Any] = {"industries": Industry.choices, "certificates": Certificate.choices}
YES_OR_NO = [("", _("not told")), ("True", _("yes")), ("False", _("no"))]
ELSEWHERE = "-"
HELP = {
    "founded_on": _("The day in the register of companies."),
    "export_share": _("Per cent of the revenue."),
    "research_share": _("Per cent of the revenue."),
    "target_countries": _("With commas between them: Malaysia, Thailand."),
    "has_certificates": _("If no, or not told, others may be there."),
}


def profile_fields(names: Iterable[str], why: Mapping[str, str]) -> dict[str, forms.Field]:
    """Fields of the profile as they are asked for; nothing of it has to be told.

    why     by field the sentence that says who asks for it
    """
    made = fields_for_model(BusinessProfile, fields=list(names))
    for name, one in made.items():
        label = one.label
        if name in SEVERAL:
            made[name] = forms.MultipleChoiceField(
                choices=SEVERAL[name], widget=forms.CheckboxSelectMultiple, required=False
            )
        elif isinstance(one, forms.NullBooleanField):
            made[name] = forms.ChoiceField(choices=YES_OR_NO, required=False)
        elif name == "target_countries":
            made[name] = CountriesField()
        elif name == "founded_on":
            one.widget = DayInput()
        made[name].required = False
        made[name].label = label
        made[name].help_text = " ".join(str(part) for part in (HELP.get(name), why.get(name)) if part)
    return made


def profile_values(cleaned: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """What was told, by column of the profile."""
    booleans = {"True": True, "False": False, "": None}
    told = {name: cleaned[name] for name in names if name in cleaned}
    for name in ("has_certificates", "has_been_abroad"):
        if name in told:
            told[name] = booleans[told[name]]
    return told


class BusinessProfileForm(KnowsVersion, forms.ModelForm):
    """One step of the profile.

    asked   its fields, each with the reason that it is asked for
    """

    class Meta:
        model = BusinessProfile
        fields = [name for step in STEPS for names in step.fields.values() for name in names]

    def __init__(self, *args, asked: Mapping[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = profile_fields(asked, asked)
        self.start_version()

    def values(self) -> dict[str, Any]:
        return profile_values(self.cleaned_data, self.Meta.fields)


class DayForm(forms.Form):
    """On which day; today where nothing is said."""

    on = forms.DateField(label=_("On the day"), required=False, widget=DayInput())

    def clean_on(self):
        return self.cleaned_data["on"] or timezone.localdate()


class OnceForm(DayForm):
    """What the rules of one version ask for. What is told here is kept nowhere."""

    def __init__(self, *args, rules: Iterable[Rule], **kwargs):
        super().__init__(*args, **kwargs)
        by_subject = {rule.subject: rule for rule in rules}
        asked = {
            name: ""
            for step in STEPS
            for subject, names in step.fields.items()
            if subject in by_subject
            for name in names
        }
        self.fields |= profile_fields(asked, asked)
        if About.COUNTRY in by_subject:
            label = capfirst(str(About.COUNTRY.label))
            choices = [("", _("not told")), *countries]
            self.fields["country"] = forms.ChoiceField(label=label, choices=choices, required=False)
        if About.PARK in by_subject:
            self.fields["park"] = self._ask_for_park(by_subject[About.PARK])

    def _ask_for_park(self, rule: Rule) -> forms.ChoiceField:
        """The parks that the rule names, or none of them."""
        named = park_names([*rule.one_of, *rule.none_of])
        return forms.ChoiceField(
            label=capfirst(str(About.PARK.label)),
            help_text=_("A park that lies in it counts too."),
            choices=[("", _("not told")), *named.items(), (ELSEWHERE, _("none of these"))],
            required=False,
        )

    @property
    def asks_for_something(self) -> bool:
        return bool(set(self.fields) & {*FIELD_OF.values(), "country", "park"})

    def facts(self) -> Facts:
        told = self.cleaned_data
        profile = BusinessProfile(**profile_values(told, BusinessProfileForm.Meta.fields))
        park = told.get("park", "")
        parks = Told(is_all=True) if park == ELSEWHERE else Told.of([park])
        return told_by(profile, country=told.get("country", ""), parks=parks)
