"""What goes over when an organisation is merged into another."""

from curation.mergeable import moves

from .models import BusinessProfile, Listing

moves(Listing, "owner")
moves(Listing, "provider")
moves(BusinessProfile, "owner")
