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
        decimals = _decimals(digits)
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


def rate(printed: str, value: Decimal) -> Span:
    """A share, a change or a multiple: it is rounded even where no decimals are printed."""
    return _rounded(printed, value, is_rate=True)


def count(printed: str, value: Decimal) -> Span:
    """A number of things; exact where it is printed in full."""
    return _rounded(printed, value, is_rate=False)


def _rounded(printed: str, value: Decimal, is_rate: bool) -> Span:
    half = half_step(printed, value)
    if is_rate and not half:
        half = Decimal(1).scaleb(-_decimals(value.normalize())) / 2
    return Span(value - half, value + half)


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
