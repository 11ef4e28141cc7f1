"""How requests are narrowed down."""

import django_filters
from django.utils.translation import gettext_lazy as _

from common.filters import ChoicesFilter, CountryFilter, RecordFilter, YesNoFilter, any_of

from .models import Case


class CaseFilter(RecordFilter):
    orderings = {"created": "created_at"}
    usual = "-created"

    q = django_filters.CharFilter(method="search", label=_("Words"), max_length=200)
    status = ChoicesFilter(choices=Case.Status.choices, label=_("Status"))
    country = CountryFilter(field_name="countries", method="in_country")

    class Meta:
        model = Case
        fields = ["q", "status", "country"]

    def search(self, cases, name, value):
        return cases.filter(any_of(value, "title", "text", "owner__name"))

    def in_country(self, cases, name, value):
        return cases.filter(countries__contains=[value])


class QueueFilter(CaseFilter):
    without_park = YesNoFilter(field_name="park", lookup_expr="isnull", label=_("Without a park"))

    class Meta(CaseFilter.Meta):
        fields = [*CaseFilter.Meta.fields, "without_park"]


class CaseApiFilter(QueueFilter):
    enterprise = django_filters.CharFilter(field_name="owner__slug", label=_("Slug of the enterprise"))
    listing = django_filters.CharFilter(field_name="listing__slug", label=_("Slug of the listing"))

    class Meta(QueueFilter.Meta):
        fields = [*QueueFilter.Meta.fields, "enterprise", "listing"]
