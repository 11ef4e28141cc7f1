from modeltranslation.translator import TranslationOptions, register

from history.models import keeps_history

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


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "summary", "city", "curator_note")


@register(OrganisationRelation)
@register(NetworkMembership)
class NoteTranslation(TranslationOptions):
    fields = ("note", "curator_note")


@register(Person)
class PersonTranslation(TranslationOptions):
    fields = ("name", "summary", "curator_note")


@register(Position)
@register(Distinction)
class TitleTranslation(TranslationOptions):
    fields = ("title", "curator_note")


keeps_history(
    Organisation,
    OrganisationName,
    Identifier,
    OrganisationRelation,
    NetworkMembership,
    Person,
    Position,
    Distinction,
)
keeps_history(DirectoryEntry, is_answered=False)
