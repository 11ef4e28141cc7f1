"""What the portal knows of an enterprise on a day: its profile, its country, and the parks it is in."""

import datetime

from common.roles import is_curator
from organisations.models import Organisation
from parks.models import Park, Tenancy

from .eligibility import Facts, Told
from .models import BusinessProfile
from .querysets import settled_with
from .subjects import Subject as About


def profile_of(organisation: Organisation) -> BusinessProfile:
    """The profile of an organisation; an empty one, not saved, where it has told nothing."""
    found = BusinessProfile.objects.filter(owner=organisation).first()
    return found or BusinessProfile(owner=organisation)


def without_profile(user, slug: str) -> Organisation | None:
    """An enterprise that has told nothing yet, for those who would read what it told; None for others."""
    silent = Organisation.objects.filter(slug=slug, business_profile=None)
    if is_curator(user):
        return silent.filter(enterprise__isnull=False).first()
    return silent.filter(settled_with(user, "pk")).first()


def facts_of(profile: BusinessProfile, on: datetime.date) -> Facts:
    """For `eligibility`: of an enterprise that the portal knows."""
    return told_by(profile, country=str(profile.owner.country or ""), parks=parks_on(profile.owner, on))


def told_by(profile: BusinessProfile, *, country: str, parks: Told) -> Facts:
    """For `eligibility`: of a profile, saved or not."""
    names = (About.EMPLOYEES, About.REVENUE, About.EXPORT_SHARE, About.RESEARCH_SHARE, About.PATENTS)
    return Facts(
        founded_on=profile.founded_on,
        numbers={name.value: getattr(profile, name) for name in names},
        currency=profile.currency,
        codes={
            About.COUNTRY.value: Told.of([country]),
            About.INDUSTRY.value: Told.of(profile.industries),
            About.GROWTH.value: Told.of([profile.growth]),
            About.CERTIFICATE.value: Told.of(profile.certificates, is_all=bool(profile.has_certificates)),
            About.TARGET_COUNTRY.value: Told.of(profile.target_countries),
        },
        parks=parks,
        yes_or_no={About.HAS_BEEN_ABROAD.value: profile.has_been_abroad},
    )


def parks_on(organisation: Organisation, on: datetime.date) -> Told:
    """Parks that the register says it is settled in on a day, each with all parks above it.

    A tenancy whose dates are too coarse to tell makes its parks possible. Once it is settled somewhere
    for certain the register is taken as complete; without, nothing is known of any other park.
    """
    yes: set[str] = set()
    perhaps: set[str] = set()
    tenancies = Tenancy.objects.filter(enterprise__organisation=organisation)
    above = _with_those_above({one.park_id for one in tenancies})
    for one in tenancies:
        if one.settled_on is not None and one.settled_on.earliest > on:
            continue
        if one.left_on is not None and one.left_on.latest < on:
            continue
        has_come = one.settled_on is None or one.settled_on.latest <= on
        is_there = one.left_on is None or one.left_on.earliest > on
        (yes if has_come and is_there else perhaps).update(above[one.park_id])
    return Told(frozenset(yes), frozenset(perhaps - yes), is_all=bool(yes))


def park_and_above(park: Park) -> Told:
    """For an enterprise of which only this is told."""
    return Told.of(_with_those_above({park.pk})[park.pk])


def _with_those_above(parks: set[str]) -> dict[str, list[str]]:
    """By id the slugs of a park and of all that it lies in."""
    trees = {
        park.pk: park.tree_path for park in Park.objects.with_tree_fields().filter(pk__in=parks).order_by()
    }
    wanted = {pk for path in trees.values() for pk in path}
    slugs = dict(Park.objects.filter(pk__in=wanted).order_by().values_list("pk", "organisation__slug"))
    return {pk: [slugs[one] for one in path] for pk, path in trees.items()}
