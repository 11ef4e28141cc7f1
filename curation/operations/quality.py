"""What people say of the quality of a record."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from ..models import Quality
from ..quality.scoring import checks_of


@transaction.atomic
def confirm(record_id: str, *, by: AbstractBaseUser) -> Quality:
    """Keep that a record is still right as it stands: it is fresh again, and nothing else changes.

    Raises  Quality.DoesNotExist, also for who does not keep the record
    """
    kept = Quality.objects.visible_to(by).select_for_update(of=("self",)).get(pk=record_id)
    kept.confirmed_at, kept.confirmed_by = timezone.now(), by
    kept.fresh_until = kept.confirmed_at + checks_of(kept.kind).fresh_for
    kept.save(update_fields=["confirmed_at", "confirmed_by", "fresh_until"])
    return kept
