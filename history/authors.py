"""Who changed a row since a moment, by the history."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import Model

from common.meanwhile import tells_who

from .models import events_of

MOST = 20


@tells_who
def authors_since(row: Model, at: datetime) -> list[str]:
    """Names, the latest first; none of programs, and of rows without a history."""
    events = events_of(type(row))
    if events is None:
        return []
    later = events._base_manager.filter(pgh_obj_id=row.pk, pgh_created_at__gt=at).order_by("-pgh_id")
    ids = [one for one in later.values_list("pgh_context__metadata__user", flat=True)[:MOST] if one]
    known = get_user_model()._base_manager.in_bulk(ids) if ids else {}
    return [str(known[one]) for one in dict.fromkeys(ids) if one in known]
