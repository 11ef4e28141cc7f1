from modeltranslation.translator import TranslationOptions, register

from history.models import keeps_history, notes_changes

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


_TRACKED = (Park, Enterprise, Tenancy, Stage, Milestone, Indicator, Observation)
keeps_history(*_TRACKED)
for _model in _TRACKED:
    notes_changes(_model.passages.through)
notes_changes(Milestone.concerns.through)
notes_changes(Observation.discrepancies.through)
