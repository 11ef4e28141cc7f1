"""Inviting an address to act for an organisation, and coming through that door."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from notifications.outbox import announce

from ..models import INVITATION_LASTS, Invitation, JoinRequest, Membership, User
from .members import hold, hold_as_manager, leave_managers_to_people

#: How many addresses one person may invite within an hour, and how soon one may be written to again.
MOST_IN_AN_HOUR = 30
PAUSE = timedelta(minutes=5)


@transaction.atomic
def invite(organisation, email: str, role: str, *, language: str, by: User) -> Invitation:
    """Ask an address to join, and mail it the link; who waits already is asked again, in the new role.

    Whether the address has an account changes nothing here. The invitation stays open when who made it
    leaves: those who manage the organisation then see it, and can revoke it.

    Raises  RuleBroken when `by` does not manage the organisation, invited too many, or the address is
            that of a member, or a key would invite a manager; ValidationError
    """
    hold_as_manager(organisation, by)
    leave_managers_to_people(by, role)
    members = Membership.objects.filter(organisation=organisation, ended_at=None)
    if members.filter(user__email__iexact=email).exists():
        raise RuleBroken(_("This person already belongs to this organisation."))
    waiting = Invitation.objects.waiting().filter(organisation=organisation, email__iexact=email).first()
    if waiting is None:
        _not_too_many(by)
        waiting = Invitation(organisation=organisation, email=email, invited_by=by)
    else:
        _not_too_soon(waiting)
    waiting.role, waiting.language = role, language
    return _send(waiting, by)


@transaction.atomic
def send_again(invitation: Invitation, *, by: User) -> Invitation:
    """Mail the same link again; it works as long as that of a new invitation.

    Raises  RuleBroken, also for one that waits no more
    """
    waiting = _held(invitation, by)
    leave_managers_to_people(by, waiting.role)
    _not_too_soon(waiting)
    return _send(waiting, by)


@transaction.atomic
def revoke(invitation: Invitation, *, by: User) -> None:
    """Raises  RuleBroken when `by` does not manage the organisation, or it waits no more"""
    waiting = _held(invitation, by)
    waiting.revoked_at = timezone.now()
    waiting.save(update_fields=["revoked_at"])


@transaction.atomic
def accept(token: str, *, by: User) -> Membership:
    """Let the account act for the organisation; who does so already keeps the role they have.

    Raises  Invitation.DoesNotExist when the link does not work, or not any more
    """
    organisation = Invitation.objects.get_by_token(token).organisation
    hold(organisation)
    invitation = Invitation.objects.get_by_token(token)
    now = timezone.now()
    membership, _is_new = Membership.objects.get_or_create(
        user=by, organisation=organisation, ended_at=None, defaults={"role": invitation.role}
    )
    invitation.accepted_at, invitation.accepted_by = now, by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    JoinRequest.objects.waiting().filter(user=by, organisation=organisation).update(
        decided_at=now, decided_by=invitation.invited_by, is_granted=True
    )
    return membership


def _held(invitation: Invitation, by: User) -> Invitation:
    hold_as_manager(invitation.organisation, by)
    held = Invitation.objects.waiting().filter(pk=invitation.pk).first()
    if held is None:
        raise RuleBroken(_("This invitation has been accepted or revoked already."))
    return held


def _send(invitation: Invitation, by: User) -> Invitation:
    invitation.sent_at = timezone.now()
    invitation.expires_at = invitation.sent_at + INVITATION_LASTS
    invitation.full_clean()
    invitation.save()
    announce("invitation.made", invitation, by=by)
    return invitation


def _not_too_many(by: User) -> None:
    """Counted under a lock on the person, who may invite for two organisations at the same moment."""
    User.objects.select_for_update().get(pk=by.pk)
    since = timezone.now() - timedelta(hours=1)
    if Invitation.objects.filter(invited_by=by, created_at__gt=since).count() >= MOST_IN_AN_HOUR:
        raise RuleBroken(_("You have invited many people within an hour. Please go on later."))


def _not_too_soon(invitation: Invitation) -> None:
    if invitation.sent_at > timezone.now() - PAUSE:
        raise RuleBroken(_("This invitation was sent a moment ago. Please wait five minutes."))
