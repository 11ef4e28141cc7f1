"""Figures of countries as they are read: the latest of each indicator, in words, as intervals, as charts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from babel.numbers import format_decimal
from django.urls import reverse
from django.utils.translation import gettext as _

from common import numbers

from .models import Country, Figure
from .words import Unit

#: How many standard errors to either side hold the true value in nine of ten cases.
NINE_OF_TEN = Decimal("1.645")
#: The ends of the scale of scores, as it is drawn.
WEAKEST, STRONGEST = Decimal("-2.5"), Decimal("2.5")
WIDTH = 160
MOST_SERIES = 6
#: Of the file behind a chart.
COLUMNS = "country,indicator,year,value,standard_error,unit,passage"


@dataclass(frozen=True)
class Score:
    """A score with the interval that holds the true one in nine of ten cases.

    low, high            None where the source gives no standard error
    x, x_low, x_high     where to draw them on a line of WIDTH
    """

    figure: Figure
    low: Decimal | None
    high: Decimal | None

    @property
    def said(self) -> str:
        return fixed(self.figure.value)

    @property
    def interval(self) -> str:
        """ "0.30 to 0.85"; nothing where the error is not known."""
        if self.low is None or self.high is None:
            return ""
        return _("%(low)s to %(high)s") % {"low": fixed(self.low), "high": fixed(self.high)}

    @property
    def x(self) -> str:
        return _place(self.figure.value)

    @property
    def x_low(self) -> str:
        return _place(self.low if self.low is not None else self.figure.value)

    @property
    def length(self) -> str:
        """Of the interval, as it is drawn."""
        if self.low is None or self.high is None:
            return "0"
        return f"{float(_place(self.high)) - float(_place(self.low)):.1f}"


def score(figure: Figure) -> Score:
    if figure.standard_error is None:
        return Score(figure, None, None)
    reach = NINE_OF_TEN * figure.standard_error
    return Score(figure, figure.value - reach, figure.value + reach)


def _place(value: Decimal) -> str:
    share = (min(max(value, WEAKEST), STRONGEST) - WEAKEST) / (STRONGEST - WEAKEST)
    return f"{float(share) * WIDTH:.1f}"


def fixed(value: Decimal) -> str:
    """A score with two digits, and a true minus."""
    shown = round(value, 2) + 0  # a zero has no minus
    return format_decimal(shown, format="0.00", locale=numbers.locale()).replace("-", "\N{MINUS SIGN}")


def said(figure: Figure) -> str:
    """The value in the reader's language, with its unit."""
    unit, value = figure.unit, figure.value
    if unit == Unit.SCORE:
        return fixed(value)
    if unit in (Unit.USD, Unit.USD_2015):
        amount = numbers.money(_short(value), "USD")
        return _("%(amount)s, prices of 2015") % {"amount": amount} if unit == Unit.USD_2015 else amount
    if unit == Unit.PERCENT_OF_GDP:
        return _("%(percent)s of GDP") % {"percent": numbers.percent(value)}
    return numbers.percent(value) if unit == Unit.PERCENT else numbers.compact(_short(value))


def plain(figure: Figure) -> str:
    """As `said`, where the unit is told elsewhere: on the axis of a chart."""
    if figure.unit in (Unit.USD, Unit.USD_2015):
        return numbers.compact(_short(figure.value))
    return numbers.percent(figure.value) if figure.unit == Unit.PERCENT_OF_GDP else said(figure)


def _short(value: Decimal) -> Decimal:
    """With four digits that count, where it is large: nobody reads more."""
    if abs(value) < numbers.COMPACT_FROM:
        return value
    return round(value, 4 - value.adjusted() - 1)


def latest(figures: Iterable[Figure]) -> dict[str, Figure]:
    """The newest figure of each indicator."""
    found: dict[str, Figure] = {}
    for figure in sorted(figures, key=lambda one: one.year):
        found[figure.indicator] = figure
    return found


def chart_of(figures: Iterable[Figure], countries: Sequence[Country], *indicators: str) -> dict | None:
    """Figures over the years, as `components/chart.html` takes them; None where they are of one year only.

    A line for each indicator of one country, or for each country of one indicator.
    """
    lines: dict[str, dict[int, Figure]] = defaultdict(dict)
    names = {country.pk: str(country) for country in countries}
    for one in figures:
        if one.indicator in indicators:
            name = one.get_indicator_display() if len(indicators) > 1 else names[one.country_id]
            lines[str(name)][one.year] = one
    years = sorted({year for told in lines.values() for year in told})
    if len(years) < 2:
        return None
    first = next(iter(next(iter(lines.values())).values()))
    codes = [country.pk for country in countries]
    query = {"country": codes, "indicator": list(indicators), "format": "csv", "columns": COLUMNS}
    return {
        "id": f"chart-{indicators[0].replace('_', '-')}",
        "kind": "line",
        "subtitle": first.get_unit_display(),
        "data": {
            "axis": _("Year"),
            "categories": [str(year) for year in years],
            "series": [
                {
                    "name": name,
                    "unit": "",
                    "values": [float(told[year].value) if year in told else None for year in years],
                    "labels": [plain(told[year]) if year in told else "–" for year in years],
                }
                for name, told in list(lines.items())[:MOST_SERIES]
            ],
        },
        "passages": list(
            {one.passage_id: one.passage for one in figures if one.indicator in indicators}.values()
        ),
        "csv_url": f"{reverse('countries:figures')}?{urlencode(query, doseq=True)}",
    }


def of_countries(countries: Sequence[Country]) -> dict[str, list[Figure]]:
    """The figures of these countries by code, with their sources."""
    found: dict[str, list[Figure]] = {country.pk: [] for country in countries}
    rows = Figure.objects.filter(country__in=found).select_related("passage__source")
    for figure in rows.order_by("indicator", "year"):
        found[figure.country_id].append(figure)
    return found
