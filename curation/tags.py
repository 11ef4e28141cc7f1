"""Tags on records: put on and taken off, one by one; many at once by `curation.changing`."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from common.changes import changed

from .models import Tag, Tagging


def tags_on(record: Model, user) -> QuerySet[Tag]:
    """Those that this user sees on a record."""
    return Tag.objects.visible_to(user).filter(taggings__record=record.pk)


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
    found = Tag.objects.filter(name__iexact=name.strip(), owner=owner).first()
    if found is None:
        found = Tag(name=name.strip(), owner=owner)
        found.full_clean()
        found.save()
    return found


def retag(kept: Model, other: Model) -> None:
    """What was on a record that goes is on the one that is kept."""
    there = Tagging.objects.filter(record=kept.pk).values("tag")
    moving = Tagging.objects.filter(record=other.pk)
    moving.filter(tag__in=there).delete()
    moving.update(record=kept.pk)
