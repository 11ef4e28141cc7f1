"""Charts of figures, as `components/chart.html` takes them; only what has one unit shares an axis.

Two kinds: one indicator over periods and organisations, and the indicators of one organisation side
by side. Ranks and ages are not drawn: their lengths would say nothing.
"""

from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from sources.places import cited

from .figures import period_said, plain, unit_said
from .models import Indicator, Observation

DRAWN = {Indicator.Unit.MONEY, Indicator.Unit.COUNT, Indicator.Unit.PERCENT, Indicator.Unit.AREA}
MOST_CHARTS = 8
MOST_BARS = 14
MOST_SERIES = 6
PERIODS_OF_A_LINE = 3


def charts_of(observations: Sequence[Observation]) -> list[dict]:
    """The charts that these figures make, in their order; a figure that stands alone makes none."""
    by_indicator, by_organisation = defaultdict(list), defaultdict(list)
    for one in observations:
        if one.indicator.unit in DRAWN:
            measure = one.indicator.unit, one.currency
            by_indicator[one.indicator_id, *measure].append(one)
            by_organisation[one.organisation_id, one.indicator.respect, *measure].append(one)
    side_by_side = [_latest_of_each(group) for group in by_organisation.values()]
    over_time = [group for group in by_indicator.values() if _is_spread(group)]
    charts = [_side_by_side(group) for group in side_by_side if len(group) > 1]
    charts += [_over_time(group) for group in over_time]
    return [chart | {"id": f"chart-{at}"} for at, chart in enumerate(charts[:MOST_CHARTS], start=1)]


def _is_spread(group: list[Observation]) -> bool:
    """Over periods or organisations; else it is told side by side with the others of its organisation."""
    return len({(one.organisation_id, one.period_on) for one in group}) > 1


def _over_time(group: list[Observation]) -> dict:
    """One indicator: a series for each organisation and scope, its periods in order."""
    group = sorted(group, key=lambda one: str(one.period_on or ""))
    periods = list(dict.fromkeys(period_said(one) for one in group))
    series: dict[str, dict[str, Observation]] = defaultdict(dict)
    for one in group:
        name = _series_name(one, group)
        while period_said(one) in series[name]:  # a second claim about the same stands beside the first
            name = f"{name} *"
        series[name][period_said(one)] = one
    first = group[0]
    return {
        "title": str(first.indicator),
        "kind": "line" if len(periods) >= PERIODS_OF_A_LINE else "bar",
        "subtitle": unit_said(first),
        "data": {
            "axis": gettext("Period"),
            "categories": periods,
            "series": [
                _series(name, first, [told.get(period) for period in periods])
                for name, told in list(series.items())[:MOST_SERIES]
            ],
        },
        "passages": cited(group),
        "csv_url": _csv_url(group),
    }


def _side_by_side(group: list[Observation]) -> dict:
    """Indicators of one organisation in one unit."""
    group = group[:MOST_BARS]
    first = group[0]
    periods = list(dict.fromkeys(period_said(one) for one in group))
    labels = [_bar_name(one, group, has_period=len(periods) > 1) for one in group]
    words = {"organisation": first.organisation, "respect": first.indicator.get_respect_display()}
    return {
        "title": gettext("%(organisation)s: %(respect)s") % words,
        "kind": "hbar",
        "subtitle": " · ".join(filter(None, (unit_said(first), periods[0] if len(periods) == 1 else ""))),
        "data": {
            "axis": gettext("Indicator"),
            "categories": labels,
            "series": [_series(str(first.organisation), first, group)],
        },
        "passages": cited(group),
        "csv_url": _csv_url(group),
    }


def _latest_of_each(group: list[Observation]) -> list[Observation]:
    """The newest figure for each indicator and scope."""
    latest: dict[tuple, Observation] = {}
    for one in sorted(group, key=lambda one: str(one.period_on or "")):
        latest[one.indicator_id, one.scope] = one
    return sorted(latest.values(), key=lambda one: (one.indicator.ordinal, one.indicator.slug, one.pk))


def _bar_name(one: Observation, group: list[Observation], has_period: bool) -> str:
    is_split = sum(other.indicator_id == one.indicator_id for other in group) > 1
    name = f"{one.indicator} · {one.scope}" if is_split and one.scope else str(one.indicator)
    return f"{name} · {period_said(one)}" if has_period else name


def _series_name(one: Observation, group: list[Observation]) -> str:
    scopes = {other.scope for other in group if other.organisation_id == one.organisation_id}
    return f"{one.organisation} · {one.scope}" if len(scopes) > 1 and one.scope else str(one.organisation)


def _series(name: str, first: Observation, told: Sequence[Observation | None]) -> dict:
    return {
        "name": name,
        "unit": unit_said(first),
        "values": [None if one is None else float(one.value) for one in told],
        "labels": ["–" if one is None else plain(one) for one in told],
    }


def _csv_url(group: list[Observation]) -> str:
    picked = [("indicator", slug) for slug in dict.fromkeys(one.indicator.slug for one in group)]
    picked += [("organisation", slug) for slug in dict.fromkeys(one.organisation.slug for one in group)]
    return f"{reverse('figures:csv')}?{urlencode(picked)}"
