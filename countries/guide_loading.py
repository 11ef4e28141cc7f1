"""Figures, public holidays and example guides from our small tables.

What is there already stays as people left it: the tables only add. A newer edition of the figures comes
by the command `load_country_figures`, which brings them up to date.
"""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pghistory
import yaml
from django.db import transaction
from django.utils.text import slugify

from sources.models import Passage, Source

from .figure_files import FigureRow, HolidayRow
from .models import Country, GuideSection, RiskAssessment
from .operations import Counts, keep_figures, keep_holidays

MONTH = datetime.timedelta(days=30)
SUBSTITUTE = {"en": "{} (free day instead)", "zh": "{}（补休）"}


@transaction.atomic
def load_figures(folder: Path) -> Counts:
    """The figures of `figures.yaml` and the days of `holidays.yaml` that are not there yet."""
    with pghistory.context(command="load_figures"):
        origins = load_origins(folder)
        counts = keep_figures(_figures(folder / "figures.yaml"), origins.__getitem__, change=False)
        days = _read(folder / "holidays.yaml")
        passage = _passage(_source(days["source"]), days["passage"])
        rows, chinese = _holidays(days)
        counts.created += keep_holidays(rows, passage, chinese=chinese).created
    return counts


def load_origins(folder: Path) -> dict[str, Passage]:
    """The places of `figure_sources.yaml`, made where missing, by the indicators that stand there."""
    found: dict[str, Passage] = {}
    for told in _read(folder / "figure_sources.yaml"):
        places = told.pop("passages")
        source = _source(told)
        for ordinal, place in enumerate(places):
            indicators = place.pop("indicators").split()
            found |= dict.fromkeys(indicators, _passage(source, place | {"ordinal": ordinal}))
    return found


def edition(of: Passage, label: str) -> Passage:
    """The place of another edition of the same source, made where it is missing."""
    place = {"code": slugify(label)[:40], "label_en": label, "label_zh_hans": label}
    return _passage(of.source, place)


@transaction.atomic
def load_guides(folder: Path, today: datetime.date) -> Counts:
    """The example sections and assessments of `guides.yaml`; reviewed on the day on which they are made."""
    counts = Counts()
    with pghistory.context(command="load_guides"):
        for code, told in _read(folder / "guides.yaml").items():
            country = Country.objects.get(code=code)
            for topic, entry in told.get("sections", {}).items():
                section = GuideSection(country=country, topic=topic, reviewed_on=today)
                counts.created += _add(section, {"topic": topic}, entry, today)
            for kind, entry in told.get("risks", {}).items():
                risk = RiskAssessment(country=country, kind=kind, level=entry["level"], assessed_on=today)
                counts.created += _add(risk, {"kind": kind}, entry, today)
    return counts


def _add(row: GuideSection | RiskAssessment, key: dict, entry: dict, today: datetime.date) -> bool:
    """Keep a text unless there is one in its place already. Returns whether it is new"""
    if type(row).objects.filter(country=row.country, **key).exists():
        return False
    for column, language in (("text_en", "en"), ("text_zh_hans", "zh")):
        setattr(row, column, entry[language])
    row.author, row.is_example = entry.get("author", "Parkway"), True
    row.review_by = today + MONTH * entry.get("months", 12)
    row.full_clean(exclude=["text", "curator_note"])
    row.save()
    for place in entry.get("at", "").split():
        source, code = place.split("/")
        row.passages.add(Passage.objects.get(source__slug=source, code=code))
    return True


def _figures(path: Path) -> Iterator[FigureRow]:
    """Lines such as "2022 0.57±0.17, 2023 0.61±0.16" by country and indicator."""
    three = dict(Country.objects.values_list("code", "code3"))
    for code, indicators in _read(path).items():
        for indicator, line in indicators.items():
            for told in line.split(", "):
                year, number = told.split()
                value, _, error = number.partition("±")
                error = Decimal(error) if error else None
                yield FigureRow(three.get(code, code), indicator, int(year), Decimal(value), error)


def _holidays(told: dict) -> tuple[list[HolidayRow], dict[str, str]]:
    """The days, and the Chinese of their names."""
    names = {key: name for slug, name in told["names"].items() for key, name in _with_substitute(slug, name)}
    rows = [
        HolidayRow(code, datetime.date.fromisoformat(day), names[slug]["en"])
        for code, days in told["days"].items()
        for day, slug in (entry.split() for entry in days.split(", "))
    ]
    return rows, {name["en"]: name["zh"] for name in names.values()}


def _with_substitute(slug: str, name: dict[str, str]) -> list[tuple[str, dict[str, str]]]:
    instead = {language: SUBSTITUTE[language].format(text) for language, text in name.items()}
    return [(slug, name), (f"{slug}+", instead)]


def _source(told: dict) -> Source:
    values = {name: value for name, value in told.items() if name != "slug"}
    return Source.objects.get_or_create(slug=told["slug"], defaults=values)[0]


def _passage(source: Source, told: dict) -> Passage:
    values = {name: value for name, value in told.items() if name != "code"}
    return Passage.objects.get_or_create(source=source, code=told["code"], defaults=values)[0]


def _read(path: Path):
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  text only: NO is Norway
