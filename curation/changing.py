"""Changing many rows at once: what it would do to each of them, and doing it.

Each row is changed by the operation of its room (see `curation.editing`), so that every rule is asked
for every row; what a rule refuses is left out and told. All of it belongs to one batch, and can be
taken back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Model, QuerySet
from django.utils.formats import localize
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.changes import changed
from common.dates import PartialDateField
from common.errors import RuleBroken
from common.filters import PartialDateFormField
from common.refusals import words_for
from common.translated import column_label

from .descriptions import DESCRIPTIONS
from .editing import Editing, tie
from .models import Tag
from .tags import put_on, tags_on, take_off

LONGEST = 120  # characters of a value in a preview
SET, ADD, REMOVE, DO, TAG, UNTAG = "set", "add", "remove", "do", "tag", "untag"


@dataclass(frozen=True)
class Outcome:
    """What a change does to a row. reason: why it is refused; changes: whether it makes a difference."""

    pk: str
    label: str
    before: str = ""
    after: str = ""
    changes: bool = False
    reason: str = ""


def editing_of(model: type[Model]) -> Editing | None:
    described = DESCRIPTIONS.get(model)
    return described.editing if described else None


def offered(model: type[Model], editing: Editing, user) -> list[tuple[str, str]]:
    """What this user can do, with its words: nothing but with tags where no row is theirs to change."""
    return actions(model, editing) if editing.writable(user).exists() else _with_tags()


def _with_tags() -> list[tuple[str, str]]:
    return [(TAG, _("Put tags on")), (UNTAG, _("Take tags off"))]


def actions(model: type[Model], editing: Editing) -> list[tuple[str, str]]:
    """What can be done, with its words."""
    found = [(f"{DO}:{code}", str(words)) for code, (words, _do) in editing.steps.items()]
    for name in editing.fields:
        label = column_label(_field(model, name))
        words = editing.called.get(name) or _("Set “%(field)s”") % {"field": label}
        found.append((f"{SET}:{name}", str(words)))
    for name in editing.ties:
        label = capfirst(_field(model, name).verbose_name)
        found.append((f"{ADD}:{name}", _("Add to “%(field)s”") % {"field": label}))
        found.append((f"{REMOVE}:{name}", _("Take away from “%(field)s”") % {"field": label}))
    return found + _with_tags()


class ValueForm(forms.Form):
    """The value of a change, as the model takes it; empty where the change needs none."""

    def __init__(self, data=None, *, model: type[Model], what: str, user):
        super().__init__(data)
        editing = editing_of(model)
        kind, _colon, name = what.partition(":")
        if kind == DO or editing is None:
            return
        if kind in (TAG, UNTAG):
            self.fields["value"] = forms.ModelMultipleChoiceField(
                Tag.objects.visible_to(user),
                widget=forms.CheckboxSelectMultiple,
                label=gettext_lazy("Tags"),
                help_text=gettext_lazy("New tags are made on the page of a record."),
            )
            return
        of_model = _field(model, name)
        choose = editing.choices.get(name)
        self.fields["value"] = _form_field(of_model, kind, choose(user) if choose else None)
        self.fields["value"].label = column_label(of_model)


@dataclass(frozen=True)
class Change:
    """A change of many rows by somebody.

    what    "set:due_on", "add:fields_of_cooperation", "do:done", "tag", "untag"
    value   cleaned
    """

    model: type[Model]
    what: str
    value: Any
    by: Any

    @property
    def editing(self) -> Editing:
        editing = editing_of(self.model)
        assert editing is not None
        return editing

    def rows(self) -> QuerySet:
        """Those that this change may be made of: who sees a record may put tags of their own on it."""
        if self.what in (TAG, UNTAG):
            seen = self.model._default_manager.visible_to(self.by)  # type: ignore[attr-defined]
            return self.model._default_manager.filter(pk__in=seen.order_by().values("pk"))
        return self.editing.writable(self.by)

    def words(self) -> str:
        """What is done, for the label of its batch."""
        kind = self.what.partition(":")[0]
        done = dict(actions(self.model, self.editing))[self.what]
        return done if kind == DO else f"{done}: {_words(self.value)}"

    def of(self, ids: Sequence[str]) -> list[Outcome]:
        """Change these rows, and tell for each what happened. Within a transaction"""
        writable = self.rows().filter(pk__in=ids).order_by("pk")
        rows = {row.pk: row for row in writable.select_for_update(of=("self",))}
        foreign = [pk for pk in ids if pk not in rows]
        labels: dict[str, str] = {}
        if foreign:
            seen = self.model._default_manager.visible_to(self.by)  # type: ignore[attr-defined]
            labels = {row.pk: str(row) for row in seen.filter(pk__in=foreign)}
        not_yours = _("You may not change it, or it is not there any more.")
        told = [
            self._one(rows[pk]) if pk in rows else Outcome(pk, labels.get(pk, pk), reason=not_yours)
            for pk in ids
        ]
        changed([rows[one.pk] for one in told if one.changes])
        return told

    def preview(self, ids: Sequence[str]) -> list[Outcome]:
        """What `of` would do."""
        with transaction.atomic():
            told = self.of(ids)
            transaction.set_rollback(True)
        return told

    def _one(self, row: Model) -> Outcome:
        label, before = str(row), self._now(row)
        try:
            with transaction.atomic():
                changes = self._apply(row)
        except (RuleBroken, ValidationError) as error:
            return Outcome(row.pk, label, before, self._then(before), reason=_sentences(error))
        except IntegrityError as error:
            return Outcome(row.pk, label, before, self._then(before), reason=words_for(error))
        return Outcome(row.pk, label, before, self._now(row) if changes else before, changes)

    def _apply(self, row: Any) -> bool:
        """Whether it makes a difference."""
        kind, _colon, name = self.what.partition(":")
        if kind == DO:
            return self.editing.steps[name][1](row, self.by) is not False
        if kind in (TAG, UNTAG):
            return put_on(row, self.value) if kind == TAG else take_off(row, self.value)
        if kind == SET:
            if getattr(row, name) == self.value:
                return False
            setattr(row, name, self.value)
            self.editing.write(row, self.by)
            return True
        now = set(getattr(row, name).all())
        wanted = now | set(self.value) if kind == ADD else now - set(self.value)
        if wanted == now:
            return False
        keep_ties = self.editing.tie or tie
        keep_ties(row, name, sorted(wanted, key=str), self.by)
        return True

    def _now(self, row: Any) -> str:
        kind, _colon, name = self.what.partition(":")
        if kind == DO:
            return ""
        if kind in (TAG, UNTAG):
            return _words(tags_on(row, self.by))
        if kind in (ADD, REMOVE):
            return _words(getattr(row, name).all())
        display = getattr(row, f"get_{name}_display", None)
        return _words(display() if display else getattr(row, name))

    def _then(self, before: str) -> str:
        return _words(self.value) if self.what.startswith(SET) else before


def _field(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name)


def _form_field(field: Any, kind: str, choices: QuerySet | None) -> forms.Field:
    if kind in (ADD, REMOVE):
        rows = choices if choices is not None else field.related_model._default_manager.all()
        return forms.ModelMultipleChoiceField(rows, widget=forms.CheckboxSelectMultiple)
    if field.is_relation:
        rows = choices if choices is not None else field.related_model._default_manager.all()
        return forms.ModelChoiceField(rows, required=not field.null, empty_label=_("nobody or nothing"))
    if isinstance(field, models.BooleanField):
        return forms.TypedChoiceField(
            choices=[("true", gettext_lazy("Yes")), ("false", gettext_lazy("No"))], coerce="true".__eq__
        )
    if isinstance(field, PartialDateField):
        return PartialDateFormField(required=False, help_text=field.help_text)
    if isinstance(field, models.DateField):
        return forms.DateField(
            required=not field.null, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        )
    return field.formfield()


def _words(value: Any) -> str:
    if value is None or value == "":
        return _("empty")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if not isinstance(value, str) and isinstance(value, Iterable):
        return Truncator("; ".join(sorted(str(one) for one in value)) or _("empty")).chars(LONGEST)
    return Truncator(str(localize(value))).chars(LONGEST)


def _sentences(error: RuleBroken | ValidationError) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
