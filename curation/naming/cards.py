"""What is compared of a record, and what came out of it."""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b


class Reason(StrEnum):
    """Why two records may be the same; and, from `KIN` on, why they may not."""

    IDENTIFIER = "identifier"
    ADDRESS = "address"
    SAME_NAME = "same_name"
    FORM = "form"
    SAME_WORDS = "same_words"
    OTHER_SCRIPT = "other_script"
    PINYIN = "pinyin"
    TOGETHER = "together"
    ORDER = "order"
    SPELLING = "spelling"
    PART = "part"
    ACRONYM = "acronym"
    INITIALS = "initials"
    WEBSITE = "website"
    TIES = "ties"
    PARTIES = "parties"
    NEAR = "near"
    REPORTED = "reported"
    KIN = "kin"
    OTHER_IDENTIFIER = "other_identifier"
    OTHER_COUNTRY = "other_country"
    OTHER_KIND = "other_kind"
    OTHER_CHARACTERS = "other_characters"
    OTHER_TIES = "other_ties"


AGAINST = frozenset(
    {
        Reason.KIN,
        Reason.OTHER_IDENTIFIER,
        Reason.OTHER_COUNTRY,
        Reason.OTHER_KIND,
        Reason.OTHER_CHARACTERS,
        Reason.OTHER_TIES,
    }
)


@dataclass(frozen=True, kw_only=True)
class Card:
    """What a record is compared by.

    record        its id; empty for one that is not kept yet
    scope         the id of who keeps it, where records of different keepers are never compared
    names         all that it is called
    identifiers   (scheme, value) pairs that only one record may have
    places        words of where it is, as they may be added to its name
    host          of its web site
    kin           ids of records that it certainly is not: what it is part of, its parts
    ties          ids of what it stands with: where a person works, the parties of an agreement
    days          the first and the last day that it may be dated
    """

    record: str = ""
    scope: str = ""
    names: tuple[str, ...] = ()
    identifiers: frozenset[tuple[str, str]] = frozenset()
    country: str = ""
    places: frozenset[str] = frozenset()
    host: str = ""
    kind: str = ""
    kin: frozenset[str] = frozenset()
    ties: frozenset[str] = frozenset()
    days: tuple[datetime.date, datetime.date] | None = None

    @property
    def digest(self) -> str:
        """Changes when what identifies the record does, so that a decision about it is asked anew."""
        told = [*sorted(self.names), *sorted(map(str, self.identifiers))]
        return blake2b("\n".join(told).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """How likely two records are one, from 0 to 1, and why; what speaks against it stands last."""

    score: float
    reasons: tuple[Reason, ...] = field(default=())

    def lowered(self, factor: float, why: Reason) -> "Verdict":
        return Verdict(self.score * factor, (*self.reasons, why))


NOTHING = Verdict(0.0)
#: From here on people are asked.
ASKED = 0.6
