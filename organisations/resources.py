"""What can be imported and exported, and what each row is known by."""

from common.columns import Listing
from common.exchange import Exchange
from curation.descriptions import describe
from curation.editing import for_curators
from curation.importing.descriptions import Importing

from . import identifiers, naming
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


class IdentifierExchange(Exchange):
    """Reads identifiers as people paste them: with the address of the registry, blanks, hyphens."""

    def before_import_row(self, row, **kwargs):
        if "value" in row and "scheme" in row:
            row["value"] = identifiers.normalise(row["scheme"], row["value"])
        super().before_import_row(row, **kwargs)


describe(
    Organisation,
    "slug",
    importing=ORGANISATIONS,
    naming=naming.ORGANISATIONS,
    listing=Listing(usual=["name", "kind", "country", "city", "founded_on", "website"]),
    editing=for_curators(Organisation, "kind", "country", "city_en", "city_zh_hans", "is_published"),
)
describe(OrganisationName, "organisation", "text", "language", "kind")
describe(
    Identifier,
    "organisation",
    "scheme",
    "value",
    base=IdentifierExchange,
    importing=Importing(tidy=tidy_identifier),
)
describe(OrganisationRelation, "organisation", "kind", "other", "started_on")
describe(NetworkMembership, "network", "member", "joined_on")
describe(Person, "slug", naming=naming.PERSONS)
describe(Position, "person", "organisation", "kind", "title_en", "started_on")
describe(Distinction, "organisation", "kind", "title_en", "granted_on")
