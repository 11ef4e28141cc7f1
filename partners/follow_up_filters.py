"""How the list of follow-ups is narrowed down."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.clock import today_of
from common.filters import YesNoFilter, any_of
from curation.tag_filter import TaggedFilter

from .models import FollowUp

OF_PARK = "owner__country"
SOON = 14  # days


class FollowUpFilter(TaggedFilter):
    orderings = {"due_on": "due_on"}

    q = django_filters.CharFilter(method="search", label=_("Words"), max_length=200)
    state = django_filters.ChoiceFilter(
        method="in_state",
        label=_("State"),
        choices=[
            ("overdue", _("overdue")),
            ("soon", _("due within 14 days")),
            ("open", _("open")),
            ("done", _("done")),
        ],
        empty_label=_("All"),
    )
    mine = YesNoFilter(method="of_mine", label=_("Mine"))

    class Meta:
        model = FollowUp
        fields = ["q", "state", "mine"]

    def search(self, follow_ups, name, value):
        return follow_ups.filter(any_of(value, "text", "interaction__title"))

    def in_state(self, follow_ups, name, value):
        return in_state(follow_ups, value)

    def of_mine(self, follow_ups, name, value):
        mine = {"assignee": self.request.user.pk}
        return follow_ups.filter(**mine) if value else follow_ups.exclude(**mine)


def in_state(follow_ups: QuerySet, state: str) -> QuerySet:
    """Those of a state of the filter; the day is that of the park that keeps each, as for reminders."""
    if state == "done":
        return follow_ups.filter(done_at__isnull=False)
    still = follow_ups.filter(done_at=None)
    if state == "overdue":
        return still.filter(due_on__lt=today_of(OF_PARK))
    if state == "soon":
        return still.filter(due_on__range=(today_of(OF_PARK), today_of(OF_PARK, ahead=SOON)))
    return still
