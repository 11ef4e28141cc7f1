"""What can be imported and exported, and what each row is known by."""

from common.columns import Listing
from curation.descriptions import describe
from curation.editing import for_curators

from . import quality
from .models import Enterprise, Indicator, Milestone, Observation, Park, Stage, Tenancy

describe(
    Park,
    "organisation",
    listing=Listing(usual=["organisation", "kind", "status", "parent", "opened_on"]),
    checks=quality.PARKS,
    editing=for_curators(Park, "kind", "approach", "status", "is_published"),
)
describe(
    Enterprise,
    "organisation",
    checks=quality.ENTERPRISES,
    editing=for_curators(Enterprise, "is_multinational", "is_published"),
)
describe(Tenancy, "enterprise", "park", "kind", "settled_on")
describe(Stage, "organisation", "slug")
describe(
    Milestone,
    "slug",
    listing=Listing(usual=["title", "happened_on", "organisation", "stage"]),
    editing=for_curators(Milestone, "happened_on", "is_published"),
)
describe(Indicator, "slug")
describe(Observation, "slug")
