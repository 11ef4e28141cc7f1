"""What can be imported and exported, and what each row is known by."""

from common.columns import Listing, OfField
from curation.descriptions import describe

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
describe(
    GuideSection,
    "country",
    "topic",
    listing=Listing(usual=["country", "topic", "author", "reviewed_on", "review_by"]),
)
describe(
    RiskAssessment,
    "country",
    "kind",
    listing=Listing(usual=["country", "kind", "level", "author", "assessed_on", "review_by"]),
)
describe(
    Figure,
    "country",
    "indicator",
    "year",
    listing=Listing(
        more=[OfField("unit", Figure)],
        usual=["country", "indicator", "year", "value", "standard_error", "unit", "passage"],
    ),
)
describe(Holiday, "country", "day")
