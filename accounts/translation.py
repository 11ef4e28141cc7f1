from history.models import keeps_history

from .models import Membership

keeps_history(Membership)
