"""Follow-ups that are written down by themselves, or changed afterwards."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User

from .. import events
from ..models import FollowUp
from .interactions import parks_of


def writable_by(user) -> QuerySet[FollowUp]:
    """What this user may change: what the user's own parks keep, but what hangs on somebody's draft."""
    return FollowUp.objects.visible_to(user).filter(owner__in=parks_of(user).values("pk"))


def colleagues_of(user) -> QuerySet[User]:
    """Those who work for a park that this user logs for."""
    return User.objects.filter(
        memberships__organisation__in=parks_of(user).values("pk"),
        memberships__ended_at=None,
        is_active=True,
    ).distinct()


@transaction.atomic
def add_follow_up(follow_up: FollowUp, by: User) -> FollowUp:
    """Keep a new follow-up; not saved yet. Raises ValidationError"""
    _check(follow_up)
    follow_up.save()
    events.follow_up_assigned(follow_up, by)
    return follow_up


@transaction.atomic
def change_follow_up(follow_up: FollowUp, by: User) -> FollowUp:
    """Keep what was changed of its text, day and assignee. Raises ValidationError"""
    _check(follow_up)
    follow_up.save(update_fields=["text", "due_on", "assignee"])
    events.follow_up_assigned(follow_up, by)
    return follow_up


def _check(follow_up: FollowUp) -> None:
    """Only who works for the park has something to do for it."""
    who = follow_up.assignee
    if who and not who.memberships.filter(organisation=follow_up.owner_id, ended_at=None).exists():
        raise ValidationError({"assignee": _("This person does not work for the park that keeps it.")})
    follow_up.validate_constraints()
