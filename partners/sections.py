"""What agreements add to the pages of the rooms below: organisations, countries, terms, people."""

from collections.abc import Sequence
from typing import cast

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from common.sections import Section, contributes
from countries.models import Country
from organisations.models import Organisation, Person
from parks.models import Park
from sources.models import Term
from sources.places import places

from . import country_contacts, sharing, tellers  # noqa: F401  (what this room tells elsewhere)
from .health import partnerships
from .maps import agreement_map
from .models import Agreement, AgreementParty, Partner
from .timeline_pages import Subject
from .trace import trace


def with_parties(agreements: QuerySet, user, names_only: bool = False) -> QuerySet:
    """What an agreement's card shows: the parties, signatories and fields that this user may see.

    names_only   nothing leads to the pages of the parties: whose business an agreement is sees those
                 of its parties that nobody published, too
    """
    seen = AgreementParty.objects.visible_to(user)
    if names_only and user.is_authenticated:
        own = AgreementParty.objects.filter(agreement__in=Agreement.objects.inside(user).values("pk"))
        seen = AgreementParty.objects.filter(Q(pk__in=seen.values("pk")) | Q(pk__in=own.values("pk")))
    parties = (
        seen.select_related("organisation")
        .prefetch_related(Prefetch("signatory", Person.objects.visible_to(user)))
        .order_by("ordinal", "id")
    )
    fields = Term.objects.visible_to(user).select_related("vocabulary").order_by("ordinal", "slug")
    return agreements.prefetch_related(
        Prefetch("parties", parties), Prefetch("fields_of_cooperation", fields), places()
    )


def agreements_of(user) -> QuerySet:
    """Parts that organisations take in agreements, each with its agreement."""
    return (
        AgreementParty.objects.visible_to(user)
        .select_related("agreement")
        .order_by("agreement__sort_en", "id")
    )


@contributes("organisation", position=20)
def agreements(organisations: Sequence[Organisation], user) -> Section | None:
    """The agreements that it, or who operates it, is a party to."""
    theirs = AgreementParty.objects.visible_to(user).filter(organisation__in=organisations)
    return _section(Agreement.objects.filter(pk__in=theirs.values("agreement")), _("Agreements"), user)


@contributes("organisation", position=5)
def health_of_partnership(organisations: Sequence[Organisation], user) -> Section | None:
    """How well the user's own parks keep their cooperation with it."""
    rows = partnerships(user, partner=organisations[0])
    if not rows:
        return None
    return Section("health", _("Health of the partnership"), "partners/_health.html", rows)


@contributes("agreement", position=10)
def what_it_produced(agreement: Agreement, user) -> Section:
    return Section("trace", _("What did it produce?"), "partners/_trace.html", trace(agreement, user))


@contributes("organisation", position=90)
def latest_events(organisations: Sequence[Organisation], user) -> Section | None:
    """What happened lately with it, on its page as a park or as a partner: these have timelines."""
    profile = _shown_profile(organisations[0])
    return _latest(profile, organisations[0].name, aside=True) if profile else None


@contributes("agreement", position=90)
def latest_events_of(agreement: Agreement, user) -> Section:
    return _latest(agreement, agreement.title)


def _shown_profile(organisation: Organisation) -> Park | Partner | None:
    """The profile by which this organisation was read, as Django knows it from there; nothing is asked."""
    for model in (Park, Partner):
        way = model._meta.get_field("organisation").remote_field
        if way.is_cached(organisation):
            return cast(Park | Partner, way.get_cached_value(organisation))
    return None


def _latest(shown: Park | Partner | Agreement, name: str, aside: bool = False) -> Section:
    subject = Subject(name, shown.get_absolute_url(), ())
    return Section("timeline", _("Latest events"), "partners/_timeline_latest.html", [subject], aside=aside)


@contributes("country", position=50)
def agreements_with_country(country: Country, user) -> Section | None:
    """Those whose partner side is of this country, and those with a party from it."""
    there = AgreementParty.objects.visible_to(user).filter(organisation__country=country.code)
    found = Agreement.objects.filter(pk__in=there.values("agreement"))
    found |= Agreement.objects.filter(countries__contains=[country.code])
    return _section(found, _("Agreements"), user)


@contributes("country", position=20)
def partners_in_country(country: Country, user) -> Section | None:
    partners = list(
        Partner.objects.visible_to(user)
        .filter(organisation__country=country.code)
        .select_related("organisation")
        .prefetch_related(places())
    )
    if not partners:
        return None
    return Section("partners", _("Partners"), "countries/_profiles.html", partners, partners)


@contributes("term", position=20)
def agreements_in_field(term: Term, user) -> Section | None:
    """Where the term is a field of cooperation."""
    found = Agreement.objects.filter(fields_of_cooperation=term)
    return _section(found, _("Agreements in this field"), user)


@contributes("person", position=20)
def agreements_signed_by(person: Person, user) -> Section | None:
    signed = AgreementParty.objects.visible_to(user).filter(signatory=person)
    return _section(Agreement.objects.filter(pk__in=signed.values("agreement")), _("Signed agreements"), user)


@contributes("profiles", position=30)
def partner_profile(organisation: Organisation, user) -> Section | None:
    found = Partner.objects.visible_to(user).filter(organisation=organisation).select_related("organisation")
    rows = [
        {"label": _("Partner"), "url": one.get_absolute_url(), "text": one.get_kind_display()}
        for one in found
    ]
    return Section("partner", _("Partner"), "", rows) if rows else None


def _section(found: QuerySet, title: str, user) -> Section | None:
    visible = Agreement.objects.visible_to(user).filter(pk__in=found.values("pk"))
    rows = list(with_parties(visible, user))
    if not rows:
        return None
    drawn = [agreement_map(row) for row in rows]
    return Section("agreements", title, "partners/_agreements_section.html", rows, rows, drawn)
