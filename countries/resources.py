"""What can be imported and exported, and what each row is known by."""

from common.columns import Listing, OfField
from curation.descriptions import describe
from curation.editing import for_curators

from .models import (
    Country,
    CountryGroup,
    CountryGroupMember,
    Figure,
    GuideSection,
    Holiday,
    RiskAssessment,
)

describe(Country, "code")
describe(CountryGroup, "slug")
describe(CountryGroupMember, "group", "country")
describe(GuideSection, "country", "topic")
describe(RiskAssessment, "country", "kind")
describe(
    Figure,
    "country",
    "indicator",
    "year",
    listing=Listing(
        more=[OfField("unit", Figure)],
        usual=["country", "indicator", "year", "value", "standard_error", "unit", "passage"],
    ),
    editing=for_curators(Figure, "passage"),
)
describe(Holiday, "country", "day")
