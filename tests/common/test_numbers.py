"""Numbers in the reader's language."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from common import numbers

SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "value", "unit", "currency", "said"),
    [
        ("en", "427200000000.0000", "money", "USD", f"USD{SPACE}427.2 billion"),
        ("zh-hans", "427200000000.0000", "money", "USD", "4272亿美元"),
        ("en", "37560000000", "money", "CNY", f"CNY{SPACE}37.56 billion"),
        ("zh-hans", "37560000000", "money", "CNY", "375.6亿人民币"),
        ("en", "26969.0000", "count", "", "26,969"),
        ("zh-hans", "26969.0000", "count", "", "26,969"),
        ("en", "60.5000", "percent", "", "60.5%"),
        ("en", "100.0000", "percent", "", "100%"),
        ("en", "770000", "area", "", "770,000 m²"),
        ("en", "1", "years", "", "1 year"),
        ("en", "21", "years", "", "21 years"),
        ("en", "2", "rank", "", "No. 2"),
        ("en", "-0.5", "count", "", "-0.5"),
    ],
)
def test_a_quantity_is_said_as_the_language_writes_it(language, value, unit, currency, said):
    with override(language):
        assert numbers.quantity(Decimal(value), unit, currency) == said


def test_a_rise_has_its_plus_and_a_fall_its_minus():
    assert numbers.signed(numbers.percent(Decimal("16.9")), Decimal("16.9")) == "+16.9%"
    assert numbers.signed(numbers.percent(Decimal("-3")), Decimal(-3)) == "-3%"


def test_halves_are_rounded_up():
    assert numbers.rounded(Decimal("72.45")) == Decimal("72.5")
