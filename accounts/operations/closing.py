"""A user's own data: handed out as a whole, and the account closed for good."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from common.roles import CLOSED
from history.models import Erasure, states_kept_of
from history.operations import erase, note_erasure, states_of
from notifications.models import Delivery

from ..keys import revoke_key
from ..models import ApiKey, Invitation, JoinRequest, Membership, PrivateFeed, Replay, User
from ..sessions import end_sessions
from .members import leave


def file_of(user: User) -> dict:
    """Everything that the portal keeps of this person as a user."""
    sessions = UserSession.objects.filter(user=user).order_by("created_at")
    memberships = Membership.objects.filter(user=user).select_related("organisation").order_by("started_at")
    return {
        "account": {
            "email": user.email,
            "name": user.name,
            "language": user.language,
            "joined_at": user.joined_at,
            "last_login": user.last_login,
        },
        "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "memberships": [
            {
                "organisation": one.organisation.name,
                "role": one.role,
                "started_at": one.started_at,
                "ended_at": one.ended_at,
            }
            for one in memberships
        ],
        "sessions": list(sessions.values("created_at", "last_seen_at", "ip", "user_agent")),
        "second_steps": list(Authenticator.objects.filter(user=user).values("type", "created_at")),
        "api_keys": list(ApiKey.objects.filter(created_by=user).values("name", "created_at", "revoked_at")),
        "private_feeds": list(
            PrivateFeed.objects.held_by(user).values("title", "created_at", "last_used_at", "revoked_at")
        ),
        "saved_searches": [
            {"name": one.name, "where": one.place, "search": one.query, "saved": one.created_at}
            for one in user.saved_searches.all()
        ],
        "shortlist": [
            {"listing": str(one.listing), "added_at": one.added_at}
            for one in user.shortlisted.select_related("listing")
        ],
        "history": {
            "account": states_of(User, Q(pgh_obj_id=user.pk)),
            "memberships": states_of(Membership, Q(user_id=user.pk)),
        },
    }


@transaction.atomic
def close_account(user: User) -> None:
    """End what the user may do, and take the person out of the account; what they wrote stays.

    Their rows are those of a "former colleague" from now on. What only tells of the person goes: ways
    to sign in, sessions, invitations to their addresses, requests to join.
    Raises  RuleBroken while an organisation, or the platform, would be left without anybody to manage it
    """
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.is_staff and not User.objects.filter(is_staff=True, is_active=True).exclude(pk=held.pk).exists():
        raise RuleBroken(_("You are the only curator. Make somebody else a curator first."))
    for membership in Membership.objects.filter(user=held, ended_at=None).order_by("organisation"):
        leave(membership.organisation, by=held)
    for key in ApiKey.objects.filter(created_by=held, revoked_at=None):
        revoke_key(key)
    end_sessions(list(UserSession.objects.filter(user=held)))
    noted = note_erasure(held, by=held)
    _forget_letters(held, noted)
    PrivateFeed.objects.held_by(held).delete()
    held.shortlisted.all().delete()
    held.saved_searches.all().delete()
    for model in (Authenticator, EmailAddress, Replay, *_single_sign_on()):
        model.objects.filter(user=held).delete()
    blank = {"email": f"{held.pk}{CLOSED}", "name": "", "language": ""}  # as the states say then, too
    for field, value in blank.items():
        setattr(held, field, value)
    held.is_active = held.is_staff = held.is_superuser = False
    held.set_unusable_password()
    held.save()
    erase(User, Q(pgh_obj_id=held.pk), noted)


def _single_sign_on() -> list[type[Model]]:
    """Where the portal knows single sign-on: what joins a user to an account elsewhere."""
    is_there = apps.is_installed("allauth.socialaccount")
    return [apps.get_app_config("socialaccount").get_model("SocialAccount")] if is_there else []


def _forget_letters(user: User, noted: Erasure) -> None:
    """Invitations to the person with the mails that carried them, and what they wrote to join."""
    invited, mailed = Q(accepted_by=user.pk), Q(pk__in=[])
    for address in _own_addresses(user):
        invited |= Q(email__iexact=address)
        mailed |= Q(address__iexact=address)
    Delivery.objects.filter(mailed).delete()
    Invitation.objects.filter(invited).delete()
    erase(Invitation, invited, noted, goes=True)
    JoinRequest.objects.filter(user=user).delete()
    erase(JoinRequest, Q(user=user.pk), noted, goes=True)


def _own_addresses(user: User) -> set[str]:
    """By which the person was reached, now and before; what somebody else signs in by now is theirs."""
    own = set(EmailAddress.objects.filter(user=user).values_list("email", flat=True))
    own |= set(states_kept_of(User).filter(pgh_obj_id=user.pk).values_list("email", flat=True))
    own |= set(states_kept_of(Invitation).filter(accepted_by=user.pk).values_list("email", flat=True))
    others = EmailAddress.objects.exclude(user=user).filter(email__in=[one.casefold() for one in own])
    return {user.email} | own - set(others.values_list("email", flat=True))
