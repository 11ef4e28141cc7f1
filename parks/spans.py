"""What a printed number can mean: the values it stands for, from lowest to highest.

"427.2 billion" stands for everything that is rounded so, "over 200" for all from 200, "nearly 73" for
a little less than 73. Two claims contradict each other only when their spans do not meet.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Observation

NUMBER = re.compile(r"\d+(?:[,\s\u00a0\u202f]\d{3})*(?:\.\d+)?", re.ASCII)
ENDLESS = Decimal("Infinity")
LOOSE = Decimal("0.05")  # how far "nearly" and "about" may be off


@dataclass(frozen=True)
class Span:
    """All values from `low` to `high`, both included; for what is not negative."""

    low: Decimal
    high: Decimal

    def meets(self, other: "Span") -> bool:
        return self.low <= other.high and other.low <= self.high

    def __add__(self, other: "Span") -> "Span":
        return Span(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Span") -> "Span":
        return Span(self.low - other.high, self.high - other.low)

    def __truediv__(self, other: "Span") -> "Span":
        high = self.high / other.low if other.low > 0 else ENDLESS
        return Span(self.low / other.high, high)

    def times(self, factor: int) -> "Span":
        return Span(self.low * factor, self.high * factor)


def half_step(printed: str, value: Decimal) -> Decimal:
    """Half of the last digit that was printed: "427.2 billion" is right to 50 million.

    A number that is printed in full without decimals is taken as counted, not rounded: 0.
    """
    for text in NUMBER.findall(printed):
        digits = Decimal(re.sub(r"[^\d.]", "", text))
        decimals = max(0, -digits.as_tuple().exponent)
        if digits and abs(value) >= digits and (scale := abs(value) / digits) == 10 ** scale.adjusted():
            return Decimal(0) if scale == 1 and not decimals else scale.scaleb(-decimals) / 2
    return Decimal(0)


def claimed(observation: "Observation") -> Span:
    """The values that the claim allows, by its qualifier and its printed digits."""
    value = observation.value
    match observation.qualifier:
        case "over" | "at_least":
            return Span(value, ENDLESS)
        case "nearly":
            return Span(value * (1 - LOOSE), value)
        case "about":
            return Span(value * (1 - LOOSE), value * (1 + LOOSE))
    return _rounded(observation.printed, value, is_rate=observation.indicator.unit == "percent")


def share_claimed(observation: "Observation") -> Span:
    """The share of its base, as a part of 1."""
    share = _rounded(observation.share_printed, observation.share, is_rate=True)
    return Span(share.low / 100, share.high / 100)


def change_claimed(observation: "Observation") -> Span:
    """The change against the period before, in per cent or as a count."""
    return _rounded(observation.change_printed, observation.change, is_rate=observation.change_is_percent)


def multiple_claimed(observation: "Observation") -> Span:
    """How many times as fast it grew; rounded to the digits that are kept."""
    return _rounded("", observation.multiple, is_rate=True)


def _rounded(printed: str, value: Decimal, is_rate: bool = False) -> Span:
    """is_rate   a rate is never counted: it is rounded even where no decimals are printed"""
    half = half_step(printed, value)
    if is_rate and not half:
        kept = max(0, -value.normalize().as_tuple().exponent)
        half = Decimal(1).scaleb(-kept) / 2
    return Span(value - half, value + half)
