"""Changes of many rows: asked for once, done portion by portion, all of them in one batch."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from notifications.outbox import nudge

from ..changing import Change, Outcome, ValueForm
from ..models import Batch, BulkEdit

State = BulkEdit.State
AT_ONCE = 100  # rows that are changed before the answer
TASK = "curation.tasks.change_many"
PORTION = 200  # rows changed in one transaction, where not all depends on all
MOST_TOGETHER = 10_000  # rows that may be changed all or none: one transaction holds them
#: What a portion moves; the rows themselves stay as they were written down.
WRITTEN = ["state", "changed", "same", "left_out", "refused", "batch"]
TOLD = 500  # rows left out of which the reason is kept


class TooMany(RuleBroken):
    code = "too-many"


def ask_for(
    change: Change, given: list[str], ids: Sequence[str], *, submission: str, all_or_nothing: bool = False
) -> BulkEdit:
    """Write down a change of many rows; `go_on` does it.

    given   the value as the form was given it
    Raises  TooMany. What was sent twice is written down once
    """
    if all_or_nothing and len(ids) > MOST_TOGETHER:
        raise TooMany(_("All or nothing is possible with up to %s rows.") % MOST_TOGETHER)
    try:
        with transaction.atomic():
            return BulkEdit.objects.create(
                made_by=change.by,
                kind=change.model._meta.label_lower,
                label=change.words()[:300],
                change={"what": change.what, "value": given},
                ids=list(ids),
                is_all_or_nothing=all_or_nothing,
                submission=submission,
            )
    except IntegrityError:
        first = BulkEdit.objects.filter(made_by=change.by, submission=submission).first()
        if first is None:
            raise
        return first


def go_on(edit_id: str) -> bool:
    """Do the next portion; whether all is done. Two may go on at once: each does portions of its own."""
    with transaction.atomic():
        edit = BulkEdit.objects.select_for_update().get(pk=edit_id)
        if edit.state in (State.DONE, State.REFUSED):
            return True
        change = _change_of(edit)
        if edit.is_all_or_nothing:
            _do_together(edit, change)
        else:
            _do_portion(edit, change)
        edit.save(update_fields=WRITTEN)
        return edit.state in (State.DONE, State.REFUSED)


def set_going(edit: BulkEdit) -> None:
    """Do few rows at once, and hand many over to a worker."""
    if len(edit.ids) > AT_ONCE:
        nudge(TASK, edit.pk)
    else:
        take_further(edit)


def take_further(edit: BulkEdit) -> None:
    """Do the next portion; a worker does the rest."""
    if not go_on(edit.pk):
        nudge(TASK, edit.pk)


def unfinished() -> list[str]:
    """Changes that were asked for and are not through."""
    states = (State.WAITING, State.RUNNING)
    return list(BulkEdit.objects.filter(state__in=states).values_list("pk", flat=True))


def handled(edit: BulkEdit) -> int:
    """How many rows are through."""
    return edit.changed + edit.same + edit.left_out


def _do_portion(edit: BulkEdit, change: Change | None) -> None:
    ids = edit.ids[handled(edit) : handled(edit) + PORTION]
    _note(edit, _changed(edit, change, ids))
    edit.state = State.DONE if handled(edit) >= len(edit.ids) else State.RUNNING
    if edit.state == State.DONE and not edit.changed:
        _forget_batch(edit)


def _do_together(edit: BulkEdit, change: Change | None) -> None:
    try:
        with transaction.atomic():
            told = _changed(edit, change, edit.ids)
            if any(one.reason for one in told):
                raise _Refused(told)
    except _Refused as refused:
        edit.batch = None
        told = [one for one in refused.told if one.reason]
        edit.refused, edit.left_out, edit.state = _told(told), len(told), State.REFUSED
        return
    _note(edit, told)
    edit.state = State.DONE
    if not edit.changed:
        _forget_batch(edit)


class _Refused(Exception):
    def __init__(self, told: list[Outcome]):
        self.told = told


def _changed(edit: BulkEdit, change: Change | None, ids: Sequence[str]) -> list[Outcome]:
    if change is None:
        gone = _("The value cannot be set any more.")
        return [Outcome(pk, pk, reason=gone) for pk in ids]
    if edit.batch is None:
        edit.batch = Batch.objects.create(kind=Batch.Kind.EDIT, label=edit.label, made_by=edit.made_by)
    with edit.batch.recorded():
        return change.of(ids)


def _note(edit: BulkEdit, told: list[Outcome]) -> None:
    out = [one for one in told if one.reason]
    edit.changed += sum(one.changes for one in told)
    edit.left_out += len(out)
    edit.same += sum(not one.changes and not one.reason for one in told)
    edit.refused = [*edit.refused, *_told(out)][:TOLD]


def _told(out: list[Outcome]) -> list[dict]:
    return [{"id": one.pk, "label": one.label[:200], "reason": one.reason} for one in out[:TOLD]]


def _forget_batch(edit: BulkEdit) -> None:
    """A batch in which nothing is says nothing."""
    empty, edit.batch = edit.batch, None
    if empty:
        edit.save(update_fields=WRITTEN)
        empty.delete()


def _change_of(edit: BulkEdit) -> Change | None:
    """The change as it was asked for; None where its value is none any more (a colleague who left)."""
    model: Any = apps.get_model(edit.kind)
    given = QueryDict(mutable=True)
    given.setlist("value", edit.change["value"])
    form = ValueForm(given, model=model, what=edit.change["what"], user=edit.made_by)
    if not edit.made_by.is_active or not form.is_valid():
        return None
    return Change(model, edit.change["what"], form.cleaned_data.get("value"), edit.made_by)
