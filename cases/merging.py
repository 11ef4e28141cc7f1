"""What goes over when an organisation, and the park that it may be, is merged into another."""

from curation.mergeable import moves

from .models import Case

moves(Case, "owner", "sent_to", "provider", "park")
