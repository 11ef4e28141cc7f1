from modeltranslation.translator import TranslationOptions, register

from history.models import keeps_history

from .models import (
    Country,
    CountryGroup,
    CountryGroupMember,
    Figure,
    GuideSection,
    Holiday,
    RiskAssessment,
)


@register(Country)
class CountryTranslation(TranslationOptions):
    fields = ("name", "summary")


@register(CountryGroup)
class CountryGroupTranslation(TranslationOptions):
    fields = ("name", "summary", "curator_note")


@register(CountryGroupMember)
class CountryGroupMemberTranslation(TranslationOptions):
    fields = ("curator_note",)


@register(GuideSection)
class GuideSectionTranslation(TranslationOptions):
    fields = ("text", "curator_note")


@register(RiskAssessment)
class RiskAssessmentTranslation(TranslationOptions):
    fields = ("text", "curator_note")


@register(Holiday)
class HolidayTranslation(TranslationOptions):
    fields = ("name",)


keeps_history(Country, CountryGroup, CountryGroupMember, GuideSection, RiskAssessment, Figure, Holiday)
