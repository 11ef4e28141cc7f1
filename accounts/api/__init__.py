"""The resources of this room; each module has one subject."""

from .invitations import InvitationViewSet
from .join_requests import JoinRequestViewSet
from .members import MembershipViewSet

__all__ = ["InvitationViewSet", "JoinRequestViewSet", "MembershipViewSet"]
