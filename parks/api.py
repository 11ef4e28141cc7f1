from common.api import RecordViewSet
from common.shapes import Many, One, Plain, Shape, Text, Translations
from organisations.api import ORGANISATION_BRIEF
from sources.api import RECORD_CARD, RECORD_DETAIL

from .figure_filters import IndicatorFilter, ObservationFilter
from .filters import EnterpriseFilter, MilestoneFilter, ParkFilter
from .models import Enterprise, Indicator, Milestone, Observation, Park, Stage, Tenancy


def _profile(*own):
    """A profile shows what its organisation is called and where it is, then its own fields."""
    return [
        Plain("id"),
        Plain("slug", "organisation__slug"),
        Text("name", "organisation__name"),
        *own,
        Text("summary", "organisation__summary"),
        Plain("country", "organisation__country"),
        Text("city", "organisation__city"),
        Plain("latitude", "organisation__latitude"),
        Plain("longitude", "organisation__longitude"),
    ]


PARK_BRIEF = Shape(
    "ParkBrief",
    Park,
    card=[
        Plain("id"),
        Plain("slug", "organisation__slug"),
        Text("name", "organisation__name"),
        Plain("kind"),
    ],
)
ENTERPRISE_BRIEF = Shape(
    "EnterpriseBrief",
    Enterprise,
    card=[Plain("id"), Plain("slug", "organisation__slug"), Text("name", "organisation__name")],
)
_TENANCY = [Plain("id"), Plain("kind"), Plain("settled_on"), Plain("left_on")]
TENANCY_OF_PARK = Shape("TenancyOfPark", Tenancy, card=[*_TENANCY, One("enterprise", shape=ENTERPRISE_BRIEF)])
TENANCY_OF_ENTERPRISE = Shape("TenancyOfEnterprise", Tenancy, card=[*_TENANCY, One("park", shape=PARK_BRIEF)])
PARK = Shape(
    "Park",
    Park,
    card=[
        *_profile(Plain("kind"), Plain("status"), Plain("approach"), Plain("opened_on")),
        One("parent", shape=PARK_BRIEF, note="The park it lies in."),
        *RECORD_CARD,
    ],
    detail=[
        Plain("organisation", "organisation__id"),
        Text("description"),
        Many("children", shape=PARK_BRIEF, by="parent", order=["organisation__sort_en"]),
        Many("tenancies", shape=TENANCY_OF_PARK, by="park", order=["settled_on"]),
        *RECORD_DETAIL,
        Translations("translations", "organisation__name organisation__summary description curator_note"),
    ],
)
ENTERPRISE = Shape(
    "Enterprise",
    Enterprise,
    card=[*_profile(Plain("is_multinational")), *RECORD_CARD],
    detail=[
        Plain("organisation", "organisation__id"),
        Text("description"),
        Many("tenancies", shape=TENANCY_OF_ENTERPRISE, by="enterprise", order=["settled_on"]),
        *RECORD_DETAIL,
        Translations("translations", "organisation__name organisation__summary description curator_note"),
    ],
)
STAGE = Shape(
    "Stage",
    Stage,
    card=[Plain("slug"), Text("name"), Plain("ordinal"), Plain("started_on"), Plain("ended_on")],
)
MILESTONE = Shape(
    "Milestone",
    Milestone,
    card=[
        Plain("id"),
        Plain("slug"),
        One("organisation", shape=ORGANISATION_BRIEF),
        One("stage", shape=STAGE),
        Plain("happened_on"),
        Text("title"),
        Text("text"),
        *RECORD_CARD,
    ],
    detail=[
        Many("concerns", shape=ORGANISATION_BRIEF, order=["sort_en"]),
        *RECORD_DETAIL,
        Translations("translations", "title text curator_note"),
    ],
)
INDICATOR_BRIEF = Shape(
    "IndicatorBrief", Indicator, card=[Plain("id"), Plain("slug"), Text("name"), Plain("unit")]
)
INDICATOR = Shape(
    "Indicator",
    Indicator,
    card=[
        Plain("id"),
        Plain("slug"),
        Text("name"),
        Text("definition"),
        Plain("respect"),
        Plain("unit"),
        *RECORD_CARD,
    ],
    detail=[
        One("follows", shape=INDICATOR_BRIEF),
        *RECORD_DETAIL,
        Translations("translations", "name definition curator_note"),
    ],
)
OBSERVATION_BRIEF = Shape(
    "ObservationBrief", Observation, card=[Plain("id"), Plain("slug"), Plain("printed")]
)
OBSERVATION = Shape(
    "Observation",
    Observation,
    card=[
        Plain("id"),
        Plain("slug"),
        One("indicator", shape=INDICATOR_BRIEF),
        One("organisation", shape=ORGANISATION_BRIEF),
        Text("scope"),
        Plain("period_on"),
        Plain("period_kind"),
        Plain("value", note="In the unit of the indicator; money in whole units of the currency."),
        Plain("currency"),
        Plain("qualifier"),
        Plain("printed", note="As the source prints it."),
        Plain("change"),
        Plain("change_is_percent"),
        Plain("change_printed"),
        Plain("share"),
        One("share_of", shape=INDICATOR_BRIEF),
        Plain("share_printed"),
        *RECORD_CARD,
    ],
    detail=[
        Plain("multiple"),
        Text("multiple_of"),
        One("part_of", shape=OBSERVATION_BRIEF),
        Plain("part_kind"),
        Many("parts", shape=OBSERVATION_BRIEF, by="part_of", order=["slug"]),
        *RECORD_DETAIL,
        Translations("translations", "scope curator_note"),
    ],
)


class ParkViewSet(RecordViewSet):
    """Science parks, incubators, hubs and zones, and how they lie in each other."""

    shape, filterset, keys = PARK, ParkFilter, ("pk", "organisation__slug")


class EnterpriseViewSet(RecordViewSet):
    """Enterprises and the parks they settled in."""

    shape, filterset, keys = ENTERPRISE, EnterpriseFilter, ("pk", "organisation__slug")


class MilestoneViewSet(RecordViewSet):
    """Dated events in the history of parks and their operators, in stages."""

    shape, filterset, keys = MILESTONE, MilestoneFilter, ("pk", "slug")


class IndicatorViewSet(RecordViewSet):
    """What is measured."""

    shape, filterset, keys = INDICATOR, IndicatorFilter, ("pk", "slug")


class ObservationViewSet(RecordViewSet):
    """Figures as sources claim them, printed form and number side by side."""

    shape, filterset, keys = OBSERVATION, ObservationFilter, ("pk", "slug")
