"""What a record said before: who may read it, and setting one value back.

A value is set back as a change of many sets it (see `curation.changing`), for one row: by the operation of
its room, so that every rule is asked, and as a batch, so that it can be taken back.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from common.ids import model_of
from common.roles import is_curator
from common.translated import column_label
from history.models import events_of

from .changing import Change, Outcome, editing_of
from .descriptions import DESCRIPTIONS
from .models import Batch


class CannotSetBack(RuleBroken):
    """A rule is against it, or what it pointed to is gone."""

    code = "cannot-set-back"


@dataclass(frozen=True)
class Earlier:
    """What a field of a record said in one of its kept states; for who may write it."""

    record: Any
    change: Change
    label: str

    def preview(self) -> Outcome:
        """What it says, what it would say, and why it is refused, if it is."""
        return self.change.preview([self.record.pk])[0]

    @transaction.atomic
    def set_back(self) -> Batch:
        """Raises CannotSetBack"""
        words = _("%(record)s: “%(field)s” set back") % {"record": self.record, "field": self.label}
        batch = Batch.objects.create(kind=Batch.Kind.EDIT, label=words[:300], made_by=self.change.by)
        with batch.recorded():
            (told,) = self.change.of([self.record.pk])
        if not told.changes:
            raise CannotSetBack(told.reason or _("It says that already."))
        return batch


def kept_model(pk: str) -> type[Model]:
    """The model of this id, of those whose rows people change. Raises Http404"""
    model = model_of(pk, (one for one, described in DESCRIPTIONS.items() if described.editing))
    if model is None:
        raise Http404
    return model


def told_to(user, model: Any) -> QuerySet:
    """The rows whose history is told to this user: curators read all, others what they may change."""
    editing = editing_of(model)
    if not user.is_authenticated or editing is None:
        return model._default_manager.none()
    return model._default_manager.visible_to(user) if is_curator(user) else editing.writable(user)


def settable(model: type[Model]) -> frozenset[str]:
    """The fields of a record that can be set back."""
    editing = editing_of(model)
    return frozenset([*editing.fields, *editing.also]) if editing else frozenset()


def earlier(record: Model, state: str, name: str, by) -> Earlier | None:
    """What a field said in a state, by the state's number; None where there is no such state or field.

    Raises CannotSetBack where it pointed to what is gone, or to what this user does not see
    """
    model = type(record)
    states: Any = events_of(model)
    if name not in settable(model) or not (state.isdecimal() and len(state) < 19):
        return None
    kept = states._base_manager.filter(pgh_id=int(state), pgh_obj_id=record.pk).first()
    if kept is None:
        return None
    field: Any = model._meta.get_field(name)
    value = getattr(kept, field.attname)
    if field.is_relation and value is not None:
        choose = DESCRIPTIONS[model].editing.choices.get(name)  # type: ignore[union-attr]
        rows = choose(by) if choose else field.related_model._default_manager.visible_to(by)
        value = rows.filter(pk=value).first()
        if value is None:
            raise CannotSetBack(_("What “%s” said is not there any more.") % column_label(field))
    return Earlier(record, Change(model, f"set:{name}", value, by), column_label(field))
