"""An organisation in the words of schema.org."""

from typing import Any

from common.translated import columns_of

from .models import Organisation

Kind = Organisation.Kind
TYPES = {
    Kind.COMPANY: "Corporation",
    Kind.UNIVERSITY: "CollegeOrUniversity",
    Kind.RESEARCH: "ResearchOrganization",
    Kind.GOVERNMENT: "GovernmentOrganization",
}
EXAMPLE = "An invented example. There is no such thing."


def named(organisation: Organisation | None, request) -> dict[str, Any]:
    """What another page tells of it."""
    if organisation is None:
        return {}
    return {
        "@type": TYPES.get(Kind(organisation.kind), "Organization"),
        "name": organisation.name,
        "url": request.build_absolute_uri(organisation.get_absolute_url()),
    }


def told(organisation: Organisation, request) -> dict[str, Any]:
    """What its own page tells of it."""
    identifiers = list(organisation.identifiers.all())
    names = [getattr(organisation, column) for column in columns_of(Organisation, "name")]
    return named(organisation, request) | {
        "alternateName": sorted({name for name in names if name and name != organisation.name}),
        "description": organisation.summary,
        "disambiguatingDescription": EXAMPLE if organisation.is_example else "",
        "sameAs": [organisation.website, *(one.link for one in identifiers)],
        "identifier": [
            {"@type": "PropertyValue", "propertyID": one.scheme, "value": one.value} for one in identifiers
        ],
        "address": {
            "@type": "PostalAddress",
            "addressLocality": organisation.city,
            "addressCountry": organisation.country.code,
        },
        "foundingDate": str(organisation.founded_on or ""),
        "dissolutionDate": str(organisation.dissolved_on or ""),
    }
