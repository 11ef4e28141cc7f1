"""Whom to ask about a country: the parks there, and those with an agreement that is lived there."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.sections import Section, contributes
from countries.models import Country
from parks.models import Park

from .models import Agreement, AgreementParty

MOST = 12
LIVED = (Agreement.Status.SIGNED, Agreement.Status.ACTIVE, Agreement.Status.EXPIRING)


@dataclass(frozen=True)
class Contact:
    """why   what makes it know the country"""

    park: Park
    why: str


@contributes("country", position=5)
def whom_to_ask(country: Country, user) -> Section | None:
    """None where no park of the network knows the country: its page says that nothing is here yet."""
    there = AgreementParty.objects.visible_to(user).filter(organisation__country=country.code)
    agreements = Agreement.objects.visible_to(user).filter(status=Agreement.Status.SIGNED)
    agreements = agreements.filter(
        Q(pk__in=there.values("agreement")) | Q(countries__contains=[country.code])
    )
    taken = AgreementParty.objects.visible_to(user).filter(agreement__in=agreements.values("pk"))
    counts: dict[str, set[str]] = {}
    for organisation, agreement in taken.order_by().values_list("organisation", "agreement"):
        counts.setdefault(organisation, set()).add(agreement)
    known = Q(organisation__country=country.code) | Q(organisation__in=counts)
    parks = Park.objects.visible_to(user).filter(known).select_related("organisation")
    found = [
        Contact(park, _why(park, country, len(counts.get(park.organisation_id, ()))))
        for park in sorted(parks, key=lambda one: -len(counts.get(one.organisation_id, ())))[:MOST]
    ]
    return Section("contact", _("Whom to ask"), "partners/_country_contacts.html", found) if found else None


def _why(park: Park, country: Country, agreements: int) -> str:
    told = [_("situated there")] if park.organisation.country == country.code else []
    if agreements:
        words = ngettext("%(count)s agreement there", "%(count)s agreements there", agreements)
        told.append(words % {"count": agreements})
    return " · ".join(told)
