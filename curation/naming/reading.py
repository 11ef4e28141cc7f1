"""What the words of a name mean, whatever its language and script.

From "Univ. of Science & Technology, Beijing" and from 北京科技大学 come the same words: `beijing`,
`science`, `technology`, `university`. Words that the lists beside this file do not know are written in
Latin letters: Han by its pinyin, all else by anyascii.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from anyascii import anyascii
from pypinyin import lazy_pinyin

HERE = Path(__file__).parent
GREEK_ENDS = "\u0400"
HAN = r"\u3400-\u9fff\U00020000-\U0002ffff"
_PIECES = re.compile(
    rf"[{HAN}]+|[\uac00-\ud7af]+|[^\W_{HAN}\uac00-\ud7af]+(?:['’ʼ-][^\W_{HAN}\uac00-\ud7af]+)*"
)
_TOGETHER = re.compile(rf"[{HAN}]+|[\uac00-\ud7af]+")
_ARABIC_MARKS = re.compile(r"[\u064b-\u0652\u0640]")
_ARABIC_FORMS = str.maketrans("أإآٱىة", "اااايه")
_SAME_TWICE = re.compile(r"(.)\1+")

FORM, BETWEEN = "-form", "-between"
DEDICATED = frozenset(
    {"имени", "им", "named"}
)  # after whom; what follows is left out where an institution has it


@dataclass(frozen=True)
class Vocabulary:
    """What `words.txt` holds: words as they stand, beginnings of words, and words of Han and Hangul."""

    words: dict[str, tuple[str, ...]]
    beginnings: dict[str, tuple[str, ...]]
    together: dict[str, tuple[str, ...]]
    known: frozenset[str]
    soft: frozenset[str]

    def meaning(self, word: str) -> tuple[str, ...] | None:
        """The meanings of a folded word; None where it is not known."""
        if word in self.words:
            return self.words[word]
        for end in range(len(word), 2, -1):
            if word[:end] in self.beginnings:
                return self.beginnings[word[:end]]
        return None


@cache
def vocabulary() -> Vocabulary:
    words: dict[str, tuple[str, ...]] = {}
    beginnings: dict[str, tuple[str, ...]] = {}
    together: dict[str, tuple[str, ...]] = {}
    soft: set[str] = set()
    for line in (HERE / "words.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        meaning, _, spellings = line.partition(":")
        meanings = (meaning,) if meaning.startswith("-") else tuple(meaning.strip("<>").split("+"))
        if meaning.startswith("<"):
            soft.update(meanings)
        for one in spellings.split():
            spelling = fold(one)
            if one.endswith("*"):
                beginnings.setdefault(spelling.removesuffix("*"), meanings)
            elif _TOGETHER.fullmatch(spelling):
                together.setdefault(spelling, meanings)
            else:
                words.setdefault(spelling, meanings)
    known = {
        one for found in (words, beginnings, together) for meanings in found.values() for one in meanings
    }
    return Vocabulary(words, beginnings, together, frozenset(known), frozenset(soft))


@cache
def _simplified() -> dict[int, str]:
    lines = (HERE / "characters.txt").read_text("utf-8").splitlines()[1:]
    return str.maketrans({pair[0]: pair[1] for line in lines for pair in line.split()})


def fold(text: str) -> str:
    """Without case, width, accents, marks; Chinese in simplified characters."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_simplified())
    text = _ARABIC_MARKS.sub("", text).translate(_ARABIC_FORMS)
    if text.isascii():
        return text
    kept = []
    for char in text:
        base = unicodedata.normalize("NFKD", char)[0]
        # й and ї are letters of their own; é, ö and ή are e, o and η.
        kept.append(base if base < GREEK_ENDS else char)
    return "".join(kept)


