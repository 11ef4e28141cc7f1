"""How organisations and people become one, and what of this room goes over to the kept one."""

from django.db.models import Model

from common.roles import is_curator
from common.translated import LANGUAGES
from curation.mergeable import answers_for, merges, moves
from curation.models import SavedFilter, Tag, Tagging

from .models import (
    DirectoryEntry,
    Distinction,
    Identifier,
    NetworkMembership,
    Organisation,
    OrganisationName,
    OrganisationRelation,
    Person,
    Position,
)

TAGS = {"en": "en", "zh_hans": "zh-Hans"}


def _remember_names(kept: Organisation, before: Organisation, other: Organisation) -> None:
    """What either was called, the kept one is known by too."""
    known = {getattr(kept, f"name_{language}") for language in LANGUAGES}
    known |= set(kept.names.values_list("text", flat=True))
    for one in (before, other):
        for language in LANGUAGES:
            text = getattr(one, f"name_{language}")
            if text and text not in known:
                known.add(text)
                OrganisationName.objects.create(organisation=kept, text=text, language=TAGS[language])


def _for_curators(model: type[Model]):
    return lambda user: model._default_manager.all() if is_curator(user) else model._default_manager.none()


merges(
    Organisation,
    name="name",
    remember=_remember_names,
    writable=_for_curators(Organisation),
    visible=lambda user: Organisation.objects.visible_to(user),
)
merges(
    Person,
    name="name",
    writable=_for_curators(Person),
    visible=lambda user: Person.objects.visible_to(user),
)
moves(SavedFilter, "shared_with")
moves(Tag, "owner")
moves(Tagging, "tag")
moves(Organisation, "parent")
moves(OrganisationName, "organisation")
moves(Identifier, "organisation")
moves(DirectoryEntry, "organisation")
moves(OrganisationRelation, "organisation", "other")
moves(NetworkMembership, "network", "member")
moves(Position, "person", "organisation", "on_behalf_of")
moves(Distinction, "organisation")

answers_for(Organisation, "organisations:detail", "api:organisations-detail")
answers_for(Person, "organisations:person", "api:people-detail")
