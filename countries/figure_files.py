"""Figures and holidays in the files that their publishers give away: one function a format, row by row.

Source   Worldwide Governance Indicators: the long table of all years (World Bank)
         Indicators: a long table of country, indicator, year and value, with the codes of the World
         Development Indicators or the names that Gapminder gives them
         Holidays: a table of country, date, type and name
"""

import csv
import datetime
import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NoReturn

from .words import SCORES, Indicator

#: How a table says that there is no figure.
NO_FIGURE = ("", "..", "#N/A", "NA")
#: What the World Bank calls the six dimensions in its own files.
SHORT_NAMES = {
    "va": Indicator.VOICE,
    "pv": Indicator.POLITICAL_STABILITY,
    "ge": Indicator.EFFECTIVENESS,
    "rq": Indicator.REGULATORY_QUALITY,
    "rl": Indicator.RULE_OF_LAW,
    "cc": Indicator.CORRUPTION,
}
MARKET_NAMES = {
    Indicator.POPULATION: ("SP.POP.TOTL", "sp_pop_totl"),
    Indicator.GDP: ("NY.GDP.MKTP.CD", "ny_gdp_mktp_cd"),
    Indicator.GDP_PER_HEAD: ("NY.GDP.PCAP.KD", "gdppercapita_us_inflation_adjusted"),
    Indicator.INFLATION: ("NY.GDP.DEFL.KD.ZG", "inflation_annual_percent"),
    Indicator.EXPORTS: ("NE.EXP.GNFS.ZS", "exports_percent_of_gdp"),
    Indicator.IMPORTS: ("NE.IMP.GNFS.ZS", "imports_percent_of_gdp"),
    Indicator.FOREIGN_INVESTMENT: (
        "BX.KLT.DINV.WD.GD.ZS",
        "foreign_direct_investment_net_inflows_percent_of_gdp",
    ),
    Indicator.INDUSTRY: ("NV.IND.TOTL.ZS", "industry_percent_of_gdp"),
    Indicator.SERVICES: ("NV.SRV.TOTL.ZS", "services_percent_of_gdp"),
    Indicator.HIGH_TECH_EXPORTS: (
        "TX.VAL.TECH.MF.ZS",
        "high_technology_exports_percent_of_manufactured_exports",
    ),
    Indicator.INTERNET_USERS: ("IT.NET.USER.ZS", "internet_users"),
    Indicator.URBAN_POPULATION: ("SP.URB.TOTL.IN.ZS", "urban_population_percent_of_total"),
}
BY_NAME = {
    **SHORT_NAMES,
    **{str(indicator): indicator for indicator in SCORES},
    **{name.lower(): indicator for indicator, names in MARKET_NAMES.items() for name in names},
}


class BadFile(ValueError):
    """Not a file of this format; says where and why."""


@dataclass(frozen=True)
class FigureRow:
    """country   ISO 3166-1 alpha-3"""

    country: str
    indicator: str
    year: int
    value: Decimal
    standard_error: Decimal | None = None


@dataclass(frozen=True)
class HolidayRow:
    """country   ISO 3166-1 alpha-2"""

    country: str
    day: datetime.date
    name: str


def governance_rows(path: Path) -> Iterator[FigureRow]:
    """Scores with their standard errors. Raises BadFile"""
    for line, row in _table(path, {"iso3": ("iso3", "code"), "error": ("std_error", "stddev")}, "estimate"):
        indicator = BY_NAME.get(row["indicator"].lower())
        if indicator in SCORES and row["estimate"] not in NO_FIGURE:
            error = None if row["error"] in NO_FIGURE else _number(path, line, row["error"])
            yield FigureRow(
                row["iso3"], indicator, _year(path, line, row), _number(path, line, row["estimate"]), error
            )


def indicator_rows(path: Path) -> Iterator[FigureRow]:
    """Figures of the market; what is no indicator of ours is passed over. Raises BadFile"""
    for line, row in _table(path, {"iso3": ("iso3", "country code")}, "value"):
        indicator = BY_NAME.get(row["indicator"].lower())
        if indicator in MARKET_NAMES and row["value"] not in NO_FIGURE:
            value = _number(path, line, row["value"])
            yield FigureRow(row["iso3"], indicator, _year(path, line, row), value)


def holiday_rows(path: Path) -> Iterator[HolidayRow]:
    """Days on which all of a country does not work: what only banks keep is passed over. Raises BadFile"""
    for line, row in _table(path, {"country": ("iso2",), "name": ("name_en",)}, "date", "type", year=False):
        if row["type"] == "public":
            try:
                day = datetime.date.fromisoformat(row["date"])
            except ValueError:
                _refuse(path, line, f"“{row['date']}” is no date")
            yield HolidayRow(row["country"], day, row["name"])


FORMATS: dict[str, Callable[[Path], Iterator]] = {
    "governance": governance_rows,
    "indicators": indicator_rows,
    "holidays": holiday_rows,
}


def _table(
    path: Path, called: dict[str, tuple[str, ...]], *needed: str, year: bool = True
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows by line number, with their columns under our names.

    called   what a column is called in the one file or the other
    """
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        names = {name.strip().lower(): name for name in rows.fieldnames or ()}
        columns = {
            ours: next((n for n in theirs if n in names), theirs[0]) for ours, theirs in called.items()
        }
        columns |= {name: name for name in (*needed, *(("indicator", "year") if year else ()))}
        if missing := sorted(name for name in columns.values() if name not in names):
            raise BadFile(f"{path.name}: no column {', '.join(missing)}")
        for row in rows:
            yield rows.line_num, {ours: (row[names[name]] or "").strip() for ours, name in columns.items()}


def _number(path: Path, line: int, text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        _refuse(path, line, f"“{text}” is no number")
    if not number.is_finite():
        _refuse(path, line, f"“{text}” is no number")
    return number.quantize(Decimal("0.0001"))


def _year(path: Path, line: int, row: dict[str, str]) -> int:
    text = row["year"]
    if not (text.isascii() and text.isdigit() and 1900 <= int(text) <= 2100):
        _refuse(path, line, f"“{text}” is no year")
    return int(text)


def _refuse(path: Path, line: int, why: str) -> NoReturn:
    raise BadFile(f"{path.name}, line {line}: {why}")
