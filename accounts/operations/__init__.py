"""What changes accounts and who acts for whom."""

from .members import change_role, end_membership
from .signing_up import open_account

__all__ = ["change_role", "end_membership", "open_account"]
