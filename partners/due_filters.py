"""How the list of what falls due under agreements is narrowed down."""

import datetime

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.clock import today_in, today_of
from common.filters import RecordFilter, any_of
from organisations.models import Organisation

from .interaction_filters import DayFilter
from .models import Agreement, Due
from .operations.obligations import OF_PARK

DAY = datetime.timedelta(days=1)
#: States of the filter that are open dues of the next so many days.
AHEAD = {"soon": 14, "month": 30}


class DueFilter(RecordFilter):
    orderings = {"due_on": "due_on"}

    q = django_filters.CharFilter(method="search", label=_("Words"), max_length=200)
    state = django_filters.ChoiceFilter(
        method="in_state",
        label=_("State"),
        choices=[
            ("soon", _("due within 14 days")),
            ("month", _("due within 30 days")),
            *Due.State.choices,
        ],
        empty_label=_("All"),
    )
    agreement = django_filters.ModelChoiceFilter(
        queryset=lambda request: Agreement.objects.filter(pk__in=_seen(request, "obligation__agreement")),  # type: ignore[arg-type]
        field_name="obligation__agreement",
        to_field_name="slug",
        label=_("Agreement"),
        empty_label=_("All agreements"),
    )
    debtor = django_filters.ModelChoiceFilter(
        queryset=lambda request: Organisation.objects.filter(pk__in=_seen(request, "obligation__debtor")),  # type: ignore[arg-type]
        field_name="obligation__debtor",
        to_field_name="slug",
        label=_("Who owes"),
        empty_label=_("All"),
    )
    after = DayFilter(field_name="due_on", lookup_expr="gte", label=_("Due from"))
    before = DayFilter(field_name="due_on", lookup_expr="lte", label=_("Due to"))

    class Meta:
        model = Due
        fields = ["q", "state", "agreement", "debtor", "after", "before"]

    def search(self, dues, name, value):
        title = "obligation__agreement__title"
        return dues.filter(any_of(value, "obligation__text", f"{title}_en", f"{title}_zh_hans"))

    def in_state(self, dues, name, value):
        if value not in AHEAD:
            return dues.filter(state=value)
        days, today = AHEAD[value], today_in("")
        near = today - DAY, today + (days + 1) * DAY  # anywhere in the world: this finds them by the index
        dues = dues.filter(state=Due.State.OPEN, due_on__range=near)
        return dues.filter(due_on__range=(today_of(OF_PARK), today_of(OF_PARK, ahead=days)))


def _seen(request, path: str) -> QuerySet:
    return Due.objects.visible_to(request.user).order_by().values(path)
