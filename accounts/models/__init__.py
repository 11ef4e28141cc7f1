"""Users, the organisations they act for, and how they come to act for one."""

from .joining import Invitation, JoinRequest
from .users import Membership, User, UserManager

__all__ = ["Invitation", "JoinRequest", "Membership", "User", "UserManager"]
