"""What each kind of listing is told by, said once: forms, pages, API, imports and the database follow it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .words import Kind

#: What listings of several kinds or of one kind are told by, beside what all have.
PRICE = ("price_model", "price_from", "price_to", "currency")


@dataclass(frozen=True)
class Told:
    """What a kind of listing is told by.

    fields     its columns beside those that all kinds have, in the order of its form and page
    required   those that must be filled before it is published
    icon       of `templates/components`
    """

    fields: Sequence[str]
    required: Sequence[str] = ()
    icon: str = "book"


KINDS: Mapping[str, Told] = {
    Kind.SERVICE: Told(
        (*PRICE, "delivery_days", "eligibility", "credentials"), ("price_model",), "handshake"
    ),
    Kind.POLICY: Told(("level", "support", "closes_on", "eligibility"), ("level", "support"), "government"),
    Kind.EVENT: Told(
        (
            "starts_at",
            "ends_at",
            "time_zone",
            "attendance",
            "place",
            "capacity",
            "closes_on",
            *PRICE,
            "support_available",
        ),
        ("starts_at", "ends_at", "time_zone", "attendance"),
        "calendar",
    ),
    Kind.OPPORTUNITY: Told(
        ("direction", "subject", "stage", "rights", "partner_sought", "closes_on", "is_anonymous"),
        ("direction", "subject", "partner_sought"),
        "bulb",
    ),
    Kind.TALENT: Told(
        ("direction", "skills", "available_from", "available_until", "is_anonymous", *PRICE),
        ("direction", "skills"),
        "people",
    ),
    Kind.SITE: Told(
        ("space", "place", "capacity", "available_from", "available_until", *PRICE, "reciprocity"),
        ("space", "place"),
        "pin",
    ),
    Kind.FINANCE: Told(("sum_min", "sum_max", "currency", "growth", "conditions"), ("conditions",), "chart"),
}

#: Every column that not all kinds have.
PARTICULAR: tuple[str, ...] = tuple(dict.fromkeys(name for told in KINDS.values() for name in told.fields))


def foreign_to(kind: str) -> list[str]:
    """The columns that a listing of this kind leaves empty."""
    return [name for name in PARTICULAR if name not in KINDS[kind].fields]


#: What a reader reads: each is there in every language.
TEXTS = (
    "title",
    "summary",
    "text",
    "eligibility",
    "credentials",
    "place",
    "support_available",
    "partner_sought",
    "reciprocity",
    "conditions",
)
#: Particular columns that are NULL where nothing is told; the others are empty.
NUMBERS_AND_TIMES = (
    "price_from",
    "price_to",
    "delivery_days",
    "starts_at",
    "ends_at",
    "capacity",
    "closes_on",
    "available_from",
    "available_until",
    "sum_min",
    "sum_max",
)
