"""How saved filters, and changes of many rows, are found."""

import django_filters
from django.utils.translation import gettext_lazy as _

from common.filters import ChoicesFilter, RecordFilter

from .models import BulkEdit, SavedFilter


class FilterFilter(RecordFilter):
    orderings = {"name": "name", "made_at": "made_at"}

    route = django_filters.CharFilter(label=_("List"))

    class Meta:
        model = SavedFilter
        fields = ["route"]


class EditFilter(RecordFilter):
    orderings = {"made_at": "made_at"}
    usual = "-made_at"

    state = ChoicesFilter(choices=BulkEdit.State.choices, label=_("State"))

    class Meta:
        model = BulkEdit
        fields = ["state"]
