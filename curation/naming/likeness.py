"""How likely two names, and two records, are one: rules with reasons, no training."""

from collections import Counter
from functools import lru_cache

from .cards import ASKED, NOTHING, Card, Reason, Verdict
from .reading import Reading, is_pinyin, latin, read, skeleton, vocabulary

#: Countries in whose registries a body may stand under either.
TOGETHER = ({"CN", "HK", "MO"},)
#: Where "University of X" and "X University" are often two.
ORDER_TELLS = frozenset({"US"})
#: Scripts that write few vowels.
WITHOUT_VOWELS = frozenset({"arabic", "hebrew"})
SHORT = 5  # letters; a name that is shorter and in capitals says little without the country


def compare_bodies(one: Card, other: Card) -> Verdict:
    """Organisations: by identifier, then by names; what speaks against it lowers the score."""
    if other.record in one.kin or one.record in other.kin:
        return Verdict(0.0, (Reason.KIN,))
    if one.identifiers & other.identifiers:
        return Verdict(1.0, (Reason.IDENTIFIER,))
    found = _by_names(one, other)
    if not found.score:
        return found
    if one.host and one.host == other.host and found.score >= 0.45:
        found = Verdict(min(0.99, found.score + 0.2), (*found.reasons, Reason.WEBSITE))
    if not _same_country(one.country, other.country):
        found = found.lowered(0.45, Reason.OTHER_COUNTRY)
    if "park" in (kinds := {one.kind, other.kind}) and "university" in kinds:
        found = found.lowered(0.6, Reason.OTHER_KIND)
    if {scheme for scheme, _value in one.identifiers} & {scheme for scheme, _value in other.identifiers}:
        found = found.lowered(0.3, Reason.OTHER_IDENTIFIER)
    return found


def _by_names(one: Card, other: Card) -> Verdict:
    place = _place(one, other)
    found, characters = NOTHING, []
    left, right = list(map(read, one.names)), list(map(read, other.names))
    has_long = _has_long(left), _has_long(right)
    for mine in left:
        for theirs in right:
            verdict = compare_names(mine, theirs, *place)
            if _says_little(verdict, mine, theirs, has_long):
                verdict = Verdict(min(verdict.score, 0.5), verdict.reasons)
            if mine.script == theirs.script == "han":
                characters.append(verdict.score)
            if verdict.score > found.score:
                found = verdict
    if characters and max(characters) < ASKED <= found.score and Reason.SAME_NAME not in found.reasons:
        return found.lowered(0.6, Reason.OTHER_CHARACTERS)
    return found


def _has_long(names: list[Reading]) -> bool:
    return any(not name.short for name in names)


def _says_little(verdict: Verdict, one: Reading, other: Reading, has_long: tuple[bool, bool]) -> bool:
    """An acronym of a body whose names in full are here too, and not those of the other."""
    if one.short and other.short:
        return all(has_long) and one.script != "han"
    if Reason.ACRONYM not in verdict.reasons:
        return False
    return has_long[0] if one.short else bool(other.short) and has_long[1]


def _place(one: Card, other: Card) -> tuple[str, frozenset[str]]:
    """The country that both are in, else none; and the words of their common place."""
    country = one.country if one.country and one.country == other.country else ""
    return country, one.places & other.places


def _same_country(one: str, other: str) -> bool:
    if not one or not other or one == other:
        return True
    return any(one in some and other in some for some in TOGETHER)


def compare_names(
    one: Reading, other: Reading, country: str = "", place: frozenset[str] = frozenset()
) -> Verdict:
    """Two names of bodies that may both be in this country, at this place."""
    if one.plain == other.plain:
        says_little = one.short and len(one.plain) <= SHORT and not country and one.script != "han"
        return Verdict(0.55 if says_little else 1.0, (Reason.SAME_NAME,))
    if one.native == other.native:
        return Verdict(0.97, (Reason.FORM,))
    across = one.script != other.script
    if one.script == "han" and other.script == "han" and not _abbreviates(one, other):
        return _two_of_han(one, other)
    if one.words == other.words:
        return Verdict(0.95, (_across(one, other) if across else Reason.SAME_WORDS,))
    if one.joined == other.joined and len(one.joined) > 3:
        return Verdict(0.93, (_across(one, other) if across else Reason.TOGETHER,))
    if one.sorted == other.sorted:
        if country in ORDER_TELLS and not across and len(one.words) == 2:
            return Verdict(0.4, (Reason.ORDER,))
        return Verdict(0.9, (_across(one, other) if across else Reason.ORDER,))
    return _by_words(one, other, country, place)


def _across(one: Reading, other: Reading) -> Reason:
    return Reason.PINYIN if "han" in (one.script, other.script) else Reason.OTHER_SCRIPT


def _two_of_han(one: Reading, other: Reading) -> Verdict:
    """Chinese names: the same words in another order; else one more character is another body."""
    if one.sorted == other.sorted and sorted(one.native) == sorted(other.native):
        return Verdict(0.8, (Reason.ORDER,))
    soft = vocabulary().soft
    mine, theirs = ([word for word in each.words if word not in soft] for each in (one, other))
    if mine == theirs and len(one.native) + len(other.native) > 4 and _characters(one) == _characters(other):
        return Verdict(0.85, (Reason.FORM,))
    return NOTHING


