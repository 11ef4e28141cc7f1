"""What keeps the register clean: batches of changes that can be taken back."""

from .aliases import Alias
from .batches import Batch
from .duplicates import Duplicate, NameKey, Unkeyed
from .edits import BulkEdit
from .filters import ChosenColumns, SavedFilter
from .imports import Import, ImportRow, Mapping, SlashDays
from .links import Link
from .quality import Quality
from .tags import Tag, Tagging

__all__ = [
    "Alias",
    "Batch",
    "BulkEdit",
    "ChosenColumns",
    "Duplicate",
    "Import",
    "ImportRow",
    "Link",
    "Mapping",
    "NameKey",
    "Quality",
    "SavedFilter",
    "SlashDays",
    "Tag",
    "Tagging",
    "Unkeyed",
]
