"""From text to the words that are indexed and asked for; the same way for both."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

import rjieba
from opencc import OpenCC
from pypinyin import lazy_pinyin
from snowballstemmer import stemmer

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0002ffff]+")
CYRILLIC, ARABIC = re.compile(r"[\u0400-\u04ff]"), re.compile(r"[\u0600-\u06ff]")
WORD = re.compile(r"\w+", re.UNICODE)
NO_NAME = re.compile(r"\(.*?\)")  # what stands in brackets is beside a name
LONGEST_QUERY, MOST_WORDS = 200, 12  # characters and words of a query; what is beyond is not read
LONGEST_WORD = 100  # beyond it is no word; the rest of it is not read
#: Words of a question that say nothing of what is looked for.
ASIDE = frozenset(Path(__file__).with_name("aside.txt").read_text(encoding="utf-8").split())
#: What joins the words of a name and is left out of its acronym.
SMALL = {"a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to"}
NOT_IN_TEXT = {0x00: " ", **dict.fromkeys(range(0xD800, 0xE000), " ")}  # no database keeps these


def normalise(text: str) -> str:
    """One form of the same: no full-width forms, accents, case or format characters, simplified Chinese."""
    plain = unicodedata.normalize("NFKD", text.translate(NOT_IN_TEXT))
    kept = (c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    plain = unicodedata.normalize("NFC", "".join(kept)).casefold()
    return _simplifier().convert(plain) if HAN.search(plain) else plain


def pieces(text: str) -> list[str]:
    """The words of a normalised text, as far as blanks and signs part them; Chinese apart from the rest."""
    found = []
    for piece in WORD.findall(text):
        at = 0
        for run in HAN.finditer(piece):
            found += [piece[at : run.start()], run.group()]
            at = run.end()
        found.append(piece[at:])
    return [piece[:LONGEST_WORD] for piece in found if piece]


def segments(text: str) -> list[str]:
    """The words of a text in any language, Chinese compounds besides their parts, in lower case."""
    return _segments(normalise(text))


def _segments(plain: str) -> list[str]:
    words: list[str] = []
    for piece in pieces(plain):
        words += cut(piece) if HAN.match(piece) else [piece]
    return words


@lru_cache(4096)
def cut(run: str) -> tuple[str, ...]:
    """The words of a run of Chinese, compounds besides their parts."""
    return tuple(word for word in rjieba.cut_for_search(run) if word.strip())


def asked_words(query: str) -> list[str]:
    """The words of a query, each once; none where it holds only signs."""
    return list(dict.fromkeys(segments(query[:LONGEST_QUERY])))[:MOST_WORDS]


@lru_cache(8192)
def stem(word: str) -> str:
    """What the forms of a word have in common, by the language that its script is mostly of."""
    if HAN.match(word):
        return word
    if CYRILLIC.search(word):
        return _stemmer("russian").stemWord(word)
    if ARABIC.search(word):
        return _stemmer("arabic").stemWord(word)
    return _stemmer("english").stemWord(word)


def language_of(word: str) -> str:
    """The configuration of PostgreSQL that stems such a word."""
    return "russian" if CYRILLIC.search(word) else "arabic" if ARABIC.search(word) else "english"


def pinyin(text: str) -> str:
    """How the Chinese of a text is read, word by word, without tones; "" where there is none."""
    told = []
    for run in HAN.findall(normalise(text)):
        told += ["".join(lazy_pinyin(word)) for word in rjieba.cut(run)]
    return " ".join(told)


def spellings(names: Iterable[str]) -> list[str]:
    """By what else names are typed: how Chinese is read, its first letters, and acronyms."""
    found: dict[str, None] = {}
    for name in names:
        plain = normalise(name)
        for run in HAN.findall(plain):
            parts = [run, *rjieba.cut(run), *cut(run)]
            found |= dict.fromkeys(
                "".join(lazy_pinyin(part)) for part in parts if len(part) > 1 or part == run
            )
            found |= dict.fromkeys(
                "".join(syllable[0] for syllable in lazy_pinyin(part)) for part in parts if len(part) > 3
            )
        found |= dict.fromkeys(_acronyms(plain))
    return [one for one in found if len(one) > 1]


def _acronyms(plain: str) -> Iterator[str]:
    """NBIA: "National Business Incubation Association of …"; MoST: "Ministry of Science and Technology"."""
    words = [word for word in WORD.findall(NO_NAME.sub("", plain)) if word.isascii()]
    ends = [place for place, word in enumerate(words) if word == "of" and place > 2]
    for part in (words, *(words[:end] for end in ends)):
        large = [word for word in part if word not in SMALL]
        if len(large) > 1 and len(part) > 2:
            yield "".join(word[0] for word in large)
            yield "".join(word[0] for word in part if word == "of" or word not in SMALL)


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@cache
def _stemmer(language: str):
    return stemmer(language)
