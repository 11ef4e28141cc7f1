"""What can be imported and exported, and what each row is known by."""

from common.exchange import exchange

from .models import Deliverable, Project, ProjectParticipant

exchange(Project, "slug")
exchange(ProjectParticipant, "project", "organisation", "role")
exchange(Deliverable, "project", "ordinal")
