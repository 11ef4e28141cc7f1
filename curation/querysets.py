"""Who sees which of the work on the register."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from common.roles import is_curator

from .quality.descriptions import COMPLETE


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; all of them to curators. Whether one still acts for their owner is asked elsewhere."""
        if not user.is_authenticated:
            return self.none()
        return self if is_curator(user) else self.filter(made_by=user.pk)


class DuplicateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """To curators, who decide about them."""
        return self if is_curator(user) else self.none()


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


class LinkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """To curators, who keep what is published; others see the links on the pages themselves."""
        return self if is_curator(user) else self.none()

    def to_fix(self):
        return self.filter(state__in=["dead", "moved"])

    def due(self, pause):
        """Those to look at now, by the clock of the database: of hosts that nobody asks or has just asked."""
        asked = self.model.objects.filter(
            Q(leased_until__gt=Now()) | Q(looked_at__gt=Now() - pause), host=OuterRef("host")
        )
        return (
            self.filter(~Exists(asked), due_at__lte=Now()).exclude(state="excused").order_by("due_at", "id")
        )


class TagQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the own organisations, and curators' among curators; who sees one may use it."""
        if not user.is_authenticated:
            return self.none()
        own = Q(owner__in=user.memberships.filter(ended_at=None).values("organisation"))
        return self.filter(own | Q(owner=None) if is_curator(user) else own)

    def with_counts(self):
        """`count`: of the records that carry it."""
        return self.annotate(count=models.Count("taggings"))
