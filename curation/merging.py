"""Merging two records into one, looked at first, and taken back like every batch."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from common.errors import RuleBroken

from .joining import Joining, Report, forgotten
from .mergeable import MERGINGS
from .models import Alias, Batch
from .undoing import tell_what_changed


class CannotMerge(RuleBroken):
    """The two are not of one kind, are the same row, or a rule is against it."""

    code = "cannot-merge"


class _Rehearsed(Exception):
    """Ends a rehearsal, so that nothing of it stays."""


def plan(kept: Model, other: Model, choices: Mapping[str, str], by) -> Report:
    """What `merge` would do now: the merge itself, rolled back.

    Raises  CannotMerge
    """
    try:
        with transaction.atomic():
            report = _merge(kept, other, choices, by)[1]
            raise _Rehearsed
    except _Rehearsed:
        return report


def merge(kept: Model, other: Model, choices: Mapping[str, str], by) -> Batch:
    """Make one record of two: `other` goes, and its id and slug lead to `kept` from now on.

    choices  "kept" or "other" by key of a `FieldChoice`; without one the default is taken
    Returns  the batch, which `undoing.take_back` takes back
    Raises   CannotMerge, also for one that somebody merged a moment ago
    """
    with transaction.atomic():
        batch = _merge(kept, other, choices, by)[0]
        tell_what_changed(batch)
    return batch


def _merge(kept: Model, other: Model, choices: Mapping[str, str], by) -> tuple[Batch, Report]:
    kept, other = _hold(kept, other)
    label = f"{other} → {kept}"[:300]
    batch = Batch.objects.create(kind=Batch.Kind.MERGE, label=label, made_by=by)
    work = Joining(choices)
    try:
        with transaction.atomic(), batch.recorded():
            work.join(kept, other)
            _remember_the_address(kept, other, batch)
    except IntegrityError as error:
        raise CannotMerge(_("A rule of the register is against this merge: choose other values.")) from error
    return batch, work.report


def _hold(kept: Model, other: Model) -> tuple[Model, Model]:
    """Both rows as they are now, locked in one order whoever of them is kept."""
    model = type(kept)
    merging = MERGINGS.get(model)
    if type(other) is not model or merging is None or kept.pk == other.pk:
        raise CannotMerge(_("Choose two different records of one kind."))
    if unknown := forgotten():
        raise CannotMerge(f"No rule for {', '.join(unknown)}")
    pair = [kept.pk, other.pk]
    rows = {row.pk: row for row in model._base_manager.select_for_update().filter(pk__in=pair).order_by("pk")}
    if len(rows) < 2:
        raise CannotMerge(_("One of the two is no longer there."))
    kept, other = rows[kept.pk], rows[other.pk]
    if merging.alike and (reason := merging.alike(kept, other)):
        raise CannotMerge(reason)
    return kept, other


def _remember_the_address(kept: Model, other: Model, batch: Batch) -> None:
    kind = type(kept)._meta.label_lower
    Alias.objects.filter(kind=kind, kept_id=other.pk).update(kept_id=kept.pk)
    Alias.objects.create(
        kind=kind,
        old_id=other.pk,
        old_slug=getattr(other, "slug", ""),
        kept_id=kept.pk,
        batch=batch,
    )
