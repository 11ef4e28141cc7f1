"""Which file holds what, and how one entry names another."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from countries.models import Country, CountryGroup, CountryGroupMember
from organisations.models import (
    Distinction,
    Identifier,
    NetworkMembership,
    Organisation,
    OrganisationName,
    OrganisationRelation,
    Person,
    Position,
)
from parks.models import Enterprise, Indicator, Milestone, Observation, Park, Stage, Tenancy
from partners.models import Agreement, AgreementParty, Partner
from projects.models import Deliverable, Project, ProjectParticipant
from sources.models import Discrepancy, Passage, Source, Term, Vocabulary

#: The source that a place without a slash belongs to.
PAPER = "wang-2016"


@dataclass(frozen=True)
class Shelf:
    """What the entries of a list become.

    key        fields that say which row an entry is, within its parent
    given      what an entry takes over from the row above it
    children   lists inside an entry
    """

    model: type[Model]
    key: tuple[str, ...]
    given: Callable[[Any], dict[str, Any]] = lambda above: {}
    children: dict[str, "Shelf"] = field(default_factory=dict)


def below(name: str) -> Callable[[Any], dict[str, Any]]:
    return lambda above: {name: above}


_SUBTERMS = Shelf(Term, ("slug",), lambda term: {"vocabulary": term and term.vocabulary, "parent": term})
_TERMS = Shelf(Term, ("slug",), below("vocabulary"), {"terms": _SUBTERMS})

#: In the order of loading: an entry can name those of the files before it, and those above it in its own.
SHELVES = {
    "sources.yaml": Shelf(Source, ("slug",)),
    "passages.yaml": Shelf(Passage, ("source", "code")),
    "discrepancies.yaml": Shelf(Discrepancy, ("code",)),
    "vocabularies.yaml": Shelf(Vocabulary, ("slug",), children={"terms": _TERMS}),
    "country_groups.yaml": Shelf(
        CountryGroup,
        ("slug",),
        children={"members": Shelf(CountryGroupMember, ("country",), below("group"))},
    ),
    "organisations.yaml": Shelf(
        Organisation,
        ("slug",),
        children={
            "names": Shelf(OrganisationName, ("text", "language", "kind"), below("organisation")),
            "identifiers": Shelf(Identifier, ("scheme",), below("organisation")),
        },
    ),
    "people.yaml": Shelf(
        Person,
        ("slug",),
        children={"positions": Shelf(Position, ("organisation", "kind", "title"), below("person"))},
    ),
    "relations.yaml": Shelf(OrganisationRelation, ("organisation", "kind", "other")),
    "memberships.yaml": Shelf(NetworkMembership, ("network", "member")),
    "distinctions.yaml": Shelf(Distinction, ("organisation", "kind", "title")),
    "parks.yaml": Shelf(Park, ("organisation",)),
    "enterprises.yaml": Shelf(
        Enterprise,
        ("organisation",),
        children={"tenancies": Shelf(Tenancy, ("park",), below("enterprise"))},
    ),
    "partners.yaml": Shelf(Partner, ("organisation",)),
    "stages.yaml": Shelf(Stage, ("organisation", "slug")),
    "milestones.yaml": Shelf(Milestone, ("slug",)),
    "indicators.yaml": Shelf(Indicator, ("slug",)),
    "observations.yaml": Shelf(Observation, ("slug",)),
    "agreements.yaml": Shelf(
        Agreement,
        ("slug",),
        children={"parties": Shelf(AgreementParty, ("organisation", "role"), below("agreement"))},
    ),
    "projects.yaml": Shelf(
        Project,
        ("slug",),
        children={
            "participants": Shelf(ProjectParticipant, ("organisation", "role"), below("project")),
            "deliverables": Shelf(Deliverable, ("ordinal",), below("project")),
        },
    ),
}

#: How an entry is named by another: the values of these columns with slashes between.
NAMED_BY: dict[type[Model], tuple[str, ...]] = {
    Agreement: ("slug",),
    Country: ("code",),
    CountryGroup: ("slug",),
    Discrepancy: ("code",),
    Enterprise: ("organisation__slug",),
    Indicator: ("slug",),
    Observation: ("slug",),
    Organisation: ("slug",),
    Park: ("organisation__slug",),
    Passage: ("source__slug", "code"),
    Person: ("slug",),
    Project: ("slug",),
    Source: ("slug",),
    Stage: ("organisation__slug", "slug"),
    Term: ("vocabulary__slug", "slug"),
    Vocabulary: ("slug",),
}
