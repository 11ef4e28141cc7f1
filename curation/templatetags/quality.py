from django import template
from django.utils import timezone

from curation.models import Quality
from curation.quality.reading import told

register = template.Library()


@register.inclusion_tag("curation/_quality_note.html", takes_context=True)
def quality_note(context, record) -> dict:
    """What to fix of a record, for those who keep it; nothing for others."""
    user = context["request"].user
    if record is None or not record.pk or not user.is_authenticated:
        return {}
    kept = Quality.objects.visible_to(user).filter(pk=record.pk).first()
    return {"told": told([kept], user).get(record.pk)} if kept else {}


@register.inclusion_tag("curation/_quality_of_ours.html", takes_context=True)
def quality_of_ours(context) -> dict:
    """How many of the records that the own parks keep are incomplete or stale."""
    ours = Quality.objects.kept_by(context["request"].user)
    return {"incomplete": ours.incomplete().count(), "stale": ours.stale(timezone.now()).count()}
