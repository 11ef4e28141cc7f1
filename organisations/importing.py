"""Organisations in tables as people have them: with names, identifiers, and no slug."""

import secrets
from collections.abc import Sequence
from functools import partial

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from common.sortkeys import sort_key
from curation.importing.descriptions import Importing, Part

from . import identifiers
from .models import Identifier, Organisation, OrganisationName

LONGEST = 80  # characters of a slug, with room for what tells it from others


def give_slugs(rows: Sequence[Organisation], user) -> None:
    """A slug for each that has none, of its name, in Latin letters."""
    bare = {
        row.pk: slugify(sort_key(row.name_en or row.name_zh_hans or ""))[:LONGEST]
        for row in rows
        if not row.slug
    }
    taken = set(Organisation.objects.filter(slug__in=bare.values()).values_list("slug", flat=True))
    taken |= {row.slug for row in rows if row.slug}
    for row in rows:
        if not row.slug:
            slug = bare[row.pk]
            row.slug = slug if slug and slug not in taken else f"{slug or 'body'}-{secrets.token_hex(4)}"
            taken.add(row.slug)


def tidy_identifier(texts: dict[str, str]) -> None:
    """As people paste them: with the address of the registry, blanks, hyphens."""
    if "value" in texts and "scheme" in texts:
        texts["value"] = identifiers.normalise(texts["scheme"], texts["value"])


ORGANISATIONS = Importing(
    parts=[
        Part(
            name="names",
            model=OrganisationName,
            by="organisation",
            shows="text",
            called=_("other names"),
            fixed={"kind": OrganisationName.Kind.ALIAS},
        ),
        *(
            Part(
                name=scheme.value,
                model=Identifier,
                by="organisation",
                shows="value",
                called=scheme.label,
                fixed={"scheme": scheme.value},
                identifies=True,
                tidy=partial(identifiers.normalise, scheme.value),
            )
            for scheme in Identifier.Scheme
        ),
    ],
    known_by=[("name_en", "country"), ("name_zh_hans", "country")],
    makes=give_slugs,
)
