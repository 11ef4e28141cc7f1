"""What can be imported and exported, and what each row is known by."""

from common.columns import Listing
from curation.descriptions import describe
from curation.editing import for_curators

from . import quality
from .models import Deliverable, Project, ProjectParticipant

describe(
    Project,
    "slug",
    listing=Listing(usual=["title", "path", "phase", "country", "park", "starts_on"]),
    checks=quality.PROJECTS,
    editing=for_curators(Project, "phase", "country", "is_published"),
)
describe(ProjectParticipant, "project", "organisation", "role")
describe(Deliverable, "project", "ordinal")
