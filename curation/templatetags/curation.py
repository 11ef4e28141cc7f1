from django import template
from django.urls import reverse

from curation.mergeable import MERGINGS
from curation.tag_forms import TagsForm
from curation.tags import tags_on

register = template.Library()


@register.simple_tag(takes_context=True)
def merge_url(context, record) -> str:
    """Where a record is merged with another; empty for who may not, and for what is never merged."""
    merging = MERGINGS.get(type(record))
    user = context["request"].user
    if merging is None or not merging.writable(user).filter(pk=record.pk).exists():
        return ""
    return f"{reverse('curation:merge')}?keep={record.pk}"


@register.inclusion_tag("curation/_record_tags.html", takes_context=True)
def record_tags(context, record, back="") -> dict:
    """The tags of a record that the reader uses, and the form that sets them; nothing for others.

    back   where the form leads, instead of the page that it is on; then the form is open
    """
    request = context["request"]
    if not request.user.is_authenticated:
        return {}
    form = TagsForm(user=request.user)
    if not form.owners:
        return {}
    chosen = list(tags_on(record, request.user))
    form.initial = {"tags": [tag.pk for tag in chosen]}
    return {"record": record, "form": form, "chosen": chosen, "back": back, "request": request}
