"""The forms that an interaction is logged and changed with."""

import datetime
import zoneinfo
from dataclasses import dataclass

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.texts import is_text
from organisations.models import Organisation

from .. import bodies
from ..models import Agreement, Attendee, Interaction, Partner
from ..operations import interactions as operations

MOST_PARTNERS = 20


@dataclass(frozen=True)
class Question:
    """A name that stands for no one body that is known: which is it?"""

    text: str
    candidates: list[Organisation]
    kinds = Partner.Kind.choices


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


class InteractionForm(forms.ModelForm):
    """An interaction with its partners and who was there.

    Partners come as lines of text, and as ids of those that were picked from a list. A line that is
    not the name of just one body becomes a question, answered when the form is sent again.
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

    def __init__(self, *args, user, picked=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.picked: list[Organisation] = list(picked)
        self.new_bodies: list[operations.NewBody] = []
        self.questions: list[Question] = []
        agreements = Agreement.objects.inside(user)
        self.fields["agreement"].queryset = agreements.order_by("-signed_on", "pk")
        self._ask_for_owner()

    def _ask_for_owner(self):
        del self.fields["owner"]

    def shown(self):
        return [self[name] for name in self.first]

    def folded(self):
        return [field for field in self.visible_fields() if field.name not in (*self.first, "partners")]

    def is_unfolded(self):
        return any(field.errors for field in self.folded())

    def clean_happened_on(self):
        day = self.cleaned_data["happened_on"]
        if day > timezone.now().date() + datetime.timedelta(days=1):  # it is tomorrow somewhere
            raise ValidationError(_("This day is still to come: log what has happened."))
        return day

    def clean_time_zone(self):
        name = self.cleaned_data["time_zone"]
        if name and name not in zoneinfo.available_timezones():
            raise ValidationError(_("No such time zone is known: write one such as Asia/Shanghai."))
        return name

    def clean(self):
        cleaned = super().clean()
        ids = [pk for pk in self.data.getlist("partner")[: MOST_PARTNERS + 1] if is_text(pk)]
        self.picked = list(bodies.known_to(self.user).filter(pk__in=ids))
        for line in cleaned.get("partners", ()):
            self._find(line)
        if self.questions:
            self.add_error("partners", _("Say which body you mean."))
        elif not (self.picked or self.new_bodies or self.errors.get("partners")):
            self.add_error("partners", _("Name at least one partner."))
        return cleaned

    def _find(self, line: str) -> None:
        meant, kind = self.data.get(f"meant:{line}", ""), self.data.get(f"kind:{line}", "")
        if meant == "new" and kind in Partner.Kind.values:
            self.new_bodies.append(operations.NewBody(line, kind))
            return
        if meant and is_text(meant):
            found = list(bodies.known_to(self.user).filter(pk=meant))
        else:
            found = bodies.exactly(line, self.user)
        if len(found) == 1:
            self.picked += [body for body in found if body not in self.picked]
        else:
            self.questions.append(Question(line, found or bodies.alike(line, self.user)))

    def present(self) -> operations.Present:
        return operations.Present(self.cleaned_data["ours"], self.cleaned_data["theirs"])

    def change(self) -> Interaction:
        """Keep what was changed."""
        return operations.change_interaction(
            self.instance, partners=self.picked, new_bodies=self.new_bodies, present=self.present()
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
        step = None
        if given["follow_up"]:
            step = operations.NextStep(
                given["follow_up"], given["follow_up_due"], given["follow_up_who"] or self.user
            )
        return operations.log_interaction(
            self.instance,
            by=self.user,
            partners=self.picked,
            new_bodies=self.new_bodies,
            present=self.present(),
            next_step=step,
        )


def names_present(interaction: Interaction) -> dict[str, str]:
    """Who was there, as the form asks for it."""
    names: dict[str, list[str]] = {Attendee.Side.OURS: [], Attendee.Side.THEIRS: []}
    for attendee in interaction.attendees.select_related("user", "contact"):
        names[attendee.side].append(attendee_name(attendee))
    return {side: "\n".join(lines) for side, lines in names.items()}


def attendee_name(attendee: Attendee) -> str:
    if attendee.user:
        return str(attendee.user)
    return attendee.contact.name if attendee.contact else attendee.name
