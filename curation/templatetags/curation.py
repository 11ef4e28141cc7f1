from django import template
from django.urls import reverse

from curation.mergeable import MERGINGS

register = template.Library()


@register.simple_tag(takes_context=True)
def merge_url(context, record) -> str:
    """Where a record is merged with another; empty for who may not, and for what is never merged."""
    merging = MERGINGS.get(type(record))
    user = context["request"].user
    if merging is None or not merging.writable(user).filter(pk=record.pk).exists():
        return ""
    return f"{reverse('curation:merge')}?keep={record.pk}"
