from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class LeasedQuerySet(models.QuerySet):
    """Rows that a worker takes for some minutes: taken back by the clock of the database if it dies."""

    def due(self):
        """Those that wait, whose hour has come, and that no worker holds."""
        return self.filter(Q(leased_until=None) | Q(leased_until__lt=Now()), state="waiting")


class DeliveryQuerySet(LeasedQuerySet):
    """What was sent to somebody is that person's, and nobody else's."""

    is_private = True

    def visible_to(self, user):
        return self.filter(receiver=user.pk) if user.is_authenticated else self.none()

    def visible_paths(self, user):
        return None

    def inbox(self, user):
        """What a user finds in the portal, the unread and the read."""
        return self.visible_to(user).filter(channel="in_app", state="sent")

    def unread(self, user):
        return self.inbox(user).filter(read_at=None)
