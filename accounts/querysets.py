"""Who looks after whom: what the members pages and the API show to managers."""

from django.db import models
from django.db.models import Q, QuerySet

from common.roles import is_curator
from organisations.models import Organisation


def managed_by(user) -> QuerySet[Organisation]:
    """Whose members this user looks after: a curator everybody's, a manager those of the own ones."""
    if is_curator(user):
        return Organisation.objects.all()
    if not user.is_authenticated:
        return Organisation.objects.none()
    return Organisation.objects.filter(
        memberships__user=user.pk, memberships__role="manager", memberships__ended_at=None
    )


class LookedAfterQuerySet(models.QuerySet):
    """What tells who belongs to an organisation: for those who manage it, and whom it is about.

    person   the field of whom it is about, where they may see it
    """

    is_private = True
    person: str = ""

    def visible_to(self, user):
        if is_curator(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        own = Q(**{self.person: user.pk}) if self.person else Q()
        return self.filter(Q(organisation__in=managed_by(user).values("pk")) | own)

    def visible_paths(self, user):
        return () if is_curator(user) else None

    def managed_by(self, user):
        """Those of the organisations that this user manages."""
        return self.filter(organisation__in=managed_by(user).values("pk"))


class MembershipQuerySet(LookedAfterQuerySet):
    person = "user"

    def open(self):
        """Those of today."""
        return self.filter(ended_at=None)
