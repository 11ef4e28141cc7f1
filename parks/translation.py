from modeltranslation.translator import TranslationOptions, register

from history.models import keeps_history

from .models import Enterprise, Indicator, Milestone, Observation, Park, Stage, Tenancy


@register(Park)
@register(Enterprise)
class ProfileTranslation(TranslationOptions):
    fields = ("description", "curator_note")


@register(Tenancy)
class TenancyTranslation(TranslationOptions):
    fields = ("curator_note",)


@register(Stage)
class StageTranslation(TranslationOptions):
    fields = ("name", "curator_note")


@register(Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ("title", "text", "curator_note")


@register(Indicator)
class IndicatorTranslation(TranslationOptions):
    fields = ("name", "definition", "curator_note")


@register(Observation)
class ObservationTranslation(TranslationOptions):
    fields = ("scope", "multiple_of", "curator_note")


keeps_history(Park, Enterprise, Tenancy, Stage, Milestone, Indicator, Observation)
