"""What somebody looks for, as it is understood from what was typed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .lexicon import LONGEST, Lexicon, Phrase, lexicon
from .words import ASIDE, HAN, LONGEST_QUERY, MOST_WORDS, cut, normalise, pieces, pinyin

MOST_PIECES = 40  # of a query, as blanks part it
CODE = 3  # letters of what may be the code of something else


@dataclass(frozen=True)
class Part:
    """One thing that is asked for.

    words   all of which are to be found
    names   what means the same; also, the words of each
    """

    words: Phrase
    names: tuple[str, ...] = ()

    @property
    def also(self) -> list[Phrase]:
        return list(dict.fromkeys(cut_all(pieces(name)) for name in self.names))


@dataclass(frozen=True)
class Query:
    """Falsy where there is nothing to look for.

    text        as typed, cut where it is too long
    parts       each is to be found, by its own words or by what means the same
    correction  the words that were meant, where those typed are found nowhere
    """

    text: str
    parts: tuple[Part, ...]
    correction: str = ""

    def __bool__(self) -> bool:
        return bool(self.parts)

    @property
    def words(self) -> list[str]:
        """All that stands out in what is found."""
        own = [word for part in self.parts for word in part.words]
        also = [word for part in self.parts for phrase in part.also for word in phrase if len(phrase) < 3]
        return list(dict.fromkeys([*own, *also]))

    @property
    def name(self) -> str:
        """What names are compared with."""
        return " ".join(pieces(normalise(self.text)))[:100]

    @property
    def names(self) -> list[str]:
        """What would be called exactly so, in any language."""
        alike = self.parts[0].names if len(self.parts) == 1 else ()
        told = (name for name in alike if len(name) > CODE or not name.isascii())
        return list(dict.fromkeys([self.name, *told]))

    @property
    def alike(self) -> list[str]:
        """What is looked for beside the words, as far as a reader of English or Chinese reads it."""
        told = (_in_the_other(part) for part in self.parts if part.names)
        return list(dict.fromkeys(filter(None, told)))

    @property
    def sound(self) -> str:
        """How its Chinese is read; "" where there is none."""
        return pinyin(self.text)[:100]

    def corrected(self, right: dict[str, str]) -> "Query":
        """right   by a word that was typed the one that is meant"""
        text = " ".join(right.get(piece, piece) for piece in pieces(normalise(self.text)))
        return replace(understand(text), text=self.text, correction=text)


def _in_the_other(part: Part) -> str:
    """The Chinese for what was asked in letters, the English for what was asked in Chinese."""
    is_chinese = HAN.match(part.words[0]) is not None
    return next((name for name in part.names if bool(HAN.match(name)) != is_chinese), "")


def understand(text: str) -> Query:
    plain = text[:LONGEST_QUERY]
    known = lexicon()
    parts: list[Part] = []
    for words, also in _parts(pieces(normalise(plain)[:LONGEST_QUERY])[:MOST_PIECES], known):
        part = Part(words, tuple(also))
        if words and part not in parts:
            parts.append(part)
    telling = [part for part in parts if not ASIDE.issuperset(part.words)]
    return Query(plain, tuple((telling or parts)[:MOST_WORDS]))


def _parts(said: Sequence[str], known: Lexicon) -> Iterator[tuple[Phrase, list[str]]]:
    """Phrases that the lexicon knows, the longest first; and the words between them."""
    at = 0
    while at < len(said):
        if HAN.match(said[at]):
            yield from _of_run(said[at], known)
            at += 1
            continue
        for length in range(min(LONGEST, len(said) - at), 0, -1):
            phrase = tuple(said[at : at + length])
            if also := known.like(phrase):
                yield phrase, also
                break
        else:
            length = 1
            yield (said[at],), []
        at += length


def _of_run(run: str, known: Lexicon) -> Iterator[tuple[Phrase, list[str]]]:
    at = begun = 0
    while at < len(run):
        for length in range(min(known.longest_run, len(run) - at), 1, -1):
            if also := known.like((run[at : at + length],)):
                yield from (((word,), []) for word in _words(run[begun:at]))
                yield cut_all([run[at : at + length]]), also
                at += length
                begun = at
                break
        else:
            at += 1
    yield from (((word,), []) for word in _words(run[begun:]))


def _words(run: str) -> Phrase:
    return cut(run) if run else ()


def cut_all(said: Sequence[str]) -> Phrase:
    words = [word for piece in said for word in (cut(piece) if HAN.match(piece) else (piece,))]
    return tuple(dict.fromkeys(words))
