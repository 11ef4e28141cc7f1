"""The batches that somebody may look at and take back."""

from django.db.models import QuerySet

from .models import Batch


def seen_by(user) -> QuerySet[Batch]:
    return Batch.objects.visible_to(user)
