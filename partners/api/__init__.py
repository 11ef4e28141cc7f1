"""The resources of this room; each module has one subject."""

from .agreements import AGREEMENT_BRIEF, AgreementViewSet
from .directory import PartnerViewSet

__all__ = ["AGREEMENT_BRIEF", "AgreementViewSet", "PartnerViewSet"]
