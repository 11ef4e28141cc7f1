from django import template
from django.utils.safestring import SafeString

from common.richtext import as_html
from common.templatetags.components import fallback_lang

from .. import versions
from ..facts import brief_of, label_of
from ..kinds import KINDS, TEXTS
from ..models import Listing

register = template.Library()


register.filter("brief", brief_of)
register.filter("rich", as_html)
register.filter("period", versions.period_of)
register.filter("gives", versions.gives)
register.filter("rule_words", versions.words_of_rule)


@register.filter
def texts(listing: Listing) -> list[dict[str, str | SafeString]]:
    """The longer texts of a listing that are there: name, label, lang where it is not the reader's, html."""
    names = ["text", *(name for name in KINDS[listing.kind].fields if name in TEXTS and name != "place")]
    return [
        {
            "name": name,
            "label": label_of(name),
            "lang": fallback_lang(listing, name),
            "html": as_html(getattr(listing, name)),
        }
        for name in names
        if getattr(listing, name)
    ]
