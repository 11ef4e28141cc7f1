"""The resources of this room; each module has one subject."""

from .agreements import AGREEMENT_BRIEF, AgreementViewSet
from .contacts import ContactViewSet
from .directory import PartnerViewSet
from .interactions import FollowUpViewSet, InteractionViewSet
from .obligations import ObligationViewSet
from .shares import ShareViewSet
from .timelines import AgreementTimeline, ParkTimeline, PartnerTimeline

__all__ = [
    "AGREEMENT_BRIEF",
    "AgreementTimeline",
    "AgreementViewSet",
    "ContactViewSet",
    "FollowUpViewSet",
    "InteractionViewSet",
    "ObligationViewSet",
    "ParkTimeline",
    "PartnerTimeline",
    "PartnerViewSet",
    "ShareViewSet",
]
