from modeltranslation.translator import TranslationOptions, register

from history.models import keeps_history

from .models import Country, CountryGroup, CountryGroupMember


@register(Country)
class CountryTranslation(TranslationOptions):
    fields = ("name", "summary")


@register(CountryGroup)
class CountryGroupTranslation(TranslationOptions):
    fields = ("name", "summary", "curator_note")


@register(CountryGroupMember)
class CountryGroupMemberTranslation(TranslationOptions):
    fields = ("curator_note",)


keeps_history(Country, CountryGroup, CountryGroupMember)
