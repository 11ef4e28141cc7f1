from modeltranslation.translator import TranslationOptions, register

from history.models import keeps_history

from .models import Agreement, AgreementParty, Partner


@register(Partner)
class PartnerTranslation(TranslationOptions):
    fields = ("description", "curator_note")


@register(Agreement)
class AgreementTranslation(TranslationOptions):
    fields = ("title", "summary", "curator_note")


keeps_history(Partner, Agreement, AgreementParty)
