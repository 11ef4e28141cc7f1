"""Words and names that mean the same, in any language: how a query finds texts that are not in its own.

Beside the words of `lexicon.yaml`, rooms tell what is called by several names::

    says_alike(lambda: [[term.name_en, term.name_zh_hans] for term in Term.objects.all()], "sources_term")
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml
from babel import Locale
from django_countries import countries

from common.versions import version_of

from .words import HAN, normalise, pieces, stem

WORDS = Path(__file__).with_name("lexicon.yaml")
LANGUAGES = ("en", "zh", "ru", "ar", "fr", "ms")
LONGEST = 6  # pieces of a phrase; characters of a Chinese one are not counted

Phrase = tuple[str, ...]
_tellers: list[Callable[[], Iterable[Sequence[str]]]] = []
_tables: set[str] = set()


def says_alike(names: Callable[[], Iterable[Sequence[str]]], *tables: str) -> None:
    """names   gives what is called alike, a sequence each; anew when these tables change"""
    _tellers.append(names)
    _tables.update(tables)


@dataclass(frozen=True)
class Lexicon:
    """groups   phrases that mean the same; at says in which groups a phrase is, by its stems"""

    groups: list[list[str]]
    at: dict[Phrase, list[int]]
    longest_run: int

    def like(self, phrase: Phrase) -> list[str]:
        """What means the same as these pieces, without themselves."""
        key = _key(phrase)
        found = dict.fromkeys(name for group in self.at.get(key, ()) for name in self.groups[group])
        return [name for name in found if _key(pieces(name)) != key]


def lexicon() -> Lexicon:
    return _made(version_of(sorted(_tables)))


@lru_cache(2)
def _made(version: object) -> Lexicon:
    groups: list[list[str]] = []
    at: dict[Phrase, list[int]] = {}
    longest = 1
    for names in [*_fixed(), *(names for told in _tellers for names in told())]:
        group = list(dict.fromkeys(plain for name in names if (plain := normalise(name or "").strip())))
        if len(group) < 2:
            continue
        for name in group:
            key = _key(pieces(name))
            if 0 < len(key) <= LONGEST:
                at.setdefault(key, []).append(len(groups))
                longest = max(longest, *(len(piece) for piece in key if HAN.match(piece)), 1)
        groups.append(group)
    return Lexicon(groups, at, min(longest, 12))


def _key(phrase: Iterable[str]) -> Phrase:
    return tuple(stem(piece) for piece in phrase)


@cache
def _fixed() -> list[list[str]]:
    return [*_of_the_trade(), *_of_countries()]


def _of_the_trade() -> Iterator[list[str]]:
    for row in yaml.safe_load(WORDS.read_text(encoding="utf-8")):
        yield [word for language in LANGUAGES for word in row.get(language, "").split(" / ") if word]


def _of_countries() -> Iterator[list[str]]:
    """As Unicode CLDR calls them."""
    territories = [Locale(language).territories for language in LANGUAGES]
    for code, name in countries:
        yield [str(name), *(names.get(code, "") for names in territories)]
