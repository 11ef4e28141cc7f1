"""What managers and members do with memberships that there are."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from common.roles import is_curator
from organisations.models import Organisation

from ..models import Membership, User
from ..querysets import managed_by


@transaction.atomic
def change_role(membership: Membership, role: str, *, by: User) -> None:
    """Raises  RuleBroken when the organisation would be left without a manager, or `by` manages it no more"""
    member = _held(membership, by)
    leave_managers_to_people(by, role, member.role)
    if role != Membership.Role.MANAGER:
        _leave_a_manager(member, by)
    member.role = role
    member.full_clean()
    member.save()


@transaction.atomic
def end_membership(membership: Membership, *, by: User) -> None:
    """End it at once: the next request of the member is answered as to anybody else.

    Raises  RuleBroken when the organisation would be left without a manager, or `by` manages it no more
    """
    member = _held(membership, by)
    leave_managers_to_people(by, member.role)
    _leave_a_manager(member, by)
    member.ended_at = timezone.now()
    member.full_clean()
    member.save()


@transaction.atomic
def leave(organisation: Organisation, *, by: User) -> None:
    """End the own membership at once.

    Raises  Membership.DoesNotExist; RuleBroken when the organisation would be left without a manager
    """
    hold(organisation)
    member = Membership.objects.get(user=by, organisation=organisation, ended_at=None)
    _leave_a_manager(member, by)
    member.ended_at = timezone.now()
    member.full_clean()
    member.save()


def hold(organisation: Organisation) -> None:
    """From here to the end of the transaction nobody else changes who belongs to it, or is to.

    Two managers who take the role from each other at the same moment come one after the other.
    """
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)


def hold_as_manager(organisation: Organisation, by: User) -> None:
    """Raises  RuleBroken when `by` does not manage it, or not any more"""
    hold(organisation)
    if not managed_by(by).filter(pk=organisation.pk).exists():
        raise RuleBroken(_("You do not manage this organisation any more."))


def leave_managers_to_people(by: User, *roles: str) -> None:
    """Raises  RuleBroken where a key would make, change or end a manager: who stole it could take over"""
    if getattr(by, "acts_by_key", False) and Membership.Role.MANAGER in roles:
        raise RuleBroken(_("A key cannot make managers or end them. Do it on the page of the members."))


def _held(membership: Membership, by: User) -> Membership:
    """The membership as it is now, held."""
    hold_as_manager(membership.organisation, by)
    held = Membership.objects.filter(pk=membership.pk, ended_at=None).first()
    if held is None:
        raise RuleBroken(_("This membership has ended already."))
    return held


def _leave_a_manager(member: Membership, by: User) -> None:
    if is_curator(by) or member.role != Membership.Role.MANAGER:
        return
    managers = Membership.objects.filter(
        organisation=member.organisation_id,
        ended_at=None,
        role=Membership.Role.MANAGER,
        user__is_active=True,
    )
    if not managers.exclude(pk=member.pk).exists():
        raise RuleBroken(_("You are the only manager. Make somebody else a manager first."))
