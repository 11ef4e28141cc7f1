import datetime

from django.db.models import F
from django.db.models.functions import Coalesce, Greatest

from ..models import User


def note_desk_seen(user: User, at: datetime.datetime) -> None:
    """Say that the user has seen what was new until a moment; on no device does it go back."""
    later = Greatest(Coalesce(F("desk_seen_at"), at), at)
    User.objects.filter(pk=user.pk).update(desk_seen_at=later)
