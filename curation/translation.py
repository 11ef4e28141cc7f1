from history.models import keeps_history

from .models import Alias, Tag, Tagging

keeps_history(Alias, is_answered=False)
keeps_history(Tag)
keeps_history(Tagging, erased={})
