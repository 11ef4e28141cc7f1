from modeltranslation.translator import TranslationOptions, register

from history.models import keeps_history

from .kinds import TEXTS
from .models import BusinessProfile, Category, Listing, PolicyVersion, Question, Remark, Rule


@register(Category)
class CategoryTranslation(TranslationOptions):
    fields = ("name", "description")


@register(Question)
class QuestionTranslation(TranslationOptions):
    fields = ("text", "help_text", "options")


@register(Listing)
class ListingTranslation(TranslationOptions):
    fields = (*TEXTS, "curator_note")


@register(PolicyVersion)
class PolicyVersionTranslation(TranslationOptions):
    fields = ("text",)


keeps_history(Category, Question, Listing, PolicyVersion, Rule)
keeps_history(BusinessProfile, Remark, is_answered=False)
