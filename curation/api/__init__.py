"""The machinery of the register in the API; each module has one subject."""

from .batches import BatchViewSet
from .duplicates import DuplicateViewSet
from .imports import ImportViewSet
from .quality import LinkViewSet, QualityViewSet

__all__ = ["BatchViewSet", "DuplicateViewSet", "ImportViewSet", "LinkViewSet", "QualityViewSet"]
