"""What can be imported and exported, and what each row is known by."""

from common.columns import Listing as Shown
from curation.descriptions import describe
from curation.editing import for_curators

from . import quality
from .models import Category, Listing, PolicyVersion, Question, Rule
from .operations import importing, together

describe(Category, "slug", editing=for_curators(Category, "takes_two", "review_every"))
describe(Question, "category", "slug")
describe(
    Listing,
    "slug",
    listing=Shown(
        left_out=["written_by", "submitted_by", "translated", "is_published"],
        usual=["title", "kind", "category", "provider", "countries", "publish_at"],
    ),
    importing=importing.LISTINGS,
    editing=together.LISTINGS,
    checks=quality.LISTINGS,
)
describe(PolicyVersion, "listing", "valid_from")
describe(Rule, "policy_version", "subject")
