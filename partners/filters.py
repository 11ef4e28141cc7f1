"""How lists of partners and agreements are narrowed down, on pages and in the API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from common.filters import (
    AfterFilter,
    BeforeFilter,
    ChoicesFilter,
    CountryFilter,
    YesNoFilter,
    any_of,
)
from curation.slug_filter import SlugFilter
from curation.tag_filter import TaggedFilter
from organisations.filters import named
from organisations.models import Organisation
from sources.models import Term

from .models import Agreement, AgreementParty, Partner


class PartnerFilter(TaggedFilter):
    orderings = {"name": "organisation__sort_{lang}"}

    q = django_filters.CharFilter(method="search", label=_("Name"), max_length=200)
    kind = ChoicesFilter(choices=Partner.Kind.choices, label=_("Kind"))
    country = CountryFilter(field_name="organisation__country")

    class Meta:
        model = Partner
        fields = ["q", "kind", "country"]

    def search(self, partners, name, value):
        return partners.filter(organisation__in=named(value))


class AgreementFilter(TaggedFilter):
    orderings = {"title": "sort_{lang}", "signed_on": "signed_on"}

    q = django_filters.CharFilter(method="search", label=_("Words"), max_length=200)
    kind = ChoicesFilter(choices=Agreement.Kind.choices, label=_("Kind"))
    status = ChoicesFilter(choices=Agreement.Status.choices, label=_("Status"))
    is_partnership = YesNoFilter(method="counted", label=_("Counts as a partnership"))
    country = CountryFilter(field_name="countries", method="with_country", label=_("Partner country"))
    field = django_filters.ModelChoiceFilter(
        queryset=lambda request: _fields_of_agreements(request.user),
        field_name="fields_of_cooperation",
        to_field_name="slug",
        label=_("Field of cooperation"),
        empty_label=_("All fields"),
    )
    party = SlugFilter(
        queryset=lambda request: _parties_of_agreements(request.user),
        method="with_party",
        label=_("Party"),
        empty_label=_("All parties"),
    )
    signed_after = AfterFilter(field_name="signed_on", label=_("Signed from"))
    signed_before = BeforeFilter(field_name="signed_on", label=_("Signed to"))

    class Meta:
        model = Agreement
        fields = [
            "q",
            "kind",
            "status",
            "is_partnership",
            "country",
            "field",
            "party",
            "signed_after",
            "signed_before",
        ]

    def search(self, agreements, name, value):
        found = agreements.filter(any_of(value, "title_en", "title_zh_hans", "summary_en", "summary_zh_hans"))
        return found | agreements.filter(pk__in=self._of_parties(named(value)))

    def counted(self, agreements, name, value):
        counted = Agreement.objects.partnerships().values("pk")
        return agreements.filter(pk__in=counted) if value else agreements.exclude(pk__in=counted)

    def with_country(self, agreements, name, value):
        return agreements.filter(countries__contains=[value])

    def with_party(self, agreements, name, party):
        return agreements.filter(pk__in=self._of_parties([party]))

    def _of_parties(self, organisations):
        """The agreements of these as far as the reader may know that they take part."""
        known = AgreementParty.objects.visible_to(self.request.user)
        return known.filter(organisation__in=organisations).values("agreement")


def _fields_of_agreements(user):
    used = Agreement.objects.visible_to(user).values("fields_of_cooperation")
    return Term.objects.visible_to(user).filter(pk__in=used).order_by("ordinal", "slug")


def _parties_of_agreements(user):
    known = AgreementParty.objects.visible_to(user).values("organisation")
    return Organisation.objects.filter(pk__in=known).order_by("sort_en")
