"""The form of a listing, built from what its kind is told by; each text in all languages, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.roles import is_curator
from common.translated import column_label
from organisations.models import Organisation
from partners.forms.interactions import DayInput
from partners.forms.versions import KnowsVersion

from ..kinds import KINDS, PARTICULAR, TEXTS
from ..languages import languages_offered
from ..models import Category, Listing
from ..operations import writing
from ..words import Growth, Industry, Kind, Skill
from .fields import BodyField, ClockField, CountriesField, clock, moment

LEAD = ("title", "summary", "text")
REACH = ("countries", "industries", "languages", "link", "contact_email", "source")
CLOCKS = ("starts_at", "ends_at")
DAYS = ("closes_on", "available_from", "available_until")
CHOICES = {"industries": Industry.choices, "skills": Skill.choices, "growth": Growth.choices}
#: These stand beside what comes before them.
BESIDE = {"price_to", "sum_max", "currency", "ends_at", "time_zone", "available_until"}
ROWS = {"summary": 2, "text": 9}
LANGUAGES = [code.replace("-", "_") for code, _name in settings.LANGUAGES]


@dataclass(frozen=True)
class Cell:
    """A field as the form shows it, with what is to be said of a text: is it the original, is it older."""

    field: Any
    is_original: bool = False
    is_old: bool = False


@dataclass
class Section:
    """rows   of each the cells that stand side by side"""

    code: str
    title: str | Promise
    rows: list[list[Cell]] = field(default_factory=list)


def _columns(name: str) -> list[str]:
    return [f"{name}_{code}" for code in LANGUAGES] if name in TEXTS else [name]


class ListingForm(KnowsVersion, forms.ModelForm):
    """The fields of one kind. What curators set beside them, members do not see."""

    link = forms.URLField(label=_("Link"), required=False, max_length=200, assume_scheme="https")

    class Meta:
        model = Listing
        fields = [
            "category",
            "original_language",
            *(column for name in (*LEAD, *PARTICULAR, *REACH) for column in _columns(name)),
        ]
        field_classes = {"starts_at": ClockField, "ends_at": ClockField}
        labels = {"price_from": _("Lowest price"), "price_to": _("Highest price")}
        widgets = {name: DayInput() for name in DAYS}
        help_texts = {
            "countries": _("With commas between them: Malaysia, Thailand. None: everywhere."),
            "languages": _("That it can be had in."),
            "original_language": _("The others are translations of it."),
            "is_anonymous": _("Nobody sees whose it is before a request is accepted."),
        }

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        kind = self.instance.kind
        wanted = {column for name in (*LEAD, *KINDS[kind].fields, *REACH) for column in _columns(name)}
        for name in set(self.fields) - wanted - {"category", "original_language"}:
            del self.fields[name]
        self.fields["category"].queryset = Category.objects.filter(kind=kind).order_by("ordinal", "slug")  # type: ignore[attr-defined]
        self._make_lists()
        self._make_texts()
        self._make_clocks()
        if is_curator(user):
            self._ask_for_bodies()
        self.start_version()

    def _make_lists(self) -> None:
        known = dict(languages_offered())
        known |= {code: code for code in self.instance.languages if code not in known}
        lists: dict[str, Any] = {**CHOICES, "languages": list(known.items())}
        for name, choices in lists.items():
            if name in self.fields:
                old = self.fields[name]
                self.fields[name] = forms.MultipleChoiceField(
                    label=old.label,
                    help_text=old.help_text,
                    choices=choices,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                )
        old = self.fields["countries"]
        self.fields["countries"] = CountriesField(label=old.label, help_text=old.help_text)

    def _make_texts(self) -> None:
        for name in TEXTS:
            for code in LANGUAGES:
                column = f"{name}_{code}"
                if column not in self.fields:
                    continue
                one = self.fields[column]
                of_model: Any = Listing._meta.get_field(column)
                one.required = False
                one.label = column_label(of_model)
                if name not in ("title", "place"):
                    one.widget = forms.Textarea(attrs={"rows": ROWS.get(name, 3)})
                one.widget.attrs["lang"] = code.replace("_", "-")
                if name == "text":
                    one.help_text = _("Plain text, or simple HTML: paragraphs, lists, links.")

    def _make_clocks(self) -> None:
        for name in CLOCKS:
            if name in self.fields:
                at = getattr(self.instance, name)
                self.initial[name] = clock(at, self.instance.time_zone)
                self.fields[name].help_text = _("By the clock of the place, see “Time zone”.")

    def _ask_for_bodies(self) -> None:
        self.fields["provider"] = BodyField(
            user=self.user,
            label=_("Provider"),
            help_text=_("Who offers, issues or organises it; any of its names."),
        )
        self.initial.setdefault("provider", self.instance.provider_id)

    def clean(self):
        cleaned = super().clean()
        zone = cleaned.get("time_zone", "")
        for name in CLOCKS:
            if name in cleaned:
                cleaned[name] = moment(cleaned[name], zone)
        if any(cleaned.get(name) for name in CLOCKS) and not zone and "time_zone" not in self.errors:
            self.add_error("time_zone", _("Say in which time zone it begins."))
        title = f"title_{self._original(cleaned)}"
        if not cleaned.get(title) and title not in self.errors:
            self.add_error(title, _("Write at least the title in the original language."))
        self.instance.provider = self._provider(cleaned)
        if self.instance.provider is None and cleaned.get("is_anonymous"):
            cleaned["contact_email"] = ""
        return cleaned

    def _original(self, cleaned) -> str:
        return (cleaned.get("original_language") or self.instance.original_language).replace("-", "_")

    def _provider(self, cleaned) -> Organisation | None:
        if cleaned.get("is_anonymous"):
            return None
        if "provider" in self.fields:
            return cleaned.get("provider")
        return self.instance.provider or self.instance.owner

    @property
    def sections(self) -> Iterator[Section]:
        old = writing.outdated(self.instance)
        original = self.instance.original_language.replace("-", "_")
        asked = [
            name for name in ("owner", "provider", "category", "original_language") if name in self.fields
        ]
        first = Section("what", _("Category, title and text"), [[Cell(self[name])] for name in asked])
        first.rows += [self._row(name, original, old) for name in LEAD]
        yield first
        own = Section("particulars", Kind(self.instance.kind).label)
        for name in KINDS[self.instance.kind].fields:
            row = self._row(name, original, old)
            if name in BESIDE and own.rows:
                own.rows[-1] += row
            else:
                own.rows.append(row)
        yield own
        yield Section("reach", _("For whom, and where to turn"), [[Cell(self[name])] for name in REACH])
        if "take_now" in self.fields:
            yield Section("meanwhile", _("What others changed meanwhile"), [[Cell(self["take_now"])]])

    def _row(self, name: str, original: str, old: dict[str, list[str]]) -> list[Cell]:
        if name not in TEXTS:
            return [Cell(self[name])]
        codes = sorted(LANGUAGES, key=lambda code: code != original)
        return [Cell(self[f"{name}_{code}"], code == original, name in old.get(code, ())) for code in codes]

    def values(self) -> dict[str, Any]:
        """What the fields say, by column."""
        columns = {name: self.cleaned_data[name] for name in self.cleaned_data if name in self.Meta.fields}
        return columns | {"provider": self.instance.provider}

    def act(self) -> Listing:
        return writing.change(self.instance, self.values(), self.user, self.seen)


class DraftForm(ListingForm):
    """A new listing; who belongs to several organisations says for which."""

    class Meta(ListingForm.Meta):
        pass

    def __init__(self, *args, user, acting_for: Organisation | None, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        own = Organisation.objects.of_member(user).order_by("sort_en", "pk")
        if is_curator(user):
            self.fields["owner"] = BodyField(
                user=user,
                label=_("Kept by"),
                help_text=_("Whose members change it; none where curators keep it."),
                initial=acting_for.pk if acting_for else None,
            )
            self.initial["provider"] = acting_for.pk if acting_for else None
        elif own.count() > 1:
            self.fields["owner"] = forms.ModelChoiceField(
                label=_("For which organisation"), queryset=own, initial=acting_for
            )
        else:
            self.instance.owner = acting_for

    def clean(self):
        if "owner" in self.fields:
            self.instance.owner = self.cleaned_data.get("owner")
        return super().clean()

    def act(self) -> Listing:
        return writing.draft(self.instance, self.user)


def column_of(listing: Listing, name: str) -> str:
    """Where the form asks for a field: of a text, in its original language."""
    if name not in TEXTS:
        return name
    return f"{name}_{listing.original_language.replace('-', '_')}"
