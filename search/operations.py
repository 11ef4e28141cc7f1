"""The only way into the index."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Model, QuerySet, Value

from .models import Entry
from .registry import KINDS, Document, Kind, kinds_of, with_followers
from .words import segments

BATCH = 500


@transaction.atomic
def index_records(records: Iterable[Model]) -> None:
    """Bring the entries of these records, and of those that follow them, up to date."""
    by_model: dict[type[Model], list[str]] = {}
    for record in with_followers(records):
        by_model.setdefault(type(record), []).append(record.pk)
    for model, keys in by_model.items():
        for kind in kinds_of(model):
            _write(kind, kind.queryset().filter(pk__in=keys))
            _forget(kind, Entry.objects.filter(kind=kind.name, record__in=keys))


@transaction.atomic
def reindex() -> int:
    """Make the whole index anew; readers see the old one until it is done. Returns how many entries."""
    for kind in KINDS.values():
        _write(kind, kind.queryset())
        _forget(kind, Entry.objects.filter(kind=kind.name))
    Entry.objects.exclude(kind__in=KINDS).delete()
    return Entry.objects.count()


def _write(kind: Kind, rows: QuerySet) -> None:
    public = set(kind.model._default_manager.visible_to(AnonymousUser()).values_list("pk", flat=True))
    for row in rows.iterator(chunk_size=BATCH):
        document = kind.document(row)
        Entry.objects.update_or_create(
            kind=kind.name,
            record=row.pk,
            defaults={
                "slug": document.slug,
                "title_en": document.title[0] or "",
                "title_zh_hans": document.title[1] or "",
                "summary_en": document.summary[0] or "",
                "summary_zh_hans": document.summary[1] or "",
                "names": "\n".join(dict.fromkeys(filter(None, [*document.title, *document.names]))),
                "countries": sorted(set(filter(None, document.countries))),
                "is_published": row.pk in public,
                "vector": _vector(document),
            },
        )


def _forget(kind: Kind, entries: QuerySet) -> None:
    entries.exclude(record__in=kind.queryset().order_by().values("pk")).delete()


def _vector(document: Document):
    """English stemmed and unstemmed (for names and acronyms), everything else by its segments."""
    weighted = (
        ("A", [*document.title, *document.names]),
        ("B", document.summary),
        ("C", document.text),
    )
    vector = None
    for weight, texts in weighted:
        plain = " ".join(filter(None, texts))
        part = SearchVector(Value(plain), config="english", weight=weight) + SearchVector(
            Value(" ".join(segments(plain))), config="simple", weight=weight
        )
        vector = part if vector is None else vector + part
    return vector
