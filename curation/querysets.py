"""Who sees which of the work on the register."""

from django.db import models

from common.roles import is_curator


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; all of them to curators. Whether one still acts for their owner is asked elsewhere."""
        if not user.is_authenticated:
            return self.none()
        return self if is_curator(user) else self.filter(made_by=user.pk)
