"""What keeps the register clean: batches of changes that can be taken back."""

from .batches import Batch
from .edits import BulkEdit
from .filters import ChosenColumns, SavedFilter

__all__ = ["Batch", "BulkEdit", "ChosenColumns", "SavedFilter"]
