"""What stands in a cell, read as people write it: choices, countries, days, yes and no."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django_countries import countries
from django_countries.fields import CountryField

from common.dates import PartialDateField
from common.exchange import Text

from .sheets import Column

DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?(?:[T ]00:00(?::00)?)?")
DAY_LAST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
#: Which is the day is told by the numbers where one is above 12, else by `curation.models.SlashDays`.
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
YEAR = re.compile(r"(\d{4})年?")
YES = {"y", "x", "✓", "√", "是", "有", "对"}
NO = {"n", "否", "无", "不"}


def read(column: Column, text: str, slash_days: str = ""):
    """The value of a cell that points to nothing. Raises ValueError, ValidationError"""
    field = column.field
    if isinstance(field, CountryField) and text:
        text = country(text)
    elif isinstance(field, models.BooleanField) and text.casefold() in YES | NO:
        return text.casefold() in YES
    elif text and column.has_choices:
        text = choice(column, text)
    elif isinstance(field, models.DateField | PartialDateField) and not isinstance(
        field, models.DateTimeField
    ):
        text = day(text, slash_days)
    return column.widget.clean(text)


def choice(column: Column, text: str) -> str:
    """Its code, of one of the choices as people say it in one of our languages. Raises ValueError"""
    code = _codes(column.field).get(_plain(text), text)
    if isinstance(column.widget, Text) and code not in column.widget.choices:
        labels = ", ".join(label for _value, label in column.choices)
        raise ValueError(_("Not one of: %(choices)s.") % {"choices": labels})
    return code


@lru_cache(maxsize=200)
def _codes(field: models.Field) -> dict[str, str]:
    codes: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            codes |= {_plain(str(label)): str(value) for value, label in field.flatchoices if value}
    return codes | {_plain(str(value)): str(value) for value, label in field.flatchoices if value}


def country(text: str) -> str:
    """Its code, where the text is a code of two or three letters or a name in one of our languages."""
    plain = _plain(text)
    return _countries().get(plain, text)


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    known: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {_plain(str(name)): code for code, name in countries}
    for code in list(countries.countries):
        known[_plain(countries.alpha3(code))] = code
        known[_plain(code)] = code
    return known


def day(text: str, slash_days: str = "") -> str:
    """As 2024-05-31, where it can be only one day; what is none is left as it is, to be refused.

    slash_days  what comes first in 4/5/2024: "day" or "month"; "" where nobody said
    Raises      ValueError for what may be two days
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := DAY.fullmatch(plain):
        year, month, number = found.groups()
        return f"{year}-{int(month):02}" + (f"-{int(number):02}" if number else "")
    if found := DAY_LAST.fullmatch(plain):
        number, month, year = found.groups()
        return f"{year}-{int(month):02}-{int(number):02}"
    if found := SLASHED.fullmatch(plain):
        first, second, year = (int(number) for number in found.groups())
        if not slash_days and _is_doubtful(found):
            raise ValueError(_("It may be two days. Say with the columns which comes first, day or month."))
        is_day_first = slash_days == "day" or (not slash_days and first > 12)
        number, month = (first, second) if is_day_first else (second, first)
        return f"{year}-{month:02}-{number:02}"
    if found := YEAR.fullmatch(plain):
        return found[1]
    return text


def doubtful_days(rows: Iterable[Sequence[str]], most: int = 3) -> list[str]:
    """The first cells that may be two days, such as 4/5/2024."""
    cells = (text.strip() for row in rows for text in row if "/" in text)
    doubtful = (text for text in cells if (days := SLASHED.fullmatch(text)) and _is_doubtful(days))
    return list(islice(dict.fromkeys(doubtful), most))


def _is_doubtful(days: re.Match) -> bool:
    first, second = int(days[1]), int(days[2])
    return first <= 12 and second <= 12 and first != second


def several(text: str) -> list[str]:
    """The values of a cell that may hold several."""
    parts = re.split("[;；]", text)
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()
