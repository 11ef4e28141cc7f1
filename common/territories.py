"""Names of countries and areas, as the readers of each language write them."""

from functools import cache

from babel import Locale
from django.utils.functional import lazy
from django.utils.translation import get_language, to_locale
from django_countries.base import CountriesBase
from django_countries.data import COUNTRIES


def names() -> dict[str, dict]:
    """For the setting COUNTRIES_OVERRIDE, by ISO 3166-1 code.

    Source   English: django-countries; other languages: Unicode CLDR, as the Chinese names of
             django-countries have faults
    """
    english = COUNTRIES | CountriesBase.COMMON_NAMES
    return {code: {"names": [_named(code, name)]} for code, name in english.items()}


def _name(code: str, english) -> str:
    language = get_language() or "en"
    return str(english) if language.startswith("en") else _territories(language)[code]


_named = lazy(_name, str)


@cache
def _territories(language: str):
    return Locale.parse(to_locale(language)).territories
