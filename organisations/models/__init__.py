from .bodies import Organisation, OrganisationName
from .directory import DirectoryEntry, DirectoryLoad
from .distinctions import Distinction
from .identifiers import Identifier
from .people import Person, Position
from .relations import NetworkMembership, OrganisationRelation, Period

__all__ = [
    "DirectoryEntry",
    "DirectoryLoad",
    "Distinction",
    "Identifier",
    "NetworkMembership",
    "Organisation",
    "OrganisationName",
    "OrganisationRelation",
    "Period",
    "Person",
    "Position",
]
