from accounts.once import AnswersOnce
from common.api import RecordViewSet
from common.roles import is_curator
from common.shapes import Many, One, Plain, Shape, Text, Translations
from common.writing import Changes, Creates
from sources.api import PASSAGE, RECORD_CARD, RECORD_DETAIL

from .bodies import RiskBody, RiskChange, SectionBody, SectionChange
from .filters import CountryFilter, FigureFilter, GuideSectionFilter, RiskAssessmentFilter
from .models import (
    Country,
    CountryGroup,
    CountryGroupMember,
    Figure,
    GuideSection,
    Holiday,
    RiskAssessment,
)
from .operations import keep_text

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
        One("country", shape=COUNTRY_BRIEF),
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
        One("country", shape=COUNTRY_BRIEF),
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


class GuideTextViewSet(AnswersOnce, Creates, Changes):
    """Texts that curators write and everybody reads."""

    def writable(self):
        texts = self.shape.model.objects
        return texts.all() if is_curator(self.request.user) else texts.none()

    def make(self, given):
        return keep_text(self.shape.model(), given, self.request.user)

    def change(self, row, given):
        keep_text(row, given, self.request.user)


class GuideSectionViewSet(GuideTextViewSet):
    """What the guide of a country says of a topic. Curators write it, in a session of their own: keys
    act for an organisation, and guides belong to none."""

    shape, filterset = GUIDE_SECTION, GuideSectionFilter
    body, changed_body = SectionBody, SectionChange


class RiskAssessmentViewSet(GuideTextViewSet):
    """How staff judge one kind of risk in a country. Curators write it, in a session of their own."""

    shape, filterset = RISK, RiskAssessmentFilter
    body, changed_body = RiskBody, RiskChange
