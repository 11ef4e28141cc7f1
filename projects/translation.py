from modeltranslation.translator import TranslationOptions, register

from history.models import keeps_history, notes_changes

from .models import Deliverable, Project, ProjectParticipant


@register(Project)
class ProjectTranslation(TranslationOptions):
    fields = ("title", "summary", "aim", "curator_note")


@register(Deliverable)
class DeliverableTranslation(TranslationOptions):
    fields = ("title",)


keeps_history(Project, ProjectParticipant, Deliverable)
notes_changes(Project.passages.through)
notes_changes(Project.agreements.through)
