"""What a query looks for, as PostgreSQL writes it: stemmed once, and short wherever it is compared."""

import operator
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, reduce

from django.contrib.postgres.search import SearchQuery
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models.sql import Query as Statement

from .query import Part
from .words import language_of

KEPT = 2_000  # queries of which a process knows how they are written


@dataclass(frozen=True)
class Sought:
    """Texts of tsqueries.

    each    of each part: by its own words or by what means the same
    all     all parts; any, one of them
    own     any of the words that were asked; alike, any of what means the same, "" where nothing does
    """

    each: tuple[str, ...]
    all: str
    any: str
    own: str
    alike: str


def compared(text: str) -> SearchQuery:
    """To be compared with a vector; what is stemmed already stays as it is."""
    return SearchQuery(text, config="simple", search_type="raw")


@lru_cache(KEPT)
def sought(parts: tuple[Part, ...]) -> Sought:
    each = [_any(_words(phrase) for phrase in (part.words, *part.also)) for part in parts]
    also = [_words(phrase) for part in parts for phrase in part.also]
    own = _any(_words(part.words) for part in parts)
    alike = _any(also) if also else SearchQuery("", config="simple")
    *texts, all_, any_, own_, alike_ = _written([*each, reduce(operator.and_, each), _any(each), own, alike])
    return Sought(tuple(texts), all_, any_, own_, alike_)


def _any(queries: Iterable):
    return reduce(operator.or_, queries)


def _words(words: Iterable[str]):
    """All of them, each as its language stems it or as it stands."""
    return reduce(
        operator.and_,
        (SearchQuery(word, config=language_of(word)) | SearchQuery(word, config="simple") for word in words),
    )


def _written(queries: list) -> tuple[str, ...]:
    query = Statement(None)
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    parts, params = [], []
    for one in queries:
        sql, given = compiler.compile(one.resolve_expression(query))
        parts.append(f"({sql})::text")
        params += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return cursor.fetchone()
