"""What goes over when an organisation is merged into another: its profiles, its story, its figures."""

from curation.mergeable import answers_for, moves
from organisations.models import Organisation

from .models import Enterprise, Milestone, Observation, Park, Stage, Tenancy

moves(Park, "organisation", "parent")
moves(Enterprise, "organisation")
moves(Tenancy, "park", "enterprise")
moves(Stage, "organisation", last="ordinal")
moves(Milestone, "organisation", "stage")
moves(Observation, "organisation")

answers_for(Organisation, "parks:detail", "parks:enterprise")