def _characters(reading: Reading) -> list[str]:
    soft = vocabulary().soft
    return [source for word, source in zip(reading.words, reading.sources, strict=True) if word not in soft]


def _abbreviates(one: Reading, other: Reading) -> bool:
    return bool((one.short and one.short in other.initials) or (other.short and other.short in one.initials))


def _by_words(one: Reading, other: Reading, country: str, place: frozenset[str]) -> Verdict:
    """What is left when the words that both have are put aside decides."""
    acronym = _acronym(one, other, country)
    if acronym.score:
        return acronym
    if not one.different & other.different and min(len(one.words), len(other.words)) > 2:
        return NOTHING
    mine, theirs = Counter(one.words), Counter(other.words)
    left, right = list((mine - theirs).elements()), list((theirs - mine).elements())
    common = (mine & theirs).total()
    across = one.script != other.script
    scripts = frozenset({one.script, other.script})
    respelt = 0
    for word in [] if one.short or other.short else list(left):
        for twin in right:
            if _respelt(word, twin, scripts):
                left.remove(word)
                right.remove(twin)
                respelt += 1
                break
    soft = vocabulary().soft
    hard = [word for word in (*left, *right) if word not in soft and word not in place]
    if not hard and (common or respelt):
        told = (mine & theirs).keys()
        if not respelt and common < 2 and told <= vocabulary().known:
            return NOTHING
        if not respelt:
            return Verdict(0.85, (_across(one, other) if across else Reason.PART,))
        if _only_order_tells(one, other, country):
            return NOTHING
        reason = _across(one, other) if across else Reason.SPELLING
        return Verdict(0.88 - 0.06 * (respelt - 1) - 0.03 * bool(left or right), (reason,))
    if _skeletons_meet(one, other):
        return Verdict(0.8, (_across(one, other) if across else Reason.SPELLING,))
    total = max(len(one.words), len(other.words))
    return Verdict(0.5 * (common + respelt) / total, (Reason.PART,)) if common + respelt else NOTHING


def _only_order_tells(one: Reading, other: Reading, country: str) -> bool:
    """Whether the word that both have stands first in one and last in the other."""
    if country not in ORDER_TELLS or len(one.words) != 2 or len(other.words) != 2:
        return False
    return one.words[0] == other.words[1] or one.words[1] == other.words[0]


def _skeletons_meet(one: Reading, other: Reading) -> bool:
    """One is written in one word and the other in two, with a letter more or less."""
    if len(one.words) == len(other.words) or min(len(one.words), len(other.words)) != 1:
        return False
    return len(skeleton(one.joined)) > 4 and _respelt(
        one.joined, other.joined, frozenset({one.script, other.script})
    )


def _acronym(one: Reading, other: Reading, country: str) -> Verdict:
    """One is the acronym of the other, or begins with that of a part: "UC Berkeley"."""
    for short, long in ((one, other), (other, one)):
        if len(long.words) < 2 or (len(short.words) > 3 and not short.short):
            continue
        if short.short:
            letters = {short.short, latin(short.short)}
            initials = long.initials | {latin(one) for one in long.initials}
            if letters & initials:
                return _by_acronym(max(map(len, letters & initials)), country)
            continue
        if not short.capitals or not short.different & long.different:
            continue
        left = [word for word in short.words if word not in long.different]
        right = [word for word in long.words if word not in short.different]
        is_part = len(left) == 1 and len(right) > 1 and left[0] in short.capitals
        if is_part and "".join(word[0] for word in right) == left[0]:
            return _by_acronym(3, country)
    return NOTHING


def _by_acronym(length: int, country: str) -> Verdict:
    """Many bodies of the world share one; two letters are shared by some of one country."""
    score = (0.78 if length > 2 else 0.5) if country else 0.45
    return Verdict(score, (Reason.ACRONYM,))


@lru_cache(1 << 14)
def _respelt(one: str, other: str, scripts: frozenset[str]) -> bool:
    """Whether two words are one, misspelt or put into letters in another way."""
    known = vocabulary().known
    if (one in known and other in known) or any(map(str.isdigit, one + other)):
        return False
    if is_pinyin(one) and is_pinyin(other):
        return False
    if len(scripts) > 1:
        if skeleton(one) != skeleton(other) or len(skeleton(one)) < 2:
            return False
        if scripts & WITHOUT_VOWELS:
            return _initial(one) == _initial(other)
        return steps_between(one, other) < 3
    shorter = min(len(one), len(other))
    if shorter < 5:
        return False
    steps = steps_between(one, other)
    same_sound = skeleton(one) == skeleton(other) and len(skeleton(one)) > 2
    if same_sound and steps <= 2 and one[0] == other[0]:
        return (one not in known and other not in known) or shorter > 6
    if steps > 1:
        return steps == 2 and shorter > 9
    if len(one) != len(other):
        return shorter > 5
    is_swap = sorted(one) == sorted(other)
    return is_swap or shorter > 8


def _initial(word: str) -> str:
    """Whether it begins with a vowel: kept apart, as skeletons drop them."""
    return "a" if word[0] in "aeiouy" else ""


def steps_between(one: str, other: str) -> int:
    """How many letters to put, take, change or swap with their neighbour; 3 stands for more than two."""
    if abs(len(one) - len(other)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, twin in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != twin))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == twin:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > 2:
            return 3
    return min(row[-1], 3)
