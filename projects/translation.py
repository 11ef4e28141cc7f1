from modeltranslation.translator import TranslationOptions, register

from history.models import keeps_history

from .models import Deliverable, Project, ProjectParticipant


@register(Project)
class ProjectTranslation(TranslationOptions):
    fields = ("title", "summary", "aim", "curator_note")


@register(Deliverable)
class DeliverableTranslation(TranslationOptions):
    fields = ("title",)


keeps_history(Project, ProjectParticipant, Deliverable)
