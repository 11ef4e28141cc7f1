from history.models import keeps_history

from .models import Alias

keeps_history(Alias, is_answered=False)
