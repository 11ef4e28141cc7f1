"""How the list of links is narrowed down."""

import django_filters
from django.utils.translation import gettext_lazy as _

from common.filters import ChoicesFilter, RecordFilter

from .models import Link


class LinkFilter(RecordFilter):
    orderings = {"state": "state", "address": "address"}
    usual = "state"

    state = ChoicesFilter(choices=Link.State.choices, label=_("State"))
    host = django_filters.CharFilter(label=_("Host"), lookup_expr="iexact")

    class Meta:
        model = Link
        fields = ["state", "host"]
