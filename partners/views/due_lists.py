"""The lists of what is to be done by a day: follow-ups, and dues of obligations."""

from django.utils.translation import gettext_lazy as _

from common.clock import today_of
from common.listing import ListPage

from ..due_filters import DueFilter
from ..follow_up_filters import OF_PARK, FollowUpFilter
from ..models import Due, FollowUp
from ..operations import obligations
from ..operations.interactions import parks_of


class _ByDay(ListPage):
    sortings = {"due_on": _("Due, earliest first"), "-due_on": _("Due, latest first")}


class FollowUpList(_ByDay):
    route = "partners:follow_ups"
    filterset_class = FollowUpFilter
    title = _("Follow-ups")
    lead = _("What we said we would do, by whom and until when.")
    row_template = "partners/_follow_up_row.html"

    def get_queryset(self):
        follow_ups = FollowUp.objects.visible_to(self.request.user).annotate(today=today_of(OF_PARK))
        return follow_ups.select_related("interaction", "assignee", "owner")

    def get_context_data(self, **kwargs):
        own = set(parks_of(self.request.user).values_list("pk", flat=True))
        return super().get_context_data(own_parks=own, **kwargs)


class DueList(_ByDay):
    route = "partners:dues"
    filterset_class = DueFilter
    title = _("Obligations")
    lead = _("What falls due under agreements, who owes it, and whether it was kept.")
    row_template = "partners/_due_row.html"

    def get_queryset(self):
        dues = Due.objects.visible_to(self.request.user).annotate(today=today_of(obligations.OF_PARK))
        return dues.select_related("obligation__agreement", "obligation__debtor")
