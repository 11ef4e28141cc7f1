"""Who is told of invitations and of requests to join."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.kinds import Channel, Kind, Message, Receiver, register
from notifications.models import Delivery

from .models import Invitation, JoinRequest, Membership

Why = Delivery.Why


@dataclass(frozen=True)
class InvitationKind(Kind):
    """Told only as long as the link works."""

    def records(self, ids: Iterable[str], receiver) -> dict[str, Any]:
        found = super().records(ids, receiver)
        return {pk: row for pk, row in found.items() if row.is_waiting and not row.has_expired}


@dataclass(frozen=True)
class RequestKind(Kind):
    """Told to those who manage the organisation now, as long as somebody has to answer."""

    def records(self, ids: Iterable[str], receiver) -> dict[str, Any]:
        found = {pk: row for pk, row in super().records(ids, receiver).items() if row.is_waiting}
        if receiver is None:
            return found
        managed = set(_managers().filter(user=receiver).values_list("organisation_id", flat=True))
        return {pk: row for pk, row in found.items() if row.organisation_id in managed}


def _managers():
    return Membership.objects.filter(ended_at=None, role=Membership.Role.MANAGER, user__is_active=True)


def _invited(event, invitation: Invitation) -> list[Receiver]:
    """The address, whether it has an account or not: the answer to who invites is the same."""
    return [Receiver(address=invitation.email, why=Why.INVITED, language=invitation.language)]


def _say_invitation(event, invitation: Invitation) -> Message:
    facts = {
        "who": str(invitation.invited_by or _("A curator")),
        "organisation": invitation.organisation.name,
        "role": invitation.get_role_display(),
        "date": formats.date_format(invitation.expires_at, "DATE_FORMAT"),
    }
    text = _(
        "%(who)s invites you to act for %(organisation)s as %(role)s. The link works until %(date)s. "
        "Nothing happens before you accept."
    )
    subject = _("Invitation to %s") % facts["organisation"]
    return Message(subject, text % facts, invitation.get_absolute_url())


def _asked(event, request: JoinRequest) -> list[Receiver]:
    managers = _managers().filter(organisation=request.organisation_id).select_related("user")
    return [Receiver(membership.user, why=Why.MANAGER) for membership in managers]


def _say_request(event, request: JoinRequest) -> Message:
    facts = {"who": str(request.user), "organisation": request.organisation.name}
    subject = _("%(who)s asks to join %(organisation)s") % facts
    text = _("Look at the request, and let the person in or refuse.")
    return Message(subject, text, reverse("accounts:decide", args=[request.pk]))


def _say_decision(event, request: JoinRequest) -> Message:
    facts = {"organisation": request.organisation.name}
    if request.is_granted:
        subject = _("You act for %(organisation)s now") % facts
        text = _("Your request was granted.")
    else:
        subject = _("Your request to join %(organisation)s was refused") % facts
        text = request.answer
    return Message(subject, text, reverse("accounts:me"))


register(
    InvitationKind(
        "invitation.made",
        gettext_lazy("Somebody is invited"),
        Invitation,
        receivers=_invited,
        say=_say_invitation,
        channels=(Channel.EMAIL,),
        related=("organisation", "invited_by"),
    )
)
register(
    RequestKind(
        "join_request.made",
        gettext_lazy("Somebody asks to join"),
        JoinRequest,
        receivers=_asked,
        say=_say_request,
        related=("organisation", "user"),
    )
)
register(
    Kind(
        "join_request.decided",
        gettext_lazy("A request to join is answered"),
        JoinRequest,
        receivers=lambda event, request: [Receiver(request.user, why=Why.ASKED)],
        say=_say_decision,
        related=("organisation", "user"),
    )
)
