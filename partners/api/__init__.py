"""The resources of this room; each module has one subject."""

from .agreements import AGREEMENT_BRIEF, AgreementViewSet
from .contacts import ContactViewSet
from .directory import PartnerViewSet
from .interactions import FollowUpViewSet, InteractionViewSet
from .obligations import ObligationViewSet
from .shares import ShareViewSet

__all__ = [
    "AGREEMENT_BRIEF",
    "AgreementViewSet",
    "ContactViewSet",
    "FollowUpViewSet",
    "InteractionViewSet",
    "ObligationViewSet",
    "PartnerViewSet",
    "ShareViewSet",
]
