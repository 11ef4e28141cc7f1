"""How lists of obligations are narrowed down."""

import django_filters
from django.utils.translation import gettext_lazy as _

from common.filters import ChoicesFilter, RecordFilter, any_of

from .models import Agreement, Due, Obligation


class ObligationFilter(RecordFilter):
    orderings = {"first_due_on": "first_due_on"}

    q = django_filters.CharFilter(method="search", label=_("Words"), max_length=200)
    rhythm = ChoicesFilter(choices=Obligation.Rhythm.choices, label=_("How often"))
    state = ChoicesFilter(choices=Due.State.choices, method="with_due", label=_("State of a due date"))
    agreement = django_filters.ModelChoiceFilter(
        queryset=lambda request: Agreement.objects.inside(request.user),  # type: ignore[arg-type]
        to_field_name="slug",
        label=_("Agreement"),
        empty_label=_("All agreements"),
    )

    class Meta:
        model = Obligation
        fields = ["q", "rhythm", "state", "agreement"]

    def search(self, obligations, name, value):
        return obligations.filter(any_of(value, "text"))

    def with_due(self, obligations, name, values):
        due = Due.objects.filter(state__in=values)
        return obligations.filter(pk__in=due.values("obligation")) if values else obligations
