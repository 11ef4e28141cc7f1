from common.api import RecordViewSet
from common.shapes import Many, One, Plain, Shape, Text, Translations
from sources.api import RECORD_CARD, RECORD_DETAIL

from .filters import OrganisationFilter, PersonFilter
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

ORGANISATION_BRIEF = Shape(
    "OrganisationBrief", Organisation, card=[Plain("id"), Plain("slug"), Text("name"), Plain("country")]
)
PERSON_BRIEF = Shape("PersonBrief", Person, card=[Plain("id"), Plain("slug"), Text("name")])
NAME = Shape(
    "OrganisationName",
    OrganisationName,
    card=[Plain("text"), Plain("language"), Plain("kind"), Plain("note")],
)
IDENTIFIER = Shape("Identifier", Identifier, card=[Plain("scheme"), Plain("value")])
RELATION = Shape(
    "OrganisationRelation",
    OrganisationRelation,
    card=[
        Plain("id"),
        One("organisation", shape=ORGANISATION_BRIEF),
        Plain("kind"),
        One("other", shape=ORGANISATION_BRIEF),
        Plain("started_on"),
        Plain("ended_on"),
        Text("note"),
    ],
)
NETWORK_MEMBERSHIP = Shape(
    "NetworkMembership",
    NetworkMembership,
    card=[
        Plain("id"),
        One("network", shape=ORGANISATION_BRIEF),
        One("member", shape=ORGANISATION_BRIEF),
        Plain("joined_on"),
        Plain("left_on"),
        Text("note"),
    ],
)
POSITION = Shape(
    "Position",
    Position,
    card=[
        Plain("id"),
        One("person", shape=PERSON_BRIEF),
        One("organisation", shape=ORGANISATION_BRIEF),
        One("on_behalf_of", shape=ORGANISATION_BRIEF),
        Plain("kind"),
        Text("title"),
        Plain("started_on"),
        Plain("ended_on"),
    ],
)
DISTINCTION = Shape(
    "Distinction",
    Distinction,
    card=[
        Plain("id"),
        Plain("kind"),
        Text("title"),
        Plain("granted_on"),
        Many("granted_by", shape=ORGANISATION_BRIEF, order=["sort_en"]),
    ],
)
ORGANISATION = Shape(
    "Organisation",
    Organisation,
    card=[
        Plain("id"),
        Plain("slug"),
        Text("name"),
        Plain("kind"),
        Text("summary"),
        Plain("country"),
        Text("city"),
        Plain("latitude"),
        Plain("longitude"),
        Plain("website"),
        Plain("founded_on"),
        Plain("dissolved_on"),
        *RECORD_CARD,
    ],
    detail=[
        One("parent", shape=ORGANISATION_BRIEF),
        Many("names", shape=NAME, by="organisation", order=["kind", "text"]),
        Many("identifiers", shape=IDENTIFIER, by="organisation", order=["scheme", "value"]),
        Many("relations_out", shape=RELATION, by="organisation", order=["kind"]),
        Many("relations_in", shape=RELATION, by="other", order=["kind"]),
        Many("networks", shape=NETWORK_MEMBERSHIP, by="member", order=["joined_on"]),
        Many("members", shape=NETWORK_MEMBERSHIP, by="network", order=["joined_on"]),
        Many("positions", shape=POSITION, by="organisation", order=["started_on"]),
        Many("distinctions", shape=DISTINCTION, by="organisation", order=["granted_on"]),
        *RECORD_DETAIL,
        Translations("translations", "name summary city curator_note"),
    ],
)
PERSON = Shape(
    "Person",
    Person,
    card=[Plain("id"), Plain("slug"), Text("name"), Text("summary"), *RECORD_CARD],
    detail=[
        Many("positions", shape=POSITION, by="person", order=["started_on"]),
        *RECORD_DETAIL,
        Translations("translations", "name summary curator_note"),
    ],
)


class OrganisationViewSet(RecordViewSet):
    """Every body there is: names, identifiers, place, relations, offices, distinctions."""

    shape, filterset, keys = ORGANISATION, OrganisationFilter, ("pk", "slug")


class PersonViewSet(RecordViewSet):
    """People whom a source names, with their positions."""

    shape, filterset, keys = PERSON, PersonFilter, ("pk", "slug")
