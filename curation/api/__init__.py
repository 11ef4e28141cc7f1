"""The machinery of the register in the API; each module has one subject."""

from .batches import BatchViewSet
from .duplicates import DuplicateViewSet
from .imports import ImportViewSet
from .lists import EditViewSet, SavedFilterViewSet
from .merging import Merges
from .quality import LinkViewSet, QualityViewSet
from .searches import SavedSearchViewSet

__all__ = [
    "BatchViewSet",
    "DuplicateViewSet",
    "EditViewSet",
    "ImportViewSet",
    "LinkViewSet",
    "Merges",
    "QualityViewSet",
    "SavedFilterViewSet",
    "SavedSearchViewSet",
]
