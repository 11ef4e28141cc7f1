from common.roles import CLOSED
from history.guards import Sql
from history.models import keeps_history

from .models import ApiKey, Invitation, JoinRequest, Membership, PrivateFeed, User

keeps_history(
    User,
    leave_out=("password", "last_login", "desk_seen_at", "groups", "user_permissions"),
    erased={"email": Sql(f"OLD.pgh_obj_id || '{CLOSED}'"), "name": "", "language": ""},
)
keeps_history(Membership)
keeps_history(Invitation, leave_out=("nonce",), erased={})
keeps_history(JoinRequest, erased={})
keeps_history(ApiKey, leave_out=("token_hash", "last_used_at"), is_answered=False)
keeps_history(PrivateFeed, leave_out=("title", "token_hash", "last_used_at"), is_answered=False)
