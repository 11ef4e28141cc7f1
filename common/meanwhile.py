"""Two who change a row at the same time lose nothing.

A form says, signed, what its fields held when it was shown. When it is sent, each field is compared
three ways: as it was shown, as it is now, as it is wanted. What only others changed stays theirs, what
only this form changed is written, several things chosen merge one by one; where both changed the same
field to something else the form asks, and nothing is written before it is answered.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.dateparse import parse_datetime
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

VERSION, TAKE_NOW = "version", "take_now"
LONGEST = 200  # characters of a value that the form takes with it; of a longer one its fingerprint
EXCERPT = 120

#: What a field holds, as text; of a field that takes several things, each of them.
Held = str | list[str]

_tellers: list[Callable[[Model, datetime], list[str]]] = []


def tells_who(function: Callable[[Model, datetime], list[str]]) -> Callable:
    """Ask this for the names of those who changed a row since a moment."""
    _tellers.append(function)
    return function


@dataclass(frozen=True)
class Shown:
    """What a form showed of a row.

    of     label of the model and key of the row
    at     when the row was last changed then; empty where it does not say
    held   what its fields held, by their names
    """

    of: str
    at: str = ""
    held: Mapping[str, Held] = field(default_factory=dict)

    def __str__(self):
        return signing.dumps([self.of, self.at, dict(self.held)], salt=VERSION, compress=True)

    @classmethod
    def read(cls, text: str, of: str) -> "Shown | None":
        """None where it is not ours, or of another row."""
        try:
            known, at, held = signing.loads(text, salt=VERSION)
        except (signing.BadSignature, ValueError):
            return None
        return cls(known, at, held) if known == of else None


def merged(shown: Iterable[str], now: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """What both sides added is there, and what either took away is not."""
    before, theirs = set(shown), set(now)
    return sorted((set(wanted) | (theirs - before)) - (before - theirs))


class VersionField(forms.CharField):
    """What a form was shown with. A row of a table is not changed because this is."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False, label=gettext_lazy("Version"))

    def has_changed(self, initial, data):
        return False


