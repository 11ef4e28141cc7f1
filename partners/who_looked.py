"""Which curators opened a record of a park, as its managers are told."""

from accounts.models import Membership
from history.models import Reading
from history.reading import readings_of

SHOWN = 10


def who_looked(record, user) -> list[Reading]:
    """The last readings of a record with an `owner`; nothing for those who do not manage that park."""
    manages = Membership.objects.filter(
        user=user, organisation=record.owner_id, role=Membership.Role.MANAGER, ended_at=None
    )
    return list(readings_of(record)[:SHOWN]) if manages.exists() else []
