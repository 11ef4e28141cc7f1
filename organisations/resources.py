"""What can be imported and exported, and what each row is known by."""

from common.columns import Listing
from curation.descriptions import describe
from curation.editing import for_curators
from curation.importing.descriptions import Importing

from . import naming, quality
from .importing import ORGANISATIONS, tidy_identifier
from .models import (
    Distinction,
    Identifier,
    NetworkMembership,
    Organisation,
    OrganisationName,
    OrganisationRelation,
    Person,
    Position,
)

describe(
    Organisation,
    "slug",
    importing=ORGANISATIONS,
    naming=naming.ORGANISATIONS,
    checks=quality.ORGANISATIONS,
    listing=Listing(usual=["name", "kind", "country", "city", "founded_on", "website"]),
    editing=for_curators(Organisation, "kind", "country", "city_en", "city_zh_hans", "is_published"),
)
describe(OrganisationName, "organisation", "text", "language", "kind")
describe(
    Identifier,
    "organisation",
    "scheme",
    "value",
    importing=Importing(tidy=tidy_identifier),
)
describe(OrganisationRelation, "organisation", "kind", "other", "started_on")
describe(NetworkMembership, "network", "member", "joined_on")
describe(
    Person,
    "slug",
    naming=naming.PERSONS,
    checks=quality.PERSONS,
    editing=for_curators(Person, "is_published"),
)
describe(Position, "person", "organisation", "kind", "title_en", "started_on")
describe(Distinction, "organisation", "kind", "title_en", "granted_on")
