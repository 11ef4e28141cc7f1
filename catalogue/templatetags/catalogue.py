from django import template
from django.utils.safestring import SafeString

from common.richtext import as_html
from common.templatetags.components import fallback_lang

from .. import versions
from ..facts import brief_of, label_of
from ..kinds import KINDS, TEXTS
from ..models import Listing
from ..operations.keeping import writable_by

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


@register.inclusion_tag("catalogue/_keeper_link.html", takes_context=True)
def keeper_link(context, listing: Listing) -> dict:
    """The way to where it is kept, for those who may change it; nothing for others."""
    user = context["request"].user
    is_theirs = user.is_authenticated and writable_by(user).filter(pk=listing.pk).exists()
    return {"listing": listing if is_theirs else None}
