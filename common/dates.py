"""Dates as precise as their source: ``2015``, ``1994-08`` or ``2016-03-21``.

Stored as that text (the calendar subset of EDTF level 0, ISO 8601-2), so that they sort rightly
as they are. What a coarse date covers decides how it filters: 2014 is not before 2014-08 for sure,
but it may be, so a filter on either side of it keeps it.
"""

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Coalesce, Concat, Length, Substr
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import formats
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

PATTERN = r"^[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"


@dataclass(frozen=True, order=True)
class PartialDate:
    """A year, a month of a year, or a day. Orders as its text does: the year before its months."""

    text: str

    def __post_init__(self):
        if not re.match(PATTERN, self.text, re.ASCII) or self.text[-1] == "\n":
            raise ValueError(self.text)
        self.earliest  # noqa: B018  raises ValueError on 30 February

    def __str__(self):
        return self.text

    @property
    def year(self) -> int:
        return int(self.text[:4])

    @property
    def month(self) -> int | None:
        return int(self.text[5:7]) if len(self.text) > 4 else None

    @property
    def day(self) -> int | None:
        return int(self.text[8:10]) if len(self.text) > 7 else None

    @property
    def earliest(self) -> datetime.date:
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> datetime.date:
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def display(self) -> str:
        """As a reader of the active language writes it: "August 1994", "1994年8月"."""
        if self.day:
            return formats.date_format(self.earliest, "DATE_FORMAT")
        if self.month:
            return formats.date_format(self.earliest, "YEAR_MONTH_FORMAT")
        return f"{self.year}年" if (get_language() or "").startswith("zh") else str(self.year)


class PartialDateField(models.CharField):
    """A :class:`PartialDate`, or None where the source gives no date."""

    description = "Date as precise as its source"

    if TYPE_CHECKING:  # what a type checker takes the attribute of a row for
        _pyi_private_set_type: PartialDate | str | None  # type: ignore[assignment]
        _pyi_private_get_type: PartialDate  # type: ignore[assignment]

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 10
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("help_text", _("Year, month or day: 2015, 1994-08 or 2016-03-21."))
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("max_length", None)
        return name, path, args, kwargs

    def db_check(self, connection):
        # Held by the database for every column of this kind, without naming each in its model.
        column = connection.ops.quote_name(self.column)
        # A database cannot say "30 February" in a pattern; the cast of the whole day can.
        return f"{column} ~ '{PATTERN}' AND (length({column}) < 10 OR parkway_is_day({column}))"

    def from_db_value(self, value, expression, connection):
        return PartialDate(value) if value else None

    def to_python(self, value):
        if value in (None, "") or isinstance(value, PartialDate):
            return value or None
        try:
            return PartialDate(str(value).strip())
        except ValueError:
            raise ValidationError(
                _("“%(value)s” is not a year, a month or a day: write 2015, 1994-08 or 2016-03-21."),
                code="invalid",
                params={"value": value},
            ) from None

    def get_prep_value(self, value):
        value = self.to_python(value)
        return value.text if value else None

    def value_to_string(self, obj):
        return str(self.value_from_object(obj) or "")

    def run_validators(self, value):
        super().run_validators(str(value) if value else value)

    def formfield(self, **kwargs):
        return super().formfield(**{"max_length": 10, **kwargs})


def latest_day(field: str):
    """The last day that a partial date covers, as text that compares with ISO days."""
    return Concat(F(field), Substr(Value("-12-31"), Length(F(field)) - 3))


def or_empty(column: str) -> Coalesce:
    """The column as text that compares: a row without a value sorts as the empty text."""
    return Coalesce(F(column), Value(""), output_field=CharField())


def dated(column: str, name: str) -> models.Index:
    """The index for lists in the order of a date, rows without one included."""
    return models.Index(or_empty(column), "id", name=name)


def in_order(start: str, end: str) -> Q:
    """For a check: the end is not before the start for sure. 2015 may end what began in 2015-08."""
    unknown = Q(**{f"{start}__isnull": True}) | Q(**{f"{end}__isnull": True})
    return unknown | Q(GreaterThanOrEqual(latest_day(end), F(start)))


def period_display(start: PartialDate | None, end: PartialDate | None) -> str:
    """ "2003 – 2008", "since 2003", "until 2008" or nothing."""
    if start and end:
        return start.display() if start == end else f"{start.display()} – {end.display()}"
    if start:
        return gettext("since %(date)s") % {"date": start.display()}
    return gettext("until %(date)s") % {"date": end.display()} if end else ""
