"""What goes over when an organisation is merged into another: its people, and what acts for it."""

from curation.mergeable import moves

from .models import ApiKey, Invitation, JoinRequest, Membership, PrivateFeed

moves(Membership, "organisation")
moves(ApiKey, "organisation")
moves(PrivateFeed, "organisation")
moves(Invitation, "organisation")
moves(JoinRequest, "organisation")
