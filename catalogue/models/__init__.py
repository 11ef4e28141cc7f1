from .categories import Category, Question
from .listings import Listing
from .policies import PolicyVersion, Rule
from .profiles import BusinessProfile
from .reviews import Remark
from .shortlist import Shortlisted

__all__ = [
    "BusinessProfile",
    "Category",
    "Listing",
    "PolicyVersion",
    "Question",
    "Remark",
    "Rule",
    "Shortlisted",
]
