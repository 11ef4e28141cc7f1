"""Numbers as a reader of the active language writes them: "USD 427.2 billion", "4272亿美元"."""

from decimal import Decimal
from typing import Literal

from babel import Locale
from babel.numbers import format_compact_decimal, format_decimal, format_percent, get_currency_name
from django.utils.translation import get_language, gettext, ngettext, to_locale

COMPACT_FROM = 1_000_000  # smaller numbers are easier to read in full


def locale() -> Locale:
    return Locale.parse(to_locale(get_language() or "en"))


def number(value: Decimal | int | float) -> str:
    """In full, with the grouping and the decimal mark of the language; no zeros at the end."""
    return format_decimal(Decimal(str(value)).normalize(), format="#,##0.####", locale=locale())


def compact(value: Decimal) -> str:
    """Large numbers in words: "427.2 billion", "4272亿"."""
    if abs(value) < COMPACT_FROM:
        return number(value)
    language = locale()
    width: Literal["long", "short"] = "long" if "long" in language.compact_decimal_formats else "short"
    return format_compact_decimal(value, format_type=width, locale=language, fraction_digits=4)


def currency_name(currency: str) -> str:
    """The ISO code; in Chinese the name, which is as short."""
    language = locale()
    if language.language == "zh" and currency:
        return get_currency_name(currency, locale=language)
    return currency


def money(value: Decimal, currency: str) -> str:
    """With the ISO code of the currency in front; in Chinese with its name behind."""
    if locale().language == "zh":
        return f"{compact(value)}{currency_name(currency)}"
    return f"{currency_name(currency)}\N{NO-BREAK SPACE}{compact(value)}"


def percent(value: Decimal | int | float, digits: int = 4) -> str:
    """`value` in per cent, as the database keeps it: 60.5 gives "60.5%"."""
    share = Decimal(str(value)).scaleb(-2)
    spaced = locale().percent_formats[None].pattern.replace("#,##0", "#,##0." + "#" * digits, 1)
    return format_percent(share, format=spaced, locale=locale(), decimal_quantization=True)


def signed(text: str, value: Decimal | int | float) -> str:
    """A change says whether it goes up: "+16.9%"; a fall has its minus already."""
    return f"+{text}" if value > 0 else text


def rounded(value: Decimal, digits: int = 1) -> Decimal:
    """Halves go up, as in the tables of statisticians."""
    return value.quantize(Decimal(1).scaleb(-digits), "ROUND_HALF_UP")


def quantity(value: Decimal, unit: str, currency: str = "") -> str:
    """A value in its unit; the units are those of `parks.Indicator`, which says what each counts in."""
    if unit == "money":
        return money(value, currency) if currency else compact(value)
    if unit == "percent":
        return percent(value)
    if unit == "area":
        return gettext("%(number)s m²") % {"number": number(value)}
    if unit == "rank":
        return gettext("No. %(number)s") % {"number": number(value)}
    if unit == "years":
        whole = int(value) if value == int(value) else 2  # a broken number is plural
        return ngettext("%(number)s year", "%(number)s years", whole) % {"number": number(value)}
    return number(value)
