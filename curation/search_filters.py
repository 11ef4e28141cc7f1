"""How saved searches are found."""

from django.utils.translation import gettext_lazy as _

from common.filters import ChoicesFilter, RecordFilter
from search.models import SavedSearch


class SearchFilter(RecordFilter):
    orderings = {"created_at": "created_at"}
    usual = "-created_at"

    frequency = ChoicesFilter(choices=SavedSearch.Frequency.choices, label=_("Tell me of new results"))

    class Meta:
        model = SavedSearch
        fields = ["frequency"]
