"""Users, the organisations they act for, and how they come to act for one, and their keys."""

from .feeds import PrivateFeed
from .joining import INVITATION_LASTS, Invitation, JoinRequest
from .keys import ApiKey
from .replays import Replay
from .users import Membership, User, UserManager

__all__ = [
    "INVITATION_LASTS",
    "ApiKey",
    "Invitation",
    "JoinRequest",
    "Membership",
    "PrivateFeed",
    "Replay",
    "User",
    "UserManager",
]
