"""The forms that contacts and their workplaces are kept with."""

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from ..models import Affiliation, Contact
from ..operations import contacts as operations
from ..operations.interactions import parks_of
from .interactions import DayInput, LinesField
from .picking import MOST_PARTNERS, PicksBodies
from .versions import KnowsVersion

is_language = RegexValidator(
    r"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}$", _("Write languages as tags with commas: en, zh-Hans, ur.")
)


class ContactForm(KnowsVersion, forms.ModelForm):
    languages = SimpleArrayField(
        forms.CharField(max_length=35, validators=[is_language]),
        label=_("Languages"),
        help_text=_("Tags with commas between them: en, zh-Hans, ur."),
        required=False,
        max_length=12,
    )

    class Meta:
        model = Contact
        fields = [
            "owner",
            "name",
            "native_name",
            "email",
            "phone",
            "languages",
            "consent",
            "consent_on",
            "consent_source",
            "do_not_contact",
            "do_not_contact_reason",
            "note",
        ]
        widgets = {"consent_on": DayInput(), "note": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"owner": ""}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        parks = list(parks_of(user))
        if self.instance._state.adding and len(parks) == 1:
            self.instance.owner = parks[0]
        if self.instance.owner_id:
            del self.fields["owner"]
        else:
            self.fields["owner"].queryset = parks_of(user)
        self.start_version()

    def clean_languages(self):
        return list(dict.fromkeys(tag.strip() for tag in self.cleaned_data["languages"] if tag.strip()))

    def _get_validation_exclusions(self):
        """Also what is unique with the park is looked at, though the park is not asked for."""
        excluded = super()._get_validation_exclusions()
        return excluded if "owner" in self.fields else excluded - {"owner"}

    def change(self) -> Contact:
        return operations.change_contact(self.instance, by=self.user, seen=self.seen)


class PicksWorkplace(PicksBodies):
    """Chooses the one organisation that somebody works at."""

    cleaned_data: dict

    def pick_one(self) -> None:
        self.pick(self.cleaned_data.get("partners", []))
        if len(self.picked) + len(self.new_bodies) > 1:
            self.add_error("partners", _("Name one organisation; you can add others afterwards."))

    @property
    def workplace(self):
        return self.picked[0] if self.picked else None

    @property
    def new_workplace(self):
        return self.new_bodies[0] if self.new_bodies else None


def workplace_field() -> LinesField:
    return LinesField(label=_("Works at"), most=MOST_PARTNERS, rows=1, help_text=_("By any of its names."))


class NewContactForm(PicksWorkplace, ContactForm):
    """A new contact with a workplace. Who may be kept already is shown once before it is saved."""

    partners = workplace_field()
    title = forms.CharField(label=_("Job title"), max_length=200, required=False)
    is_another = forms.BooleanField(label=_("This is another person: save it"), required=False)

    field_order = ["owner", "name", "native_name", "partners", "title"]

    def __init__(self, *args, user, picked=(), **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.start_picking(user, picked)
        self.alike: list[Contact] = []

    def shown(self):
        hidden = {"partners"} | (set() if self.alike else {"is_another"})
        return [field for field in self.visible_fields() if field.name not in hidden]

    def clean(self):
        cleaned = super().clean()
        self.pick_one()
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        if not self.cleaned_data.get("name") or not self.instance.owner_id:
            return
        self.alike = operations.same_person_perhaps(self.instance, self.workplace)
        if self.alike and not self.cleaned_data.get("is_another") and not self.errors:
            self.add_error("is_another", _("Look first whether you keep this person already."))

    def keep(self) -> Contact:
        return operations.add_contact(
            self.instance,
            by=self.user,
            at=self.workplace,
            new_body=self.new_workplace,
            title=self.cleaned_data["title"],
        )


class AffiliationForm(KnowsVersion, forms.ModelForm):
    """As what somebody works at an organisation, from when until when."""

    class Meta:
        model = Affiliation
        fields = ["title", "started_on", "ended_on"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.start_version()

    def change(self) -> Affiliation:
        return operations.change_affiliation(self.instance, by=self.user, seen=self.seen)


class NewAffiliationForm(PicksWorkplace, AffiliationForm):
    partners = workplace_field()

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.start_picking(user)

    def shown(self):
        return [field for field in self.visible_fields() if field.name != "partners"]

    def clean(self):
        cleaned = super().clean()
        self.pick_one()
        if self.workplace and not self.errors:
            self.instance.organisation = self.workplace
            works = Affiliation.objects.filter(
                contact=self.instance.contact_id, organisation=self.workplace, ended_on=None
            )
            if not cleaned.get("ended_on") and works.exists():
                self.add_error("partners", ValidationError(_("This person already works there.")))
        return cleaned

    def keep(self) -> Affiliation:
        return operations.add_affiliation(self.instance, by=self.user, new_body=self.new_workplace)