@dataclass(frozen=True)
class Reading:
    """A name as it is compared.

    text      as written
    plain     folded, letters and digits only
    native    plain without forms of companies
    words     its meanings in order, without forms and small words
    sources   of each of the words the folded piece of the name it was read from
    """

    text: str
    plain: str
    native: str
    words: tuple[str, ...]
    sources: tuple[str, ...]

    @cached_property
    def sorted(self) -> tuple[str, ...]:
        return tuple(sorted(self.words))

    @cached_property
    def different(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def capitals(self) -> frozenset[str]:
        """Its parts that are written in capitals only, as acronyms are."""
        parts = self.text.replace(".", "").split()
        return frozenset(part.lower() for part in parts if part.isupper() and len(part) > 1)

    @cached_property
    def joined(self) -> str:
        return "".join(self.words)

    @cached_property
    def script(self) -> str:
        return script_of(self.native)

    @cached_property
    def short(self) -> str:
        """The name itself where it may be an acronym, or one of Han characters; else empty."""
        letters = self.text.replace(".", "").replace("-", "").strip()
        if _TOGETHER.fullmatch(letters):
            return fold(letters) if 2 <= len(letters) <= 4 else ""
        capitals = sum(letter.isupper() for letter in letters)
        is_short = 2 <= len(letters) <= 8 and letters.isalpha() and capitals >= 0.6 * len(letters)
        return fold(letters) if is_short else ""

    @cached_property
    def initials(self) -> frozenset[str]:
        """What it may be shortened to: the first letters of its words."""
        pieces = _pieces(self.text)
        if any(_TOGETHER.fullmatch(piece) for piece in pieces):
            whole = {"".join(source[0] for source in dict.fromkeys(self.sources))}
        else:
            end = next((number for number, piece in enumerate(pieces) if piece in DEDICATED), len(pieces))
            whole = _initials(tuple(pieces)) | _initials(tuple(pieces[:end]))
        return frozenset(one for one in whole if len(one) > 1)


def _initials(pieces: tuple[str, ...]) -> set[str]:
    """With and without each of the small words."""
    known, found = vocabulary(), {""}
    for piece in pieces[:12]:
        is_small = (known.meaning(piece) or ("",))[0] in {FORM, BETWEEN} and len(found) < 32
        found = {one + piece[0] for one in found} | (found if is_small else set())
    return found


def _pieces(text: str) -> list[str]:
    found: list[str] = []
    for piece in _PIECES.findall(fold(text.replace("&", " and "))):
        found += [piece] if "-" not in piece or vocabulary().meaning(piece) else piece.split("-")
    return [piece for piece in found if piece]


@lru_cache(1 << 12)
def read(text: str) -> Reading:
    known = vocabulary()
    words: list[str] = []
    sources: list[str] = []
    native: list[str] = []
    dedicated = False
    pieces = _pieces(text)
    for piece in pieces:
        if piece in DEDICATED and words:
            dedicated = True
            continue
        for part, meanings in _meanings(piece, known):
            if meanings and meanings[0] == FORM:
                continue
            native.append(part)
            if meanings and meanings[0] == BETWEEN:
                continue
            if dedicated and meanings is None:
                continue  # after whom it is called
            for meaning in meanings or (latin(part),):
                words.append(meaning)
                sources.append(part)
    if not words:  # nothing but forms and small words: then these are the name
        words = sources = native = pieces
    return Reading(text, "".join(pieces), "".join(native), tuple(words), tuple(sources))


def _meanings(piece: str, known: Vocabulary) -> list[tuple[str, tuple[str, ...] | None]]:
    if not _TOGETHER.fullmatch(piece):
        meanings = known.meaning(piece)
        if meanings is None and piece.startswith("ال") and len(piece) > 4:
            piece = piece[2:]
            meanings = known.meaning(piece)
        return [(piece, meanings)]
    found: list[tuple[str, tuple[str, ...] | None]] = []
    unknown, start = "", 0
    while start < len(piece):
        for end in range(min(len(piece), start + 6), start, -1):
            if meanings := known.together.get(piece[start:end]):
                if unknown:
                    found.append((unknown, None))
                    unknown = ""
                found.append((piece[start:end], meanings))
                start = end
                break
        else:
            unknown += piece[start]
            start += 1
    return [*found, (unknown, None)] if unknown else found


def latin(text: str) -> str:
    """A word that no list knows, in Latin letters; a plural as its singular."""
    if re.match(rf"[{HAN}]", text):
        return "".join(lazy_pinyin(text))
    plain = re.sub(r"[^a-z0-9]", "", anyascii(text).lower())
    return (
        plain[:-1] if len(plain) > 4 and plain.endswith("s") and not plain.endswith("ss") else plain or text
    )


_SOUNDS = [("sch", "s"), ("sh", "s"), ("ch", "k"), ("ph", "f"), ("kh", "k"), ("th", "t"), ("gh", "g"),
           ("zh", "z"), ("ts", "s"), ("tz", "s"), ("ck", "k"), ("dj", "j")]  # fmt: skip
_LETTERS = str.maketrans("cqvz", "kkfs", "aeiouyhw'")


@lru_cache(1 << 14)
def skeleton(word: str) -> str:
    """The consonants of a word in Latin letters: what is left of a sound in any way to write it."""
    for sound, letter in _SOUNDS:
        word = word.replace(sound, letter)
    return _SAME_TWICE.sub(r"\1", word.translate(_LETTERS).replace("x", "ks"))


@lru_cache(1 << 14)
def script_of(text: str) -> str:
    """`han`, `latin`, `cyrillic`, `arabic`, … of the first letter that is not ASCII; else `latin`."""
    for char in text:
        if not char.isascii() and char.isalpha():
            return unicodedata.name(char, "LATIN").split()[0].lower().replace("cjk", "han")
    return "latin"


_SYLLABLE = (
    r"(?:[bpmf](?:a|o|ai|ei|ao|ou|an|en|ang|eng|u|i|ie|iao|iu|ian|in|iang|ing)|"
    r"[dtnl](?:a|e|ai|ei|ao|ou|an|en|ang|eng|ong|u|uo|ui|uan|un|i|ia|ie|iao|iu|ian|in|iang|ing|v|ve|ue)|"
    r"[gkh](?:a|e|ai|ei|ao|ou|an|en|ang|eng|ong|u|ua|uo|uai|ui|uan|un|uang)|"
    r"[jqx](?:i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ue|uan|un)|"
    r"(?:zh|ch|sh|r|z|c|s)(?:a|e|i|ai|ei|ao|ou|an|en|ang|eng|ong|u|ua|uo|uai|ui|uan|un|uang)|"
    r"w(?:a|o|ai|ei|an|en|ang|eng|u)|y(?:a|o|e|ao|ou|an|ang|i|in|ing|ong|u|ue|uan|un)|"
    r"a|o|e|ai|ei|ao|ou|an|en|ang|er)"
)
_PINYIN = re.compile(f"{_SYLLABLE}{{2,6}}")


@lru_cache(1 << 14)
def is_pinyin(word: str) -> bool:
    """Whether a word may be Chinese in Latin letters: there each letter counts."""
    return bool(_PINYIN.fullmatch(word))
