"""Countries, the groups they belong to, and what an enterprise must know of them."""

from .countries import Country, CountryGroup, CountryGroupMember
from .figures import Figure, Holiday
from .guides import GuideSection, RiskAssessment

__all__ = [
    "Country",
    "CountryGroup",
    "CountryGroupMember",
    "Figure",
    "GuideSection",
    "Holiday",
    "RiskAssessment",
]
