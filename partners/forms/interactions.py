"""The forms that an interaction is logged and changed with."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.zones import is_time_zone

from ..models import Agreement, Attendee, Contact, Interaction
from ..operations import interactions as operations
from ..validators import has_come
from .picking import MOST_PARTNERS, PicksBodies, PicksPeople
from .versions import KnowsVersion


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class LinesField(forms.CharField):
    """Names, one a line; each once."""

    def __init__(self, *, most: int, rows: int = 3, **kwargs):
        self.most = most
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(required=False, **kwargs)

    def clean(self, value):
        lines = list(
            dict.fromkeys(line for line in map(str.strip, super().clean(value).splitlines()) if line)
        )
        if len(lines) > self.most:
            raise ValidationError(_("Name no more than %(most)s."), params={"most": self.most})
        if any(len(line) > 200 for line in lines):
            raise ValidationError(_("A line may have 200 characters at most."))
        return lines


class InteractionForm(KnowsVersion, PicksPeople, PicksBodies, forms.ModelForm):
    """An interaction with its partners and who was there.

    Partners come as lines of text, and as ids of those that were picked from a list. A line that is
    not the name of just one body becomes a question, answered when the form is sent again. So do those
    who were there of the other side, but that a name which no contact has stays a name.
    """

    partners = LinesField(
        label=_("Partners"), most=MOST_PARTNERS, rows=2, help_text=_("One a line, by any of its names.")
    )
    ours = LinesField(label=_("Who was there of us"), most=100, help_text=_("One name a line."))
    theirs = LinesField(label=_("Who was there of them"), most=100, help_text=_("One name a line."))

    #: Shown at once; all others are folded away.
    first = ("happened_on", "kind", "title")

    class Meta:
        model = Interaction
        fields = [
            "happened_on",
            "kind",
            "title",
            "owner",
            "started_at",
            "time_zone",
            "place",
            "notes",
            "outcome",
            "agreement",
        ]
        widgets = {
            "happened_on": DayInput(),
            "started_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "notes": forms.Textarea(attrs={"rows": 6}),
        }
        help_texts = {"time_zone": _("Such as Asia/Shanghai."), "notes": "", "owner": ""}

    def __init__(self, *args, user, picked=(), people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.start_picking(user, picked)
        self.people: list[Contact] = list(people)
        self.beside["contact"] = [contact.pk for contact in self.people]
        agreements = Agreement.objects.inside(user)
        self.fields["agreement"].queryset = agreements.order_by("-signed_on", "pk")
        self._ask_for_owner()
        self.start_version()

    @classmethod
    def of(cls, interaction: Interaction, user, data=None) -> "InteractionForm":
        """The form that changes this one: with its partners, and who was there."""
        names, people = those_present(interaction)
        picked = interaction.partners.all()
        return cls(data, user=user, instance=interaction, picked=picked, people=people, initial=names)

    def _ask_for_owner(self):
        del self.fields["owner"]

    def shown(self):
        return [self[name] for name in self.first]

    def folded(self):
        return [field for field in self.visible_fields() if field.name not in (*self.first, "partners")]

    def is_unfolded(self):
        return any(field.errors for field in self.folded())

    def clean_happened_on(self):
        has_come(self.cleaned_data["happened_on"])
        return self.cleaned_data["happened_on"]

    def clean_time_zone(self):
        is_time_zone(self.cleaned_data["time_zone"])
        return self.cleaned_data["time_zone"]

    def clean(self):
        cleaned = super().clean()
        self.pick(cleaned.get("partners", []))
        self.pick_people()
        return cleaned

    def present(self) -> operations.Present:
        return operations.Present(self.cleaned_data["ours"], self.cleaned_data["theirs"], self.people)

    def change(self) -> Interaction:
        """Keep what was changed."""
        return operations.change_interaction(
            self.instance,
            partners=self.picked,
            new_bodies=self.new_bodies,
            present=self.present(),
            seen=self.seen,
        )


class LogForm(InteractionForm):
    """A new interaction, with what is to be done next."""

    follow_up = forms.CharField(label=_("Follow-up: what to do"), max_length=300, required=False)
    follow_up_who = forms.ModelChoiceField(
        label=_("Follow-up: who"), queryset=get_user_model().objects.none(), required=False
    )
    follow_up_due = forms.DateField(label=_("Follow-up: due"), widget=DayInput(), required=False)
    submission = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    class Meta(InteractionForm.Meta):
        fields = [*InteractionForm.Meta.fields, "submission"]

    def _ask_for_owner(self):
        parks = list(operations.parks_of(self.user))
        if len(parks) == 1:
            super()._ask_for_owner()
            self.instance.owner = parks[0]
        else:
            self.fields["owner"].queryset = operations.parks_of(self.user)
        colleagues = get_user_model().objects.filter(
            memberships__organisation__in=parks, memberships__ended_at=None
        )
        self.fields["follow_up_who"].queryset = colleagues.distinct().order_by("name", "email")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("follow_up") and not (
            cleaned.get("follow_up_due") or self.errors.get("follow_up_due")
        ):
            self.add_error("follow_up_due", _("Say by which day."))
        if cleaned.get("follow_up_due") and not cleaned.get("follow_up"):
            self.add_error("follow_up", _("Say what is to be done."))
        return cleaned

    def log(self) -> tuple[Interaction, bool]:
        """Keep it; and whether it was not there yet."""
        given = self.cleaned_data
        steps = []
        if given["follow_up"]:
            who = given["follow_up_who"] or self.user
            steps.append(operations.NextStep(given["follow_up"], given["follow_up_due"], who))
        return operations.log_interaction(
            self.instance,
            by=self.user,
            partners=self.picked,
            new_bodies=self.new_bodies,
            present=self.present(),
            next_steps=steps,
        )


def those_present(interaction: Interaction) -> tuple[dict[str, str], list[Contact]]:
    """Who was there, as the form asks for it: names by side, and the contacts of the other side."""
    names: dict[str, list[str]] = {Attendee.Side.OURS: [], Attendee.Side.THEIRS: []}
    people = []
    for attendee in interaction.attendees.select_related("user", "contact"):
        if attendee.contact and attendee.side == Attendee.Side.THEIRS and not attendee.contact.erased_at:
            people.append(attendee.contact)
        else:
            names[attendee.side].append(attendee_name(attendee))
    return {side: "\n".join(lines) for side, lines in names.items()}, people


def attendee_name(attendee: Attendee) -> str:
    if attendee.user:
        return str(attendee.user)
    return attendee.contact.name if attendee.contact else attendee.name
