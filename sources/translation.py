from modeltranslation.translator import TranslationOptions, register

from history.models import keeps_history

from .models import Discrepancy, Passage, Source, Term, Vocabulary


@register(Source)
class SourceTranslation(TranslationOptions):
    fields = ("title", "publisher", "description", "curator_note")


@register(Passage)
class PassageTranslation(TranslationOptions):
    fields = ("label",)


@register(Discrepancy)
class DiscrepancyTranslation(TranslationOptions):
    fields = ("title", "note")


@register(Vocabulary)
class VocabularyTranslation(TranslationOptions):
    fields = ("name", "description")


@register(Term)
class TermTranslation(TranslationOptions):
    fields = ("name", "definition", "curator_note")


keeps_history(Source, Passage, Discrepancy, Vocabulary, Term)
