"""What a page tells machines about its subject: JSON-LD in the words of schema.org."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

#: So that nothing in a text ends the script, and nobody reads it as markup.
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def script(thing: Mapping[str, Any]) -> SafeString:
    """The element that tells of a thing; what is empty in it is left out. Browsers do not run it."""
    told = json.dumps({"@context": "https://schema.org", **_told(thing)}, cls=DjangoJSONEncoder)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(told.translate(ESCAPES)))  # noqa: S308


def _told(value: Any) -> Any:
    if isinstance(value, Mapping):
        told = {name: _told(one) for name, one in value.items()}
        kept = {name: one for name, one in told.items() if one not in (None, "", [], {})}
        return kept if set(kept) - {"@type"} else {}
    if isinstance(value, list | tuple):
        return [told for one in value if (told := _told(one))]
    return value
