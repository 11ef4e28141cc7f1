"""How likely two records that are no bodies are one: people, and agreements."""

import re

from anyascii import anyascii

from .cards import NOTHING, Card, Reason, Verdict
from .likeness import compare_names, steps_between
from .reading import fold, latin, read, script_of

TITLES = frozenset(
    [
        "dr",
        "prof",
        "professor",
        "mr",
        "mrs",
        "ms",
        "miss",
        "ing",
        "dipl",
        "phd",
        "sir",
        "dame",
        "hon",
        "博士",
        "教授",
        "先生",
        "女士",
        "院士",
        "др",
        "проф",
    ]
)
HAN_TITLES = re.compile("(博士|教授|先生|女士|院士|主任|经理|总裁)$")
NEAR_DAYS = 31


def compare_people(one: Card, other: Card) -> Verdict:
    """By e-mail address or telephone, then by names; where they work speaks for or against it."""
    if one.identifiers & other.identifiers:
        return Verdict(1.0, (Reason.ADDRESS,))
    found = NOTHING
    for mine in one.names:
        for theirs in other.names:
            verdict = _names_of_people(mine, theirs)
            if verdict.score > found.score:
                found = verdict
    if not found.score:
        return found
    if one.ties & other.ties:
        return Verdict(min(0.97, found.score + 0.2), (*found.reasons, Reason.TIES))
    if one.ties and other.ties:
        return found.lowered(0.7, Reason.OTHER_TIES)
    return found


def parts_of_person(name: str) -> tuple[str, ...]:
    """The parts of a person's name in Latin letters, without titles."""
    text = fold(HAN_TITLES.sub("", name.strip()))
    if script_of(text) == "han":
        text = re.sub(r"\W", "", text)
        return (latin(text[0]), latin(text[1:])) if len(text) > 1 else (latin(text),)
    pieces = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)
    letters = (re.sub(r"[^a-z]", "", anyascii(piece).lower()) for piece in pieces if piece not in TITLES)
    return tuple(letters)


def _names_of_people(one: str, other: str) -> Verdict:
    mine, theirs = parts_of_person(one), parts_of_person(other)
    if not mine or not theirs or not all(mine) or not all(theirs):
        return NOTHING
    han = script_of(fold(one)) == script_of(fold(other)) == "han"
    if fold(one).replace(" ", "") == fold(other).replace(" ", ""):
        return Verdict(0.8, (Reason.SAME_NAME,))
    if han:
        return NOTHING  # other characters are another person, though they sound alike
    across = script_of(fold(one)) != script_of(fold(other))
    if _turns(mine) & _turns(theirs):
        return Verdict(0.75 if across else 0.8, (Reason.OTHER_SCRIPT if across else Reason.SAME_WORDS,))
    if sorted(mine) == sorted(theirs):
        return Verdict(0.75, (Reason.ORDER,))
    if _fits_initials(mine, theirs) or _fits_initials(theirs, mine):
        return Verdict(0.5, (Reason.INITIALS,))
    if len(mine) > 1 and _one_is_respelt(mine, theirs):
        return Verdict(0.55, (Reason.SPELLING,))
    if len(mine) > 1 and len(theirs) > 1 and (set(mine) < set(theirs) or set(theirs) < set(mine)):
        return Verdict(0.65, (Reason.PART,))
    return NOTHING


def _one_is_respelt(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """All parts are the same but one, which differs by a letter: Ana Lima and Anna Lima."""
    left, right = set(mine) - set(theirs), set(theirs) - set(mine)
    if len(mine) != len(theirs) or len(left) != 1 or len(right) != 1:
        return False
    one, other = left.pop(), right.pop()
    return min(len(one), len(other)) > 2 and one[0] == other[0] and steps_between(one, other) == 1


def _turns(parts: tuple[str, ...]) -> set[str]:
    """With the family name first or last: Wang Xiao Ming is Xiaoming Wang."""
    return {"".join(parts), "".join((*parts[1:], parts[0])), "".join((parts[-1], *parts[:-1]))}


def _fits_initials(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """ "J. Smith" for "John Smith": the family name in full, each other part by its first letter."""
    if len(short) != len(long) or len(short) < 2 or all(len(part) > 1 for part in short):
        return False
    pairs = list(zip(short, long, strict=True))
    whole = [a for a, b in pairs if a == b and len(a) > 1]
    return bool(whole) and all(a == b or (len(a) == 1 and b.startswith(a)) for a, b in pairs)


def compare_agreements(one: Card, other: Card) -> Verdict:
    """The same parties and kind, and days that are near each other or not known."""
    if other.record in one.kin or one.record in other.kin or not one.ties or one.ties != other.ties:
        return NOTHING
    title = max((compare_names(read(a), read(b)).score for a in one.names for b in other.names), default=0.0)
    is_near = _near(one, other)
    if is_near is False:
        return Verdict(0.3, (Reason.PARTIES,))
    score = (0.85 if is_near else 0.65) + (0.1 if title > 0.8 else 0.0)
    reasons = (
        Reason.PARTIES,
        *((Reason.NEAR,) if is_near else ()),
        *((Reason.SAME_NAME,) if title > 0.8 else ()),
    )
    found = Verdict(score, reasons)
    return found if one.kind == other.kind else found.lowered(0.7, Reason.OTHER_KIND)


def _near(one: Card, other: Card) -> bool | None:
    """None where a day is not known."""
    if one.days is None or other.days is None:
        return None
    gap = max(one.days[0], other.days[0]) - min(one.days[1], other.days[1])
    return gap.days <= NEAR_DAYS
