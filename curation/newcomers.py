"""What came to a kept record after another was merged into it: it stays there when they part again."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model

from history.models import events_of

from .keys import keys_to
from .models import Batch


def newcomers(batch: Batch) -> Iterator[Model]:
    """The rows that point to what the batch merged others into, and were written after it."""
    for alias in batch.aliases.all():
        for near, key in keys_to(apps.get_model(alias.kind)):
            events = events_of(near)
            if events is None or near._meta.auto_created:
                continue
            made = events._base_manager.filter(pgh_label="insert", pgh_created_at__gt=batch.made_at)
            later = made.exclude(pgh_context_id__in=batch.contexts).filter(**{key.attname: alias.kept_id})
            rows = near._base_manager.filter(**{key.attname: alias.kept_id})
            yield from rows.filter(pk__in=later.values("pgh_obj_id"))
