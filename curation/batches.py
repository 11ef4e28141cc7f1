"""Who sees a batch of changes, and who may take it back."""

from django.db.models import QuerySet

from common.roles import is_curator

from .models import Batch


def seen_by(user) -> QuerySet[Batch]:
    """All for curators; for others those that they made, while they belong where they did then."""
    if is_curator(user):
        return Batch.objects.all()
    if not user.is_authenticated:
        return Batch.objects.none()
    own = Batch.objects.filter(made_by=user)
    ended = user.memberships.exclude(ended_at=None).order_by("-ended_at").values_list("ended_at", flat=True)
    last = ended.first()
    return own.filter(made_at__gt=last) if last else own
