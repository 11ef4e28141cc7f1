"""From a query to what a reader is shown."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import get_language

from .models import Entry
from .registry import KINDS, Kind

PAGE_SIZE, MOST_PAGES = 20, 10
PAGES = {str(number): number for number in range(1, MOST_PAGES + 1)}  # as they stand in an address


@dataclass(frozen=True)
class Hit:
    """One found record, in the reader's language as far as there is a text in it."""

    kind: Kind
    title: str
    title_language: str
    summary: str
    summary_language: str
    url: str
    is_close: bool


@dataclass(frozen=True)
class Facet:
    kind: Kind
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Result:
    """hits of one page; facets count the whole result without the kinds chosen, the most frequent first."""

    hits: list[Hit]
    count: int
    facets: list[Facet]
    page: int
    has_more: bool


def find(text: str, user, kinds: list[str], page: int = 1) -> Result:
    found = Entry.objects.visible_to(user).search(text)
    counted = dict(found.order_by().values_list("kind").annotate(Count("pk")))
    names = sorted(counted, key=lambda name: -counted[name])
    facets = [Facet(KINDS[name], counted[name], name in kinds) for name in names]
    wanted = found.filter(kind__in=kinds) if kinds else found
    start = (page - 1) * PAGE_SIZE
    entries = list(wanted[start : start + PAGE_SIZE + 1])
    count = sum(facet.count for facet in facets if facet.is_chosen or not kinds)
    hits = [as_hit(entry) for entry in entries[:PAGE_SIZE]]
    return Result(hits, count, facets, page, len(entries) > PAGE_SIZE and page < MOST_PAGES)


def as_hit(entry: Entry) -> Hit:
    kind = KINDS[entry.kind]
    title, title_language = _text(entry.title_en, entry.title_zh_hans)
    summary, summary_language = _text(entry.summary_en, entry.summary_zh_hans)
    return Hit(
        kind, title, title_language, summary, summary_language, kind.url(entry.slug), bool(entry.is_close)
    )


def _text(english: str, chinese: str) -> tuple[str, str]:
    texts = {"en": english, "zh-hans": chinese}
    language = get_language() if get_language() in texts else "en"
    if not texts[language]:
        language = "en" if english else "zh-hans"
    return texts[language], language
