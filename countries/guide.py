"""What the guide of a country tells, put together for a page: of one country, or of a few side by side."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sources.models import Passage
from sources.places import places

from .figures import Score, latest, of_countries, score
from .models import Country, Figure, GuideSection, Holiday, RiskAssessment
from .practical import Clock, clocks, currencies, languages, working_week
from .words import GOVERNANCE, MARKET, RiskKind, Topic


@dataclass(frozen=True)
class Risk:
    """One of the four kinds of risk: what was measured, and how staff judge it."""

    kind: str
    label: str | Promise
    scores: list[Score]
    assessment: RiskAssessment | None


@dataclass(frozen=True)
class Practical:
    """holidays   of this year, as far as they are known; next_holiday is the first that is not over"""

    languages: list[str]
    currencies: list[str]
    working_week: str
    clocks: list[Clock]
    holidays: list[Holiday]
    next_holiday: Holiday | None

    @property
    def sources(self) -> list[Passage]:
        return list({day.passage_id: day.passage for day in self.holidays}.values())


@dataclass(frozen=True)
class Part:
    """A part of the page with a heading, and what somebody wrote for it."""

    anchor: str
    title: str | Promise
    text: GuideSection | None = None


@dataclass(frozen=True)
class Guide:
    """sections   by topic, only those that are written"""

    country: Country
    sections: dict[str, GuideSection]
    figures: list[Figure]
    risks: list[Risk]
    practical: Practical

    @property
    def latest(self) -> dict[str, Figure]:
        return latest(self.figures)

    @property
    def market(self) -> list[Figure]:
        """The newest figures of the market, in the order of the indicators."""
        newest = self.latest
        return [newest[indicator] for indicator in MARKET if indicator in newest]

    @property
    def texts(self) -> list[GuideSection | RiskAssessment]:
        """What people wrote, for the list of sources."""
        return [*self.sections.values(), *(risk.assessment for risk in self.risks if risk.assessment)]

    @property
    def passages(self) -> list[Passage]:
        """Where the figures and days stand, each place once."""
        shown = [*self.market, *(one.figure for risk in self.risks for one in risk.scores)]
        told = [*shown, *self.practical.holidays]
        return list({one.passage_id: one.passage for one in told}.values())

    @property
    def parts(self) -> list[Part]:
        """The parts of the page that have something to tell; risks come before what is practical."""
        parts = []
        for topic in Topic:
            if topic == Topic.PRACTICAL and any(risk.scores or risk.assessment for risk in self.risks):
                parts.append(Part("risks", _("Risks")))
            is_told = topic == Topic.PRACTICAL or (topic == Topic.MARKET and self.market)
            if topic in self.sections or is_told:
                parts.append(Part(topic, topic.label, self.sections.get(topic)))
        return parts


def guides_of(countries: Sequence[Country], user, now: datetime.datetime) -> list[Guide]:
    """The guides of these countries, in their order, as far as this user may see them."""
    figures = of_countries(countries)
    sections: dict[str, dict[str, GuideSection]] = {country.pk: {} for country in countries}
    for section in _texts(GuideSection, countries, user):
        sections[section.country_id][section.topic] = section
    judged = {(one.country_id, one.kind): one for one in _texts(RiskAssessment, countries, user)}
    days: dict[str, list[Holiday]] = {country.pk: [] for country in countries}
    of_year = Holiday.objects.filter(country__in=countries, day__year=now.year)
    for day in of_year.select_related("passage__source").order_by("day"):
        days[day.country_id].append(day)
    guides = []
    for country in countries:
        newest = latest(figures[country.pk])
        risks = [
            Risk(
                kind,
                kind.label,
                [score(newest[name]) for name in GOVERNANCE.get(kind, ()) if name in newest],
                judged.get((country.pk, kind)),
            )
            for kind in RiskKind
        ]
        told = sections[country.pk]
        written = {str(topic): told[topic] for topic in Topic if topic in told}
        practical = _practical(country, days[country.pk], now)
        guides.append(Guide(country, written, figures[country.pk], risks, practical))
    return guides


def _texts(model, countries: Sequence[Country], user):
    rows = model.objects.visible_to(user).filter(country__in=countries).select_related("country")
    return rows.prefetch_related(places(), "discrepancies")


def _practical(country: Country, days: list[Holiday], now: datetime.datetime) -> Practical:
    code, there = country.pk, clocks(country.pk, now)
    today = there[0].at.date() if there else now.date()
    coming = (one for one in days if one.day >= today)
    return Practical(languages(code), currencies(code), working_week(code), there, days, next(coming, None))
