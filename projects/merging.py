"""What goes over when an organisation is merged into another."""

from curation.mergeable import moves

from .models import Project, ProjectParticipant

moves(Project, "park")
moves(ProjectParticipant, "organisation")
