"""Who sees which listing: everybody what is published now, and those whose it is also the rest."""

from django.db.models import Exists, OuterRef, Q

from common.roles import is_curator
from parks.models import Tenancy
from parks.reach import OwnedQuerySet, SharedPartQuerySet, SharedQuerySet, WithinReach
from sources.querysets import RecordQuerySet


class ListingQuerySet(SharedQuerySet):
    """Public while it is out (`is_published`); in any state for the members of who keeps it."""

    taking_part = "owner"


class ListingPartQuerySet(SharedPartQuerySet):
    """Parts of a listing that everybody sees who sees it."""

    whole = "listing"


class RuleQuerySet(RecordQuerySet):
    """Rules are seen where the policy is."""

    def visible_to(self, user):
        versions = self.model._meta.get_field("policy_version").related_model.objects
        return self.filter(policy_version__in=versions.visible_to(user).values("pk"))

    def visible_paths(self, user):
        return () if is_curator(user) else None


class RemarkQuerySet(RecordQuerySet):
    """What is said of a listing while it is reviewed: never public."""

    is_private = True

    def visible_to(self, user):
        listings = self.model._meta.get_field("listing").related_model.objects
        return self.filter(listing__in=listings.inside(user).values("pk"))

    def visible_paths(self, user):
        return () if is_curator(user) else None


class ProfileQuerySet(OwnedQuerySet):
    """What an enterprise tells of itself: read by its members, the staff of its parks, and curators."""

    def within_reach(self, user):
        return self.filter(WithinReach("owner", user) | Q(settled_with(user, "owner")))


def settled_with(user, organisation: str) -> Exists:
    """Whether an organisation (a path to its id) is today a tenant of a park whose staff the user is."""
    return Exists(
        Tenancy.objects.filter(
            WithinReach("park__organisation", user),
            enterprise__organisation=OuterRef(organisation),
            left_on__isnull=True,
        )
    )
