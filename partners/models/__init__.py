"""Partners, the people there, what was said and agreed with them, and what follows from it."""

from .agreements import Agreement, AgreementParty, Partner
from .contacts import Affiliation, ClosedAddress, Contact
from .interactions import Attendee, FollowUp, Interaction, InteractionPartner, Share
from .life import Amendment, Document, Due, LeadTimes, Move, Obligation

__all__ = [
    "Affiliation",
    "Agreement",
    "AgreementParty",
    "Amendment",
    "Attendee",
    "ClosedAddress",
    "Contact",
    "Document",
    "Due",
    "FollowUp",
    "Interaction",
    "InteractionPartner",
    "LeadTimes",
    "Move",
    "Obligation",
    "Partner",
    "Share",
]
