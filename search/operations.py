"""The only way into the index."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

from .models import Entry
from .registry import KINDS, Document, Kind, kinds_of, with_followers
from .words import segments

BATCH = 500
#: What of an entry follows from its record.
FOLLOWING = [field.name for field in Entry._meta.fields if field.name not in ("id", "kind", "record")]
#: By weight A, B, C; each takes a text and its segments.
VECTOR = " || ".join(
    f"setweight(to_tsvector('english', %s), '{weight}') || setweight(to_tsvector('simple', %s), '{weight}')"
    for weight in "ABC"
)


@transaction.atomic
def index_records(records: Iterable[Model]) -> None:
    """Bring the entries of these records, and of those that follow them, up to date."""
    for model, keys in with_followers(records).items():
        for kind in kinds_of(model):
            written = _write(kind, kind.queryset().filter(pk__in=keys))
            Entry.objects.filter(kind=kind.name, record__in=keys - written).delete()


@transaction.atomic
def reindex() -> int:
    """Make the whole index anew; readers see the old one until it is done. Returns how many entries."""
    for kind in KINDS.values():
        _write(kind, kind.queryset())
        there = kind.queryset().order_by().values("pk")
        Entry.objects.filter(kind=kind.name).exclude(record__in=there).delete()
    Entry.objects.exclude(kind__in=KINDS).delete()
    return Entry.objects.count()


def _write(kind: Kind, rows: QuerySet) -> set[Any]:
    """Write the entries of these rows, some hundred at a time. Returns the ids of the rows."""
    written = set()
    waiting = rows.iterator(chunk_size=BATCH)
    while some := list(islice(waiting, BATCH)):
        keys = {row.pk for row in some}
        visible = kind.model._default_manager.visible_to(AnonymousUser()).filter(pk__in=keys)
        public = set(visible.values_list("pk", flat=True))
        Entry.objects.bulk_create(
            [_entry(kind, row.pk, kind.document(row), row.pk in public) for row in some],
            update_conflicts=True,
            unique_fields=["kind", "record"],
            update_fields=FOLLOWING,
        )
        written |= keys
    return written


def _entry(kind: Kind, pk: Any, document: Document, is_published: bool) -> Entry:
    return Entry(
        kind=kind.name,
        record=pk,
        slug=document.slug,
        title_en=document.title[0] or "",
        title_zh_hans=document.title[1] or "",
        summary_en=document.summary[0] or "",
        summary_zh_hans=document.summary[1] or "",
        names="\n".join(dict.fromkeys(filter(None, [*document.title, *document.names]))),
        countries=sorted(set(filter(None, document.countries))),
        is_published=is_published,
        vector=_vector(document),
    )


def _vector(document: Document) -> RawSQL:
    """English stemmed and unstemmed (for names and acronyms), everything else by its segments."""
    texts = [
        " ".join(filter(None, some))
        for some in ([*document.title, *document.names], document.summary, document.text)
    ]
    values = [value for text in texts for value in (text, " ".join(segments(text)))]
    return RawSQL(VECTOR, values)  # noqa: S611  a constant; the texts are its parameters
