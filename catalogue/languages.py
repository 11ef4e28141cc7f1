"""The languages that something can be had in."""

from babel import Locale
from django.utils.translation import get_language, to_locale

from common.sortkeys import sort_key

#: Languages that the network works in, by ISO 639.
LANGUAGES = [
    "ar",
    "bn",
    "de",
    "en",
    "es",
    "fa",
    "fr",
    "he",
    "hi",
    "id",
    "it",
    "ja",
    "kk",
    "km",
    "ko",
    "lo",
    "ms",
    "nl",
    "pl",
    "pt",
    "ru",
    "sr",
    "sw",
    "th",
    "tr",
    "uk",
    "ur",
    "uz",
    "vi",
    "zh",
]


def languages_offered() -> list[tuple[str, str]]:
    """Code and name in the reader's language, by name."""
    names = Locale.parse(to_locale(get_language() or "en")).languages
    return sorted(((code, names.get(code, code)) for code in LANGUAGES), key=lambda pair: sort_key(pair[1]))
