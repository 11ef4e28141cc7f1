"""What can be imported and exported, and what each row is known by."""

from curation.descriptions import describe

from .models import Deliverable, Project, ProjectParticipant

describe(Project, "slug")
describe(ProjectParticipant, "project", "organisation", "role")
describe(Deliverable, "project", "ordinal")
