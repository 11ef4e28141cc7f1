"""What can be imported and exported, and what each row is known by."""

from common.exchange import Exchange, exchange

from . import identifiers
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


exchange(Organisation, "slug")
exchange(OrganisationName, "organisation", "text", "language", "kind")
exchange(Identifier, "organisation", "scheme", "value", base=IdentifierExchange)
exchange(OrganisationRelation, "organisation", "kind", "other", "started_on")
exchange(NetworkMembership, "network", "member", "joined_on")
exchange(Person, "slug")
exchange(Position, "person", "organisation", "kind", "title_en", "started_on")
exchange(Distinction, "organisation", "kind", "title_en", "granted_on")
