"""Who sees which of the work on the register."""

from django.db import models
from django.db.models import Q

from common.roles import is_curator

from .quality.descriptions import COMPLETE


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; all of them to curators. Whether one still acts for their owner is asked elsewhere."""
        if not user.is_authenticated:
            return self.none()
        return self if is_curator(user) else self.filter(made_by=user.pk)


class QualityQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of what the own organisations keep; to curators those of the register, not of parks' own."""
        if not user.is_authenticated:
            return self.none()
        parks = user.memberships.filter(ended_at=None).values("organisation")
        kept = Q(owner__in=parks)
        return self.filter(kept | Q(is_private=False) if is_curator(user) else kept)

    def kept_by(self, user):
        """Those of what the organisations of this user keep."""
        return self.filter(owner__in=user.memberships.filter(ended_at=None).values("organisation"))

    def incomplete(self):
        return self.filter(score__lt=COMPLETE)

    def stale(self, now):
        return self.filter(fresh_until__lt=now)
