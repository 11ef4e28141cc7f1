"""From a query to what a reader is shown."""

from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.numbers import number
from common.roles import is_curator

from .estimates import is_any
from .facets import KIND, Chosen, Counts, counted, indexed, narrowed
from .models import Entry
from .query import Query, understand
from .querysets import EntryQuerySet
from .registry import KINDS, Kind
from .spelling import corrected
from .why import why

PAGE_SIZE, MOST_PAGES = 20, 10
PAGES = {str(number): number for number in range(1, MOST_PAGES + 1)}  # as they stand in an address


def page_number(text: str) -> int:
    """Raises BadRequest"""
    if text not in PAGES:
        raise BadRequest(_("There is no such page of results."))
    return PAGES[text]


@dataclass(frozen=True)
class Hit:
    """One found record, in the reader's language as far as there is a text in it."""

    kind: Kind
    slug: str
    title: str
    title_language: str
    summary: str
    summary_language: str
    url: str
    is_close: bool
    why: list[tuple[str, float]]

    @property
    def name(self) -> str:
        """What it is called among all records: park/tuspark."""
        return f"{self.kind.name}/{self.slug}"


def answering(text: str, entries) -> tuple[Query, EntryQuerySet]:
    """What was asked, as it is understood, and those of the entries that answer it.

    Where none holds all that was asked: those that hold what was probably meant, else half of it or a
    name like it.
    """
    query = understand(text)
    if not query:
        return query, entries.none()
    found = entries.holding(query)
    if is_any(found):
        return query, found
    right = corrected(query)
    if right and is_any(better := entries.holding(right)):
        return right, better
    return query, entries.near(query)


@dataclass(frozen=True)
class Result:
    """hits of one page; counts of the whole result, see `search.facets`."""

    query: Query
    hits: list[Hit]
    counts: Counts
    page: int
    has_more: bool

    @property
    def kinds(self) -> dict[str, int]:
        """How many there are of each kind, the most frequent first."""
        counted = self.counts.of[KIND]
        return {name: counted[name] for name in sorted(counted, key=lambda name: -counted[name])}


def find(text: str, user, chosen: Chosen, page: int = 1) -> Result:
    """chosen   of the kinds (`KIND`) and of countries"""
    query, found = answering(text, indexed(KINDS, user))
    if not query:
        return Result(query, [], Counts(of={KIND: {}, "country": {}}), page, False)
    start = (page - 1) * PAGE_SIZE
    counts = counted(found, chosen, (KIND, "country"))
    best = narrowed(found, chosen).ranked(query, counts.total, explained=is_curator(user))
    best = best.defer("names", "vector", "facets")
    entries = list(best[start : start + PAGE_SIZE + 1])
    # The index knows who sees what; the rows themselves know best.
    visible = Entry.objects.visible_to(user, {one.kind for one in entries})
    seen = set(visible.filter(pk__in=[one.pk for one in entries]).values_list("pk", flat=True))
    hits = [as_hit(entry) for entry in entries[:PAGE_SIZE] if entry.pk in seen]
    return Result(query, hits, counts, page, len(entries) > PAGE_SIZE and page < MOST_PAGES)


def about(counts: Counts) -> str:
    """How many, where that is not counted to the end; else nothing."""
    return "" if counts.is_exact else _("About %s results") % number(counts.total)


def as_hit(entry: Entry) -> Hit:
    kind = KINDS[entry.kind]
    title, title_language = _text(entry.title_en, entry.title_zh_hans)
    summary, summary_language = _text(entry.summary_en, entry.summary_zh_hans)
    return Hit(
        kind,
        entry.slug,
        title,
        title_language,
        summary,
        summary_language,
        kind.url(entry.slug),
        bool(getattr(entry, "is_close", False)),
        why(entry),
    )


def _text(english: str, chinese: str) -> tuple[str, str]:
    texts = {"en": english, "zh-hans": chinese}
    language = get_language() if get_language() in texts else "en"
    if not texts[language]:
        language = "en" if english else "zh-hans"
    return texts[language], language
