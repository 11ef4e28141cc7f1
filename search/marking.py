"""Where a text says what was looked for."""

from collections.abc import Iterator, Sequence

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from .words import HAN, WORD, normalise

STEM, ENDING = 4, 3  # letters that words of one stem share at least, and in which they may differ at most


def marked(text: str, words: Sequence[str]) -> SafeString:
    """The text as HTML, with `mark` around what these words (of a query) found in it."""
    if not words:
        return conditional_escape(text)
    parts, done = [], 0
    for start, end in _places(text, words):
        parts += [(conditional_escape(text[done:start]), text[start:end])]
        done = end
    told = format_html_join("", "{}<mark>{}</mark>", parts)
    return format_html("{}{}", told, text[done:])


def _places(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """From where to where, in order, none within another."""
    for found in WORD.finditer(text):
        piece = found.group()
        if HAN.search(piece):
            yield from _within(piece, found.start(), words)
        elif any(_is_form_of(normalise(piece), word) for word in words):
            yield found.span()


def _within(piece: str, start: int, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """In a run of Chinese; a compound and its parts are one place."""
    plain = normalise(piece)
    if len(plain) != len(piece):  # a letter that is written as several
        return
    hit = [False] * len(plain)
    for word in words:
        at = plain.find(word)
        while at >= 0:
            hit[at : at + len(word)] = [True] * len(word)
            at = plain.find(word, at + 1)
    begun = None
    for place, is_hit in enumerate([*hit, False]):
        if is_hit and begun is None:
            begun = place
        elif not is_hit and begun is not None:
            yield start + begun, start + place
            begun = None


def _is_form_of(word: str, other: str) -> bool:
    shared = max(STEM, max(len(word), len(other)) - ENDING)
    return word == other or (len(word) >= shared and word[:shared] == other[:shared])
