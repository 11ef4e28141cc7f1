from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from common.roles import is_curator
from organisations.models import Organisation

from .models import Membership, User


@transaction.atomic
def open_account(email: str, password: str, *, name: str = "", is_curator: bool = False) -> User:
    """Make an account that can sign in at once: its address counts as confirmed.

    Raises  IntegrityError when the address, in any case, has an account
    """
    user = User.objects.create_user(email, password, name=name, is_staff=is_curator)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def change_role(membership: Membership, role: str, *, by: User) -> None:
    """Raises  RuleBroken when the organisation would be left without a manager, or `by` manages it no more"""
    member = _held(membership, by)
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
    _leave_a_manager(member, by)
    member.ended_at = timezone.now()
    member.full_clean()
    member.save()


def _held(membership: Membership, by: User) -> Membership:
    """The membership as it is now, and nobody else changes who belongs to its organisation meanwhile.

    Two managers who take the role from each other at the same moment come one after the other.
    """
    Organisation.objects.select_for_update(of=("self",)).get(pk=membership.organisation_id)
    memberships = Membership.objects.filter(organisation=membership.organisation_id, ended_at=None)
    if not is_curator(by) and not memberships.filter(user=by, role=Membership.Role.MANAGER).exists():
        raise RuleBroken(_("You do not manage this organisation any more."))
    held = memberships.filter(pk=membership.pk).first()
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