class MergesChanges:
    """A form of a model that merges what it is sent with what was written meanwhile.

    beside   what the form takes besides its fields, several of each: the ids that there are now, by
             the name that they are sent under
    kept     labels of the fields that others changed meanwhile, and that stay as they are
    asked    names of the fields that both changed, with the question
    """

    add_prefix: Callable[[str], str]
    add_error: Callable[..., None]
    cleaned_data: dict[str, Any]
    data: Any
    errors: Any
    fields: dict[str, forms.Field]
    instance: Any
    beside: dict[str, list[str]]

    def start_version(self) -> None:
        """Call it at the end of the form's own start."""
        self.beside = getattr(self, "beside", {})
        self.kept: list[str] = []
        self.asked: dict[str, str] = {}
        if self.instance._state.adding:
            return
        self.shown_at = getattr(self.instance, "updated_at", None)
        self.fields.setdefault(VERSION, VersionField())
        self.fields[VERSION].initial = lambda: str(self._shown_now())
        self._offer(self._wants_theirs())

    def clean(self):
        cleaned = super().clean()  # type: ignore[misc]
        if VERSION in self.fields and not self.instance._state.adding:
            self._merge()
        return self.cleaned_data if cleaned is None else cleaned

    @property
    def meanwhile(self) -> str:
        """What others changed that is kept beside what this form changed; empty where they did not."""
        if not self.kept:
            return ""
        facts = {"what": pgettext("between names", ", ").join(self.kept), "who": self._who()}
        if facts["who"]:
            return _("Meanwhile %(who)s changed: %(what)s. That is kept as well.") % facts
        return _("Meanwhile this was changed: %(what)s. That is kept as well.") % facts

    def _merge(self) -> None:
        shown = Shown.read(self.data.get(self.add_prefix(VERSION), ""), self._of())
        now, wants_theirs = self._held_now(), self._wants_theirs()
        for name, held in now.items():
            if name in self.beside:
                self._merge_beside(name, shown, list(held))
            elif name in self.errors:
                continue
            elif isinstance(held, list):
                self._merge_several(name, shown, held)
            else:
                self._merge_one(name, shown, held, name in wants_theirs)
        if shown is None:
            self.add_error(None, _unseen())
        if shown is None or self.asked:
            self._show_anew(shown, now)

    def _merge_one(self, name: str, shown: Shown | None, now: str, wants_theirs: bool) -> None:
        wanted = _held(self.fields[name], self.cleaned_data.get(name))
        before = shown.held.get(name) if shown else None
        if wanted == now or (before == now and not wants_theirs):
            return
        if wants_theirs or wanted == before:
            self.cleaned_data[name] = self._value_now(name)
            if not wants_theirs:
                self.kept.append(self._label(name))
            return
        self.asked[name] = self._question(name, before, now)

    def _question(self, name: str, before: Held | None, now: str) -> str:
        facts = {"before": self._told(name, before), "now": self._told(name, now), "who": self._who()}
        if before is None:
            return _("It is now “%(now)s”. Save again to write what stands here.") % facts
        if facts["who"]:
            told = _("It was “%(before)s”; meanwhile %(who)s made it “%(now)s”.") % facts
        else:
            told = _("It was “%(before)s”; meanwhile it became “%(now)s”.") % facts
        after = _("Save again to write what stands here, or take what it is now.")
        return f"{told} {after}"

    def _merge_several(self, name: str, shown: Shown | None, now: list[str]) -> None:
        wanted = _held(self.fields[name], self.cleaned_data.get(name))
        both = merged(shown.held.get(name, now) if shown else now, now, wanted)
        if shown and both != wanted:
            self.cleaned_data[name] = self.fields[name].clean(both)
            self.kept.append(self._label(name))

    def _merge_beside(self, name: str, shown: Shown | None, now: list[str]) -> None:
        wanted = sorted(set(self.data.getlist(name)))
        both = merged(shown.held.get(name, now) if shown else now, now, wanted)
        if shown and both != wanted:
            self.data = self.data.copy()
            self.data.setlist(name, both)
            self.kept.append(self._label(name))

    def _show_anew(self, shown: Shown | None, now: Mapping[str, Held]) -> None:
        """What is asked about has been seen by now; of everything else the form still knows its start."""
        seen = self.asked if shown else now
        held = {**(shown.held if shown else {}), **{name: now[name] for name in seen}}
        self.data = self.data.copy()
        self.data[self.add_prefix(VERSION)] = str(replace(shown or self._shown_now(), held=held))
        self._offer(self.asked)
        for name, question in self.asked.items():
            self.add_error(name, question)

    def _offer(self, names: Iterable[str]) -> None:
        """Let fields be chosen of which what it is now shall stay."""
        choices = [(name, self._label(name)) for name in names if name in self.fields]
        if choices:
            self.fields[TAKE_NOW] = forms.MultipleChoiceField(
                label=_("Take what it is now"),
                help_text=_("Of the fields that you choose here what you wrote is dropped."),
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def _wants_theirs(self) -> list[str]:
        name = self.add_prefix(TAKE_NOW)
        return self.data.getlist(name) if hasattr(self.data, "getlist") else []

    def _of(self) -> str:
        return f"{self.instance._meta.label_lower}:{self.instance.pk}"

    def _shown_now(self) -> Shown:
        return Shown(self._of(), self.shown_at.isoformat() if self.shown_at else "", self._held_now())

    def _held_now(self) -> dict[str, Held]:
        found = getattr(self, "_now", None)
        if found is None:
            found = {
                name: _held(one, self._value_now(name, cheaply=True))
                for name, one in self.fields.items()
                if name not in (VERSION, TAKE_NOW) and not (one.disabled or isinstance(one, forms.FileField))
            }
            found |= {name: sorted(ids) for name, ids in self.beside.items()}
            self._now = found
        return found

    def _value_now(self, name: str, *, cheaply: bool = False) -> Any:
        """What the row holds now, as if somebody had typed it; a row that it points to as its key."""
        one = self.fields[name]
        value = one.prepare_value(self.get_initial_for_field(one, name))  # type: ignore[attr-defined]
        if cheaply and isinstance(one, forms.ModelChoiceField):
            return value
        if isinstance(one, forms.MultiValueField):
            value = one.widget.decompress(value)  # type: ignore[attr-defined]
        try:
            return one.clean(value)
        except ValidationError:  # what is kept is older than a rule
            return value

    def _label(self, name: str) -> str:
        if name in self.fields:
            return str(self[name].label)  # type: ignore[index]
        return str({"partner": _("Partners"), "contact": _("People")}.get(name, name))

    def _told(self, name: str, held: Any) -> str:
        """What a field holds, for a reader."""
        one: Any = self.fields[name]
        if held and isinstance(one, forms.ModelChoiceField):
            row = one.queryset.filter(pk=held).first() if one.queryset is not None else None
            return str(row or held)
        words = dict(one.choices).get(held, held) if hasattr(one, "choices") else held
        return Truncator(str(words or "–").partition("\0")[0]).chars(EXCERPT)

    def _who(self) -> str:
        shown = Shown.read(self.data.get(self.add_prefix(VERSION), ""), self._of())
        at = parse_datetime(shown.at) if shown else None
        names = [name for tell in _tellers for name in tell(self.instance, at)] if at else []
        return pgettext("between names", ", ").join(dict.fromkeys(names))


def saved(request, form: Any, words: str) -> None:
    """Tell that a form was saved, and what of others is kept beside it."""
    messages.success(request, words)
    if also := getattr(form, "meanwhile", ""):
        messages.info(request, also)


def _unseen() -> str:
    words = _("This page did not say what it showed you, so nothing is saved yet.")
    after = _("Look at it once more, then save again.")
    return f"{words} {after}"


def _held(one: forms.Field, value: Any) -> Held:
    """What a field holds as text that can be compared; the order of several things says nothing."""
    if isinstance(one, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        return sorted(str(one.prepare_value(item)) for item in value or ())
    if isinstance(one, forms.ModelChoiceField):
        value = one.prepare_value(value)
    text = _text(value)
    return text if len(text) <= LONGEST else f"{text[:EXCERPT]}…\0{sha256(text.encode()).hexdigest()}"


def _text(value: Any) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, datetime):
        return str(value.timestamp())
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, list | tuple):
        return "\n".join(map(_text, value))
    return str(value).replace("\r\n", "\n").strip()
