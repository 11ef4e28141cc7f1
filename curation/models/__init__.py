"""What keeps the register clean: batches of changes that can be taken back."""

from .batches import Batch

__all__ = ["Batch"]
