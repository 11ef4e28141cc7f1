"""The search index, what is kept beside it, and the searches that somebody comes back to."""

from .index import Entry, Tally, Word
from .saved import SavedSearch

__all__ = ["Entry", "SavedSearch", "Tally", "Word"]
