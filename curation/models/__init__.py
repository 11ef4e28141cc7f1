"""What keeps the register clean: batches of changes that can be taken back."""

from .batches import Batch
from .edits import BulkEdit
from .filters import ChosenColumns, SavedFilter
from .imports import Import, ImportRow, Mapping

__all__ = ["Batch", "BulkEdit", "ChosenColumns", "Import", "ImportRow", "Mapping", "SavedFilter"]
