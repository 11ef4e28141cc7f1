"""What a body is called, and in which language that is."""

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils.translation import get_language, to_locale

from .models import Organisation


def other_name(organisation: Organisation) -> tuple[str, str]:
    """The name in another language of the portal, with the language's code; empty where it is the same."""
    shown = organisation.name
    for code, _language in settings.LANGUAGES:
        text = getattr(organisation, f"name_{code.replace('-', '_')}")
        if text and text != shown and code != get_language():
            return text, code
    return "", ""


def language_name(code: str) -> str:
    """A language of BCP 47 as the reader calls it; the code itself where it has no name here."""
    try:
        return Locale.parse(code, sep="-").get_display_name(to_locale(get_language() or "en")) or code
    except (ValueError, UnknownLocaleError):
        return code
