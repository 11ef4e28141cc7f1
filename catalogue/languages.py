"""The languages that something can be had in."""

from collections.abc import Iterable, Mapping

from babel import Locale
from django.utils.translation import get_language, pgettext, to_locale

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
    "mn",
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
    names = _names()
    return sorted(((code, names.get(code, code)) for code in LANGUAGES), key=lambda pair: sort_key(pair[1]))


def names_of_languages(codes: Iterable[str]) -> str:
    """For a reader, in the order given."""
    names = _names()
    return pgettext("between names", ", ").join(names.get(code, code) for code in codes)


def _names() -> Mapping[str, str]:
    return Locale.parse(to_locale(get_language() or "en")).languages
