"""Whom organisations invite, in the API."""

from django.conf import settings
from rest_framework import serializers
from rest_framework.decorators import action

from common.bodies import Body
from common.people import UserName
from common.shapes import One, Plain, Shape
from common.writing import Creates, Deletes
from organisations.api import ORGANISATION_BRIEF

from ..filters import InvitationFilter
from ..models import Invitation, Membership
from ..operations import invitations as operations
from .looking_after import LookedAfter, OfOrganisation

INVITATION = Shape(
    "Invitation",
    Invitation,
    card=[
        Plain("id"),
        One("organisation", shape=ORGANISATION_BRIEF, known=True),
        Plain("email"),
        Plain("role"),
        Plain("language"),
        UserName("invited_by"),
        Plain("created_at"),
        Plain("sent_at"),
        Plain("expires_at"),
        Plain("accepted_at"),
        Plain("revoked_at"),
    ],
)


class InvitationBody(OfOrganisation):
    """Whom to invite: the person gets a mail with a link."""

    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(choices=Membership.Role.choices, default=Membership.Role.MEMBER)
    language = serializers.ChoiceField(
        choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE, help_text="Of the mail."
    )


class NoBody(Body):
    """An empty object."""


class InvitationViewSet(LookedAfter, Creates, Deletes):
    """Whom the organisations that you manage have invited. The link itself is only in the mail.

    POST invites; who waits already is asked again, in the new role. DELETE revokes: the link does not work
    any more, the row stays with the moment. A key needs the scope `members` to write, and cannot invite
    managers.
    """

    shape, filterset, body = INVITATION, InvitationFilter, InvitationBody
    bodies = {"again": NoBody}

    def make(self, given):
        return operations.invite(**given, by=self.request.user)

    def remove(self, row):
        operations.revoke(row, by=self.request.user)

    @action(detail=True, methods=["post"])
    def again(self, request, pk):
        """Mail the same link again."""
        return self._act(pk, lambda row, given: operations.send_again(row, by=request.user))
