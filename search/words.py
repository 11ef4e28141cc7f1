"""From text to the words that are indexed and asked for; the same way for both."""

import re
import unicodedata

import rjieba

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0002ffff]+")
WORD = re.compile(r"\w+", re.UNICODE)
LONGEST_QUERY = 200  # characters; what is beyond is not read


def normalise(text: str) -> str:
    """Full-width forms as plain ones, no accents on Latin letters, no case, no format characters."""
    plain = unicodedata.normalize("NFKD", text)
    kept = (c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFC", "".join(kept)).casefold()


def segments(text: str) -> list[str]:
    """The words of a Chinese or mixed text, compounds besides their parts, in lower case."""
    words: list[str] = []
    for piece in WORD.findall(normalise(text)):
        if HAN.search(piece):
            words += [word for word in rjieba.cut_for_search(piece) if word.strip()]
        else:
            words.append(piece)
    return words


def asked_words(query: str) -> list[str]:
    """The words of a query, each once; none where it holds only signs."""
    return list(dict.fromkeys(segments(query[:LONGEST_QUERY])))[:12]
