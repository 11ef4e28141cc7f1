"""Which records point to which addresses; found by the fields of the models, so no room has to say it."""

from collections import defaultdict
from collections.abc import Collection
from functools import cache
from urllib.parse import urlsplit

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet, URLField

from ..models import Link

PORTION = 1000


@cache
def fields_with_links() -> tuple[tuple[type[Model], str], ...]:
    """The fields with an address, of all models of which everybody may see some rows."""
    return tuple(
        (model, field.name)
        for model in apps.get_models()
        if model is not Link and hasattr(model._default_manager.all(), "visible_to")
        for field in model._meta.concrete_fields
        if isinstance(field, URLField)
    )


def _published(model: type[Model]) -> QuerySet:
    return model._default_manager.all().visible_to(AnonymousUser())  # type: ignore[attr-defined]


def gather() -> tuple[int, int]:
    """Bring the table to what published records point to now; how many came, and how many went."""
    wanted: set[str] = set()
    for model, name in fields_with_links():
        rows = _published(model).exclude(**{name: ""}).order_by().values_list(name, flat=True)
        wanted.update(rows.distinct().iterator())
    kept = set(Link.objects.values_list("address", flat=True).iterator())
    new = [Link(address=one, host=_host(one)) for one in sorted(wanted - kept)]
    Link.objects.bulk_create(new, batch_size=PORTION, ignore_conflicts=True)
    gone = sorted(kept - wanted)
    for start in range(0, len(gone), PORTION):
        Link.objects.filter(address__in=gone[start : start + PORTION]).delete()
    return len(new), len(gone)


def pointing_to(addresses: Collection[str]) -> dict[str, list[Model]]:
    """The published records that point to each address; one query for each field."""
    found: dict[str, list[Model]] = defaultdict(list)
    for model, name in fields_with_links():
        for record in _published(model).filter(**{f"{name}__in": addresses}):
            found[getattr(record, name)].append(record)
    return found


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower().removesuffix(".")[:255]
    except ValueError:
        return ""
