"""The only way into the index."""

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from babel import Locale
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

from . import spelling
from .models import Entry
from .registry import KINDS, Document, Kind, kinds_of, with_followers
from .words import language_of, normalise, pieces, pinyin, segments, spellings

BATCH = 500
SIMPLE = "simple"
CONFIGS = ("english", "russian", "arabic", SIMPLE)
#: What of an entry follows from its record.
FOLLOWING = [field.name for field in Entry._meta.fields if field.name not in ("id", "kind", "record")]
#: By weight, each takes its texts as English, Russian and Arabic stem them, and their segments.
VECTOR = " || ".join(
    f"setweight(to_tsvector('{config}', %s), '{weight}')" for weight in "ABCD" for config in CONFIGS
)


@transaction.atomic
def index_records(records: Iterable[Model]) -> None:
    """Bring the entries of these records, and of those that follow them, up to date."""
    for model, keys in with_followers(records).items():
        for kind in kinds_of(model):
            written, waiting = set(), iter(keys)
            while some := list(islice(waiting, BATCH)):
                written |= _write(kind, some)
            Entry.objects.filter(kind=kind.name, record__in=keys - written).delete()


def reindex(tell: Callable[[Kind, int], None] = lambda kind, done: None) -> int:
    """Make all entries anew while readers and writers go on: each batch is a transaction of its own.

    tell   is told of each kind, again and again, how many records are done
    Returns how many entries there are then.
    """
    former, used = spelling.words(), set[str]()
    spelling.note_lexicon()
    for kind in KINDS.values():
        last, done = None, 0
        while some := list(_beyond(kind, last)):
            with transaction.atomic():
                # Who changes a record meanwhile writes its entry after us, or has before: we wait, then read.
                held = Entry.objects.filter(kind=kind.name, record__in=some).select_for_update()
                list(held.order_by("pk").values_list("pk"))
                _write(kind, some, used)
            last, done = some[-1], done + len(some)
            tell(kind, done)
        there = kind.queryset().order_by().values("pk")
        Entry.objects.filter(kind=kind.name).exclude(record__in=there).delete()
    Entry.objects.exclude(kind__in=KINDS).delete()
    spelling.forget(former - used)
    return Entry.objects.count()


def _beyond(kind: Kind, last: Any) -> QuerySet:
    """The ids of a batch of records, after those up to the last."""
    rows = kind.queryset().order_by("pk").values_list("pk", flat=True)
    return (rows if last is None else rows.filter(pk__gt=last))[:BATCH]


def _write(kind: Kind, keys: Collection, used: set[str] | None = None) -> set[Any]:
    """Write the entries of a batch of records. Returns the ids of those that are indexed.

    used   takes in the words of what is seen by everybody
    """
    rows = list(kind.queryset().filter(pk__in=keys))
    visible = kind.model._default_manager.visible_to(AnonymousUser()).filter(pk__in=keys)
    public = set(visible.values_list("pk", flat=True))
    documents = {row.pk: kind.document(row) for row in rows}
    words = _words_of(documents[pk] for pk in documents.keys() & public)
    spelling.note(words)
    if used is not None:
        used |= words
    Entry.objects.bulk_create(
        [_entry(kind, row, documents[row.pk], row.pk in public) for row in rows],
        update_conflicts=True,
        unique_fields=["kind", "record"],
        update_fields=FOLLOWING,
    )
    return set(documents)


def _words_of(documents: Iterable[Document]) -> set[str]:
    """What their names and summaries are written with."""
    texts = (text for one in documents for text in (*one.title, *one.names, *one.summary) if text)
    return {piece for text in texts for piece in pieces(normalise(text))}


def _entry(kind: Kind, row: Any, document: Document, is_published: bool) -> Entry:
    return Entry(
        kind=kind.name,
        record=row.pk,
        slug=document.slug,
        title_en=document.title[0] or "",
        title_zh_hans=document.title[1] or "",
        summary_en=document.summary[0] or "",
        summary_zh_hans=document.summary[1] or "",
        names=_names(document),
        facets=sorted({*(f"country:{code}" for code in document.countries if code), *document.facets}),
        newest_at=document.newest_at or getattr(row, "created_at", None),
        starts_at=document.starts_at,
        closes_at=document.closes_at,
        is_published=is_published,
        vector=_vector(document),
    )


def _names(document: Document) -> str:
    """One a line, without accents and signs, as `Query.name` is; Chinese also as it is read."""
    names = list(filter(None, [*document.title, *document.names]))
    told = [" ".join(pieces(normalise(name))) for name in names] + [pinyin(name) for name in names]
    return "\n".join(dict.fromkeys(filter(None, told)))


def _vector(document: Document) -> RawSQL:
    """A names, B summaries and how names are spelt otherwise, C the rest, D what it is filed under."""
    names = list(filter(None, [*document.title, *document.names]))
    texts = [
        segments(" ".join(names)),
        [*segments(" ".join(filter(None, document.summary))), *spellings(names)],
        segments(" ".join(filter(None, document.text))),
        segments(" ".join([*filter(None, document.about), *_names_of(document.countries)])),
    ]
    values = []
    for words in texts:
        for config in CONFIGS:
            values.append(" ".join(word for word in words if config in (SIMPLE, language_of(word))))
    return RawSQL(VECTOR, values)  # noqa: S611  a constant; the texts are its parameters


def _names_of(codes: Iterable[str]) -> Iterator[str]:
    """Of countries, in English and Chinese; the country of everything says nothing."""
    for code in dict.fromkeys(codes):
        for language in ("en", "zh"):
            yield Locale(language).territories.get(code, "")
