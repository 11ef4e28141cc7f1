"""What can be imported and exported, and what each row is known by."""

from common.exchange import exchange

from .models import Enterprise, Indicator, Milestone, Observation, Park, Stage, Tenancy

exchange(Park, "organisation")
exchange(Enterprise, "organisation")
exchange(Tenancy, "enterprise", "park", "kind", "settled_on")
exchange(Stage, "organisation", "slug")
exchange(Milestone, "slug")
exchange(Indicator, "slug")
exchange(Observation, "slug")
