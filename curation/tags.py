"""Tags on records: put on and taken off, one by one; many at once by `curation.changing`."""

from collections.abc import Iterable, Sequence
from typing import Any

import pgtrigger
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from common.changes import changed
from history.models import Erasure
from history.operations import erase

from .models import Tag, Tagging

HOLD = "SELECT set_config('parkway.holds_tags', 'on', true)"
LET_GO = "SELECT set_config('parkway.holds_tags', 'off', true)"


def tags_on(record: Model, user) -> QuerySet[Tag]:
    """Those that this user sees on a record."""
    return Tag.objects.visible_to(user).filter(taggings__record=record.pk)


def tags_of_many(records: Sequence[str], user) -> dict[str, list[Tag]]:
    """Those that this user sees, by the ids of the records; in one query."""
    seen = Tagging.objects.filter(record__in=records, tag__in=Tag.objects.visible_to(user))
    found: dict[str, list[Tag]] = {}
    for one in seen.select_related("tag").order_by("tag__name", "tag"):
        found.setdefault(one.record, []).append(one.tag)
    return found


@transaction.atomic
def put_on(record: Model, tags: Iterable[Tag]) -> bool:
    """Whether it makes a difference."""
    there = set(Tagging.objects.filter(record=record.pk).values_list("tag", flat=True))
    new = [tag for tag in tags if tag.pk not in there]
    rows = [Tagging(tag=tag, kind=record._meta.label_lower, record=record.pk) for tag in new]
    return bool(Tagging.objects.bulk_create(rows, ignore_conflicts=True))


def take_off(record: Model, tags: Iterable[Tag]) -> bool:
    """Whether it makes a difference."""
    return bool(Tagging.objects.filter(record=record.pk, tag__in=list(tags)).delete()[0])


@transaction.atomic
def set_tags(record: Model, tags: Iterable[Tag], *, by) -> None:
    """Let the record have these of the tags that this user sees, and no other of them."""
    wanted = list(tags)
    take_off(record, tags_on(record, by).exclude(pk__in=[tag.pk for tag in wanted]))
    put_on(record, wanted)
    changed([record])


def named(name: str, owner: Any) -> Tag:
    """The tag of this name of an organisation, or of curators; made where there is none.

    Raises  ValidationError
    """
    name = name.strip()
    found = Tag.objects.filter(name__iexact=name, owner=owner).first()
    if found is None:
        Tag(name=name, owner=owner).full_clean(validate_unique=False, validate_constraints=False)
        found, _is_new = Tag.objects.get_or_create(name=name, owner=owner)  # somebody else may be as quick
    return found


def forget_tags(record: Model, noted: Erasure) -> None:
    """The record was erased: its tags go, and with them that it had any. noted: why, see `history.erase`"""
    Tagging.objects.filter(record=record.pk).delete()
    erase(Tagging, Q(record=record.pk), noted, goes=True)


def goes_with_its_tags(model: type[Model]) -> None:
    """Take the tags off a record that is deleted, whoever deletes it.

    It is written to the history with the rest, so that what takes a deletion back brings them back. Taking
    back itself deletes first and moves tags then: it holds them with `HOLD`, and lets go with `LET_GO`.
    """
    trigger = pgtrigger.Trigger(
        name="goes_with_its_tags",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Delete,
        referencing=pgtrigger.Referencing(old="gone"),
        func=(
            "IF current_setting('parkway.holds_tags', true) IS DISTINCT FROM 'on' THEN"
            " DELETE FROM curation_tagging WHERE record IN (SELECT id FROM gone); END IF; RETURN NULL;"
        ),
    )
    pgtrigger.register(trigger)(model)


def retag(kept: Model, other: Model) -> None:
    """What was on a record that goes is on the one that is kept."""
    there = Tagging.objects.filter(record=kept.pk).values("tag")
    moving = Tagging.objects.filter(record=other.pk)
    moving.filter(tag__in=there).delete()
    moving.update(record=kept.pk)
