"""What a printed number can mean."""

from decimal import Decimal

import pytest

from parks.models import Indicator, Observation
from parks.spans import ENDLESS, Span, claimed, half_step, rate


@pytest.mark.parametrize(
    ("printed", "value", "half"),
    [
        ("$427.2 billion USD", 427_200_000_000, 50_000_000),
        ("RMB 37.56 billion", 37_560_000_000, 5_000_000),
        ("exceeded RMB 50 billion", 50_000_000_000, 500_000_000),
        ("4272亿美元", 427_200_000_000, 50_000_000),
        ("26,969", 26_969, 0),
        ("2394 PTC patent applications", 2394, 0),
        ("in 2014: 31.3%", Decimal("31.3"), Decimal("0.05")),
        ("tens of billions of RMB or more", 10_000_000_000, 0),
        ("six", 6, 0),
        ("0", 0, 0),
    ],
)
def test_the_last_printed_digit_says_how_far_a_value_is_rounded(printed, value, half):
    assert half_step(printed, Decimal(value)) == half


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [
        ("", 100, 100),
        ("nearly", 95, 100),
        ("about", 95, 105),
        ("over", 100, ENDLESS),
        ("at_least", 100, ENDLESS),
    ],
)
def test_the_qualifier_says_what_a_claim_allows(qualifier, low, high):
    claim = Observation(
        value=Decimal(100), printed="100", qualifier=qualifier, indicator=Indicator(unit="count")
    )
    assert claimed(claim) == Span(Decimal(low), Decimal(high))


def test_a_rate_is_rounded_even_without_decimals():
    assert rate("5% growth", Decimal("5.0000")) == Span(Decimal("4.5"), Decimal("5.5"))
    assert rate("", Decimal("3.1")) == Span(Decimal("3.05"), Decimal("3.15"))


def test_spans_meet_where_they_have_a_value_in_common():
    def span(low, high):
        return Span(Decimal(low), Decimal(high))

    assert span(1, 2).meets(span(2, 3))
    assert not span(1, 2).meets(span(3, 4))
    assert span(1, 2) + span(3, 4) == span(4, 6)
    assert span(3, 4) - span(1, 2) == span(1, 3)
    assert span(2, 4) / span(1, 2) == span(1, 4)
    assert (span(2, 4) / span(0, 2)).high == ENDLESS
