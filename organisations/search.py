import operator
from collections.abc import Sequence
from functools import reduce

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from search.registry import Document, follow, register

from .models import DirectoryEntry, Identifier, Organisation, OrganisationName, Person


def names_of(organisation: Organisation) -> list[str]:
    """Every name and identifier that the organisation is known by; needs both prefetched."""
    names = [name.text for name in organisation.names.all()]
    return names + [identifier.value for identifier in organisation.identifiers.all()]


def document_of(organisation: Organisation, description: tuple[str, str] = ("", "")) -> Document:
    """What an organisation or one of its profiles is found by."""
    return Document(
        slug=organisation.slug,
        title=(organisation.name_en, organisation.name_zh_hans),
        summary=(organisation.summary_en, organisation.summary_zh_hans),
        names=[*names_of(organisation), organisation.city_en or "", organisation.city_zh_hans or ""],
        text=description,
        countries=[str(organisation.country)],
    )


def _person(person: Person) -> Document:
    return Document(
        slug=person.slug,
        title=(person.name_en, person.name_zh_hans),
        summary=(person.summary_en, person.summary_zh_hans),
    )


def _has_a_page_of_its_own() -> Q:
    """As a park, an enterprise or a partner, and one that is seen: else it is found as what it is."""
    profiles = ("park", "enterprise", "partner")
    return reduce(operator.or_, (Q(**{f"{profile}__is_published": True}) for profile in profiles))


def bodies(parts: Sequence) -> QuerySet[Organisation]:
    """Whose names, identifiers or profiles these are."""
    return Organisation.objects.filter(pk__in={part.organisation_id for part in parts})


register(
    "organisation",
    Organisation,
    label=_("Organisations"),
    label_of_one=_("Organisation"),
    url_name="organisations:detail",
    rows=lambda: (
        Organisation.objects.exclude(_has_a_page_of_its_own())
        # What only a registry tells of is found while typing, and does not fill the index.
        .exclude(Q(is_published=False) & Exists(DirectoryEntry.objects.filter(organisation=OuterRef("pk"))))
        .prefetch_related("names", "identifiers")
    ),
    document=document_of,
)
register(
    "person",
    Person,
    label=_("People"),
    label_of_one=_("Person"),
    url_name="organisations:person",
    document=_person,
)

for _part in (OrganisationName, Identifier):
    follow(_part, bodies)
