"""What records are found by that may be the same: short fingerprints, looked up by an index.

Only records with a key in common are compared, so that no record is compared with all others. A key
that very many share (a word such as the name of a capital) finds nobody; others of the same name do.
"""

from collections.abc import Iterable
from hashlib import blake2b

from .cards import Card
from .others import parts_of_person
from .reading import Reading, latin, read, skeleton, vocabulary

LONGEST = 8  # words of a name of which each single one is a key


#: Keys of which one alone is not enough to compare two records: the first word of each says what it is of.
WEAK = ("word ", "bones ", "pair ", "host ", "initial ")


def fingerprint(kind: str, scope: str, key: str) -> int:
    """Even for a weak key, odd for one that is enough."""
    digest = blake2b(f"{kind}\n{scope}\n{key}".encode(), digest_size=8).digest()
    number = int.from_bytes(digest, "big", signed=True)
    return number & ~1 if key.startswith(WEAK) else number | 1


def keys_of_body(card: Card) -> set[str]:
    """By identifiers, all words in any order, words that tell something, their sounds, and acronyms."""
    keys = _identifiers(card)
    if card.host:
        keys.add(f"host {card.host}")
    for text in card.names:
        reading = read(text)
        keys.add("words " + " ".join(reading.sorted))
        keys.add(f"joined {reading.joined}")
        keys.add(f"sound {skeleton(reading.joined)}")
        if reading.script != "latin":
            keys.add(f"native {reading.native}")
        keys |= set(_words(reading))
        keys |= {f"acronym {card.country} {one}" for one in _acronyms(reading)}
    return keys


def _words(reading: Reading) -> Iterable[str]:
    words = sorted(set(reading.words))[:LONGEST]
    known = vocabulary().known
    for place, word in enumerate(words):
        yield f"word {word}"
        if word not in known and len(bones := skeleton(word)) > 1:
            yield f"bones {bones}"
        for other in words[place + 1 : place + 3]:  # one of them may be misspelt or missing
            yield f"pair {word} {other}"


def _acronyms(reading: Reading) -> set[str]:
    if reading.short:
        return {reading.short, latin(reading.short)}
    if len(reading.words) < 2:
        return set()
    return {one for one in reading.initials if len(one) > 1} | {latin(one) for one in reading.initials}


def keys_of_person(card: Card) -> set[str]:
    keys = _identifiers(card)
    for name in card.names:
        parts = [part for part in parts_of_person(name) if part]
        if parts:
            keys |= {f"letters {''.join(sorted(''.join(parts)))}", "parts " + " ".join(sorted(parts))}
            keys |= {f"initial {part} {other[0]}" for part in parts for other in parts if part != other}
    return keys


def keys_of_agreement(card: Card) -> set[str]:
    return {"parties " + " ".join(sorted(card.ties))} if card.ties else set()


def _identifiers(card: Card) -> set[str]:
    return {f"{scheme}: {value}" for scheme, value in card.identifiers}
