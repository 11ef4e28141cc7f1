"""The guide of a country, a few countries side by side, and the figures of all."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, TemplateView

from common.listing import ListPage
from common.paging import Page
from common.sections import Section, sections_of
from organisations.maps import merged, point
from organisations.models import Organisation
from sources.places import cited, places

from .figures import Score, chart_of
from .filters import FigureFilter
from .guide import Guide, guides_of
from .models import Country, Figure, GuideSection
from .practical import time_at_home
from .presence import presence
from .views import crumbs
from .words import MARKET, SCORES, Indicator

MOST_COMPARED = 4


class CountryDetail(DetailView):
    template_name = "countries/country_detail.html"
    pk_url_kwarg = "code"
    queryset = Country.objects.all()

    def get(self, request, code):
        if code != code.upper():
            return redirect("countries:detail", code.upper(), permanent=True)
        return super().get(request, code)

    def get_context_data(self, **kwargs):
        country, user, now = self.object, self.request.user, timezone.now()
        (guide,) = guides_of([country], user, now)
        sections = sections_of("country", country, user)
        memberships = list(
            country.groups.visible_to(user)
            .select_related("group")
            .prefetch_related(places())
            .order_by("group__slug")
        )
        bodies = list(Organisation.objects.visible_to(user).filter(country=country.code))
        written = cited(memberships, guide.texts, *(section.records for section in sections))
        return super().get_context_data(
            guide=guide,
            parts=guide.parts,
            contents=[*guide.parts, *sections],
            chart=_governance(guide),
            at_home=time_at_home(now),
            this_year=now.year,
            sections=sections,
            memberships=memberships,
            organisations=bodies,
            map_data=_map(bodies, sections),
            cited=list({place.pk: place for place in [*written, *guide.passages]}.values()),
            alone=[country],
            others=comparable(user).exclude(pk=country.pk),
            crumbs=crumbs((str(country), self.request.path)),
            **kwargs,
        )


class Compare(TemplateView):
    """Up to four countries side by side; the address says which: `?code=MY&code=TH`."""

    template_name = "countries/compare.html"

    def get_context_data(self, **kwargs):
        user, now = self.request.user, timezone.now()
        asked = dict.fromkeys(code.strip().upper() for code in self.request.GET.getlist("code"))
        found = Country.objects.in_bulk([code for code in asked if code])
        chosen = [found[code] for code in asked if code in found]
        countries = chosen[:MOST_COMPARED]
        guides = guides_of(countries, user, now)
        there = presence(user) if countries else {}
        return super().get_context_data(
            guides=guides,
            chosen=countries,
            rows=_rows(guides),
            charts=_charts(guides),
            presence=[there.get(country.pk, []) for country in countries],
            at_home=time_at_home(now),
            unknown=[code for code in asked if code and code not in found],
            too_many=len(chosen) > MOST_COMPARED,
            most=MOST_COMPARED,
            is_full=len(countries) >= MOST_COMPARED,
            others=comparable(user).exclude(pk__in=[country.pk for country in countries]),
            cited=list(
                {
                    place.pk: place for guide in guides for place in [*cited(guide.texts), *guide.passages]
                }.values()
            ),
            crumbs=crumbs((gettext("Compare countries"), self.request.path)),
            **kwargs,
        )


class FigureList(ListPage):
    """All figures of countries as a table, to narrow down and to take away."""

    filterset_class = FigureFilter
    title = _("Figures of countries")
    lead = _("Each figure is of one year and says where it stands. Scores come with their standard error.")
    rows_template = "countries/_figure_rows.html"
    has_forms = False
    page_size = 100
    sortings = {"country": _("Country"), "indicator": _("Indicator")}

    def get_queryset(self):
        return Figure.objects.visible_to(self.request.user).select_related("country", "passage__source")

    def get_page(self) -> Page:
        """Of each country and indicator the newest first."""
        page = super().get_page()
        place = {(row.country_id, row.indicator): at for at, row in enumerate(reversed(page.rows))}
        page.rows.sort(key=lambda row: (-place[row.country_id, row.indicator], -row.year))
        return page

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            crumbs=crumbs((gettext("Figures of countries"), self.request.path)), **kwargs
        )


def comparable(user) -> QuerySet[Country]:
    """Countries that there is something to compare of: figures, or what people wrote."""
    written = GuideSection.objects.visible_to(user).values("country")
    return Country.objects.filter(Q(pk__in=Figure.objects.values("country")) | Q(pk__in=written))


def _rows(guides: list[Guide]) -> dict:
    """What is said of each country, row by row; rows of which nothing is known are left out."""
    newest = [guide.latest for guide in guides]
    market = [
        _row(indicator.label, [told.get(indicator) for told in newest])
        for indicator in MARKET
        if any(indicator in told for told in newest)
    ]
    topics: dict[str, object] = {}
    for guide in guides:
        for section in guide.sections.values():
            topics.setdefault(section.topic, section.get_topic_display())
    texts = [
        {"label": label, "cells": [guide.sections.get(topic) for guide in guides]}
        for topic, label in topics.items()
    ]
    return {"market": market, "risks": _risk_rows(guides), "texts": texts}


def _row(label, cells: Sequence[Figure | Score | None]) -> dict:
    """A row of figures, with the places where they stand."""
    figures = [cell.figure if isinstance(cell, Score) else cell for cell in cells if cell]
    return {
        "label": label,
        "cells": cells,
        "passages": list({one.passage_id: one.passage for one in figures}.values()),
    }


def _risk_rows(guides: list[Guide]) -> list[dict]:
    """By kind of risk: the scores that any country has, then how staff judge it."""
    kinds = []
    for of_kind in zip(*(guide.risks for guide in guides), strict=True):
        scores: dict[str, list[Score | None]] = {}
        for place, risk in enumerate(of_kind):
            for score in risk.scores:
                scores.setdefault(score.figure.indicator, [None] * len(guides))[place] = score
        assessments = [risk.assessment for risk in of_kind]
        if scores or any(assessments):
            kinds.append(
                {
                    "label": of_kind[0].label,
                    "scores": [_row(Indicator(name).label, cells) for name, cells in scores.items()],
                    "assessments": assessments if any(assessments) else None,
                }
            )
    return kinds


def _governance(guide: Guide) -> dict | None:
    chart = chart_of(guide.figures, [guide.country], *SCORES)
    return chart and chart | {"title": gettext("How it is governed, year by year")}


def _charts(guides: list[Guide]) -> list[dict]:
    """Two indicators of these countries over the years, for what tables do not show."""
    countries = [guide.country for guide in guides]
    figures = [figure for guide in guides for figure in guide.figures]
    drawn = (
        (chart_of(figures, countries, indicator), indicator.label)
        for indicator in (Indicator.GDP_PER_HEAD, Indicator.RULE_OF_LAW)
    )
    return [chart | {"title": str(label)} for chart, label in drawn if chart]


def _map(bodies: list[Organisation], sections: list[Section]) -> dict | None:
    """The organisations of a country and what its sections draw; None where there is no place at all."""
    points = [point(body) for body in bodies if body.latitude is not None]
    drawn = merged([{"points": points, "lines": []}, *(one for section in sections for one in section.maps)])
    return drawn if drawn["points"] else None
