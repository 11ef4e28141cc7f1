"""Which codes a rule may name, by what it is about."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_countries import countries

from parks.models import Park

from .subjects import CODES, FIXED
from .subjects import Subject as About

COUNTRIES = (About.COUNTRY, About.TARGET_COUNTRY)
Choices = list[tuple[str, str | Promise]]


def known_codes(subject: str, among: Iterable[str] | None = None) -> set[str]:
    """All codes of a subject; of parks, asked for in the register, those among these."""
    if subject in FIXED:
        return set(FIXED[subject])
    if subject in COUNTRIES:
        return {code for code, _name in countries}
    parks = Park.objects.order_by()
    if among is not None:
        parks = parks.filter(organisation__slug__in=list(among))
    return set(parks.values_list("organisation__slug", flat=True))


def unknown_codes(subject: str, codes: Iterable[str]) -> list[str]:
    told = list(codes)
    if subject not in CODES or not told:
        return []
    known = known_codes(subject, told)
    return [code for code in told if code not in known]


def choices_by_subject() -> list[tuple[str, Choices]]:
    """For a select: what is a list of codes, in groups by what they are about."""
    parks = Park.objects.select_related("organisation").order_by("organisation__sort_en")
    return [
        *((capfirst(str(About(subject).label)), list(words.items())) for subject, words in FIXED.items()),
        (capfirst(str(About.PARK.label)), [(park.organisation.slug, str(park)) for park in parks]),
        (_("Countries"), list(countries)),
    ]
