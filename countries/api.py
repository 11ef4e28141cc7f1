from common.api import RecordViewSet
from common.shapes import Many, One, Plain, Shape, Text, Translations
from sources.api import PASSAGE, RECORD_CARD, RECORD_DETAIL

from .filters import CountryFilter, FigureFilter
from .models import (
    Country,
    CountryGroup,
    CountryGroupMember,
    Figure,
    GuideSection,
    Holiday,
    RiskAssessment,
)

GROUP = Shape("CountryGroup", CountryGroup, card=[Plain("id"), Plain("slug"), Text("name"), *RECORD_CARD])
GROUP_MEMBER = Shape(
    "CountryGroupMember",
    CountryGroupMember,
    card=[One("group", shape=GROUP), Plain("joined_on"), Many("passages", shape=PASSAGE)],
)
COUNTRY = Shape(
    "Country",
    Country,
    card=[Plain("code"), Plain("code3"), Text("name"), Plain("region")],
    detail=[
        Text("summary"),
        Many("groups", shape=GROUP_MEMBER, by="country"),
        Translations("translations", "name summary"),
    ],
)


class CountryViewSet(RecordViewSet):
    """Countries and areas by ISO 3166-1 alpha-2, and the groups they belong to."""

    shape, filterset = COUNTRY, CountryFilter


COUNTRY_BRIEF = Shape("CountryBrief", Country, card=[Plain("code"), Plain("code3"), Text("name")])
FIGURE = Shape(
    "CountryFigure",
    Figure,
    card=[
        Plain("id"),
        One("country", shape=COUNTRY_BRIEF),
        Plain("indicator"),
        Plain("year"),
        Plain("value"),
        Plain("standard_error", note="In the unit of the value; null where the source gives none."),
        Plain("unit"),
        One("passage", shape=PASSAGE, note="Where it stands in the sources."),
        Plain("updated_at"),
    ],
)
GUIDE_SECTION = Shape(
    "GuideSection",
    GuideSection,
    card=[
        Plain("id"),
        Plain("topic"),
        Text("text", note="HTML of a few safe kinds, or plain text."),
        Plain("author"),
        Plain("reviewed_on"),
        Plain("review_by"),
        *RECORD_CARD,
        *RECORD_DETAIL,
        Translations("translations", "text"),
    ],
)
RISK = Shape(
    "RiskAssessment",
    RiskAssessment,
    card=[
        Plain("id"),
        Plain("kind"),
        Plain("level", note="1 very low to 5 very high."),
        Text("text", note="HTML of a few safe kinds, or plain text."),
        Plain("author"),
        Plain("assessed_on"),
        Plain("review_by"),
        *RECORD_CARD,
        *RECORD_DETAIL,
        Translations("translations", "text"),
    ],
)
HOLIDAY = Shape("Holiday", Holiday, card=[Plain("day"), Text("name"), One("passage", shape=PASSAGE)])
GUIDE = Shape(
    "CountryGuide",
    Country,
    card=[Plain("code"), Plain("code3"), Text("name"), Plain("region"), Text("summary")],
    detail=[
        Many("sections", shape=GUIDE_SECTION, by="country", order=["topic"]),
        Many("risks", shape=RISK, by="country", order=["kind"], note="As staff judge them."),
        Many("figures", shape=FIGURE, by="country", order=["indicator", "year"]),
        Many("holidays", shape=HOLIDAY, by="country", order=["day"]),
    ],
)


class FigureViewSet(RecordViewSet):
    """Figures of countries, each of a year and with its source: the market, and the Worldwide Governance
    Indicators with their standard errors."""

    shape, filterset = FIGURE, FigureFilter


class GuideViewSet(RecordViewSet):
    """What an enterprise must know of a country."""

    shape, filterset = GUIDE, CountryFilter
