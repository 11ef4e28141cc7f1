"""Writing the guide of a country: what curators say, and many figures or days at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.changes import changed
from common.errors import RuleBroken
from common.roles import is_curator
from sources.models import Passage

from .figure_files import FigureRow, HolidayRow
from .models import Country, Figure, GuideSection, Holiday, RiskAssessment
from .words import UNITS

#: Where a figure of an indicator, or a holiday, stands.
Origin = Callable[[str], Passage]


@dataclass
class Counts:
    """How many rows a load wrote. What was as it should be, and what is of no country, is counted apart."""

    created: int = 0
    changed: int = 0
    same: int = 0
    unknown: int = 0


GuideText = TypeVar("GuideText", GuideSection, RiskAssessment)


class NotCurator(RuleBroken):
    """Guides are written by curators alone."""

    code = "not-curator"


@transaction.atomic
def keep_text(row: GuideText, values: Mapping[str, Any], by) -> GuideText:
    """Set fields of a section or an assessment, new or locked by the caller.

    Raises  NotCurator; ValidationError of its fields
    """
    if not is_curator(by):
        raise NotCurator(_("Only curators may do this."))
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    changed([row])
    return row


@transaction.atomic
def keep_figures(rows: Iterable[FigureRow], origin: Origin, *, change: bool = True) -> Counts:
    """Write figures; the last of a country, indicator and year counts.

    origin   the place in a source, by indicator
    change   bring those up to date that are there; else they stay as people left them
    """
    counts = Counts()
    codes = dict(Country.objects.values_list("code3", "code"))
    wanted: dict[tuple, FigureRow] = {}
    for row in rows:
        if row.country in codes:
            wanted[codes[row.country], row.indicator, row.year] = row
        else:
            counts.unknown += 1
    there = {
        (one.country_id, one.indicator, one.year): one
        for one in Figure.objects.filter(country__in={key[0] for key in wanted}).select_for_update()
    }
    new, changed = [], []
    for key, row in wanted.items():
        values = {
            "value": row.value,
            "standard_error": row.standard_error,
            "passage_id": origin(row.indicator).pk,
        }
        figure = there.get(key)
        if figure is None:
            country, indicator, year = key
            new.append(
                Figure(country_id=country, indicator=indicator, year=year, unit=UNITS[indicator], **values)
            )
        elif change and any(getattr(figure, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(figure, name, value)
            figure.updated_at = timezone.now()
            changed.append(figure)
    Figure.objects.bulk_create(new, batch_size=500)
    Figure.objects.bulk_update(changed, ["value", "standard_error", "passage", "updated_at"], batch_size=500)
    counts.created, counts.changed = len(new), len(changed)
    counts.same = len(wanted) - len(new) - len(changed)
    return counts


@transaction.atomic
def keep_holidays(rows: Iterable[HolidayRow], passage: Passage, *, chinese: dict[str, str]) -> Counts:
    """Write the days that are not there yet; two on one day become one with both names.

    chinese   of the English names, as far as they are known
    """
    counts = Counts()
    codes = set(Country.objects.values_list("code", flat=True))
    wanted: dict[tuple, list[str]] = {}
    for row in rows:
        if row.country in codes:
            wanted.setdefault((row.country, row.day), []).append(row.name)
        else:
            counts.unknown += 1
    there = set(Holiday.objects.values_list("country_id", "day"))
    new = [
        Holiday(
            country_id=country,
            day=day,
            name_en=" / ".join(names),
            name_zh_hans="/".join(chinese[name] for name in names)
            if all(name in chinese for name in names)
            else "",
            passage=passage,
        )
        for (country, day), names in wanted.items()
        if (country, day) not in there
    ]
    Holiday.objects.bulk_create(new, batch_size=500)
    counts.created, counts.same = len(new), len(wanted) - len(new)
    return counts
