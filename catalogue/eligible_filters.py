"""How the answers of "what may we have?" are narrowed down, on the page and in the API."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.filters import ChoicesFilter, CountryFilter

from .models import Listing
from .words import Level, Support


class PolicyFilter(django_filters.FilterSet):
    country = CountryFilter(field_name="countries", method="for_country")
    support = ChoicesFilter(choices=Support.choices, label=_("Kind of support"))
    level = ChoicesFilter(choices=Level.choices, label=_("Level"))

    class Meta:
        model = Listing
        fields = ["country", "support", "level"]

    def for_country(self, listings, name, value):
        return listings.filter(Q(countries__contains=[value]) | Q(countries=[]))
