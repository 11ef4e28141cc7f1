from modeltranslation.translator import TranslationOptions, register

from history.models import keeps_history

from .final_text import holds_final_text
from .models import (
    Affiliation,
    Agreement,
    AgreementParty,
    Amendment,
    Attendee,
    Contact,
    Document,
    Due,
    FollowUp,
    Interaction,
    InteractionPartner,
    LeadTimes,
    Move,
    Obligation,
    Partner,
    Share,
)
from .models.contacts import BLANK, ERASED


@register(Partner)
class PartnerTranslation(TranslationOptions):
    fields = ("description", "curator_note")


@register(Agreement)
class AgreementTranslation(TranslationOptions):
    fields = ("title", "summary", "curator_note")


keeps_history(Partner, Agreement, AgreementParty)
keeps_history(Interaction, InteractionPartner, FollowUp, Share)
keeps_history(Contact, erased=BLANK)
keeps_history(Affiliation, erased={})
keeps_history(Attendee, erased={"name": ERASED})
keeps_history(Move, Document, Amendment, Obligation, Due, LeadTimes)
holds_final_text()
