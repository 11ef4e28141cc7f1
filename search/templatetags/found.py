from django import template
from django.utils.safestring import SafeString

from .. import marking

register = template.Library()


@register.simple_tag(takes_context=True)
def marked(context: template.Context, text: object) -> SafeString:
    """The text, in which what was looked for stands out where the page says `words`."""
    return marking.marked(str(text), context.get("words") or ())
