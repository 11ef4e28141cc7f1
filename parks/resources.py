"""What can be imported and exported, and what each row is known by."""

from curation.descriptions import describe

from .models import Enterprise, Indicator, Milestone, Observation, Park, Stage, Tenancy

describe(Park, "organisation")
describe(Enterprise, "organisation")
describe(Tenancy, "enterprise", "park", "kind", "settled_on")
describe(Stage, "organisation", "slug")
describe(Milestone, "slug")
describe(Indicator, "slug")
describe(Observation, "slug")
