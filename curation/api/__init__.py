"""The machinery of the register in the API; each module has one subject."""

from .batches import BatchViewSet
from .duplicates import DuplicateViewSet
from .imports import ImportViewSet
from .lists import EditViewSet, SavedFilterViewSet
from .quality import LinkViewSet, QualityViewSet

__all__ = [
    "BatchViewSet",
    "DuplicateViewSet",
    "EditViewSet",
    "ImportViewSet",
    "LinkViewSet",
    "QualityViewSet",
    "SavedFilterViewSet",
]
