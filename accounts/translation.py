from history.models import keeps_history

from .models import Membership, User

keeps_history(User, leave_out=("password", "last_login", "groups", "user_permissions"))
keeps_history(Membership)
