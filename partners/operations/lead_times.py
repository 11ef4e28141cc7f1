"""When a park wants to be warned, and when an agreement of it counts as dormant."""

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Membership
from organisations.models import Organisation

from ..models import LeadTimes
from .keeping import NotKept

ROLES = (Membership.Role.MANAGER, Membership.Role.EDITOR)


def settable_by(user) -> QuerySet[Organisation]:
    """The organisations whose lead times this user sets: where the user manages or edits."""
    own = Membership.objects.filter(user=user, role__in=ROLES, ended_at=None)
    return Organisation.objects.filter(pk__in=own.values("organisation"))


@transaction.atomic
def set_lead_times(owner: Organisation, days: list[int], dormant_after: int, by) -> LeadTimes:
    """Keep them, the longest first and each once.

    Raises  NotKept when `by` may not; ValidationError of `days` or `dormant_after`
    """
    if not settable_by(by).filter(pk=owner.pk).exists():
        raise NotKept
    times = LeadTimes.objects.select_for_update().filter(owner=owner).first() or LeadTimes(owner=owner)
    times.days, times.dormant_after = sorted(set(days), reverse=True), dormant_after
    times.full_clean()
    times.save()
    return times
