"""Who writes on an agreement: the members of the organisation that keeps it, and nobody else."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from organisations.models import Organisation

from ..models import Agreement


class NotKept(RuleBroken):
    """Who asks is no member of the organisation that keeps the agreement, or is one no more."""

    code = "not-kept"


def writable_by(user) -> QuerySet[Agreement]:
    """The agreements that this user drafts and follows; not those of parks below, not those of parties."""
    return Agreement.objects.filter(owner__in=Organisation.objects.of_member(user).values("pk"))


def hold(agreement: Agreement, by) -> Agreement:
    """The agreement as it is now, locked to the end of the transaction.

    Raises  NotKept when `by` is not a member of its owner at this moment
    """
    held = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    if by is None or not writable_by(by).filter(pk=held.pk).exists():
        raise NotKept(_("Only members of the organisation that keeps it may do this."))
    return held
