from modeltranslation.translator import TranslationOptions, register

from history.models import keeps_history, notes_changes

from .models import Agreement, AgreementParty, Partner


@register(Partner)
class PartnerTranslation(TranslationOptions):
    fields = ("description", "curator_note")


@register(Agreement)
class AgreementTranslation(TranslationOptions):
    fields = ("title", "summary", "curator_note")


keeps_history(Partner, Agreement, AgreementParty)
for _model in (Partner, Agreement):
    notes_changes(_model.passages.through)
notes_changes(Agreement.fields_of_cooperation.through)
