from history.models import keeps_history

from .models import Case, Message

keeps_history(Case, Message)
