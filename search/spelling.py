"""The words that there are, and which of them was meant by one that is found nowhere."""

from collections.abc import Iterable

from anyascii import anyascii
from django.contrib.postgres.search import TrigramSimilarity

from .lexicon import lexicon
from .models import Word
from .query import Query
from .words import HAN, pieces

SHORTEST, CANDIDATES = 4, 12


def note(words: Iterable[str]) -> None:
    """Keep words that names and summaries are written with."""
    rows = [Word(word=word) for word in sorted(set(words)) if _may_be_misspelt(word)]
    Word.objects.bulk_create(rows, ignore_conflicts=True)


def note_lexicon() -> None:
    note(_of_lexicon())


def words() -> set[str]:
    """All but those of the lexicon."""
    return set(Word.objects.values_list("word", flat=True)) - _of_lexicon()


def forget(words: Iterable[str]) -> None:
    Word.objects.filter(word__in=list(words)).delete()


def _of_lexicon() -> set[str]:
    return {piece for group in lexicon().groups for name in group for piece in pieces(name)}


def corrected(query: Query) -> Query | None:
    """The query as it was meant; None where nothing about it looks mistaken."""
    typed = [word for part in query.parts for word in part.words if _may_be_misspelt(word)]
    known = set(Word.objects.filter(word__in=typed).values_list("word", flat=True))
    right = {word: meant for word in typed if word not in known and (meant := _meant(word)) not in ("", word)}
    return query.corrected(right) if right else None


def _meant(word: str) -> str:
    """Also of a name in another script, by how it is written in Latin letters."""
    word = anyascii(word).casefold()
    near = (
        Word.objects.filter(word__trigram_similar=word)
        .annotate(likeness=TrigramSimilarity("word", word))
        .order_by("-likeness", "word")
        .values_list("word", flat=True)[:CANDIDATES]
    )
    most = 1 if len(word) <= 5 else 2
    steps = {one: distance(word, one, most) for one in near}
    return min((one for one in steps if steps[one] <= most), key=steps.__getitem__, default="")


def distance(one: str, other: str, most: int) -> int:
    """Letters put in, left out, changed or swapped (Damerau 1964); beyond most it is most + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, against in enumerate(other, 1):
            steps = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != against))
            if row > 1 < column and letter == other[column - 2] and one[row - 2] == against:
                steps = min(steps, before[column - 2] + 1)
            now.append(steps)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return last[-1]


def _may_be_misspelt(word: str) -> bool:
    return SHORTEST <= len(word) <= 40 and word.isalpha() and not HAN.search(word)
