from django import template
from django.utils import timezone

from curation.models import Quality
from curation.past import told_to
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


@register.inclusion_tag("curation/_history_link.html", takes_context=True)
def history_link(context, record) -> dict:
    """The way to the history of a record, for those who keep it; nothing for others."""
    user = context["request"].user
    is_theirs = user.is_authenticated and told_to(user, type(record)).filter(pk=record.pk).exists()
    return {"record": record if is_theirs else None}


@register.inclusion_tag("curation/_quality_of_ours.html", takes_context=True)
def quality_of_ours(context) -> dict:
    """How many of the records that the own parks keep are incomplete or stale."""
    ours = Quality.objects.kept_by(context["request"].user)
    return {"incomplete": ours.incomplete().count(), "stale": ours.stale(timezone.now()).count()}
