"""The machinery of the register in the API; each module has one subject."""

from .imports import ImportViewSet

__all__ = ["ImportViewSet"]
