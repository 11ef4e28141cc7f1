from django.utils.translation import gettext_lazy as _

from common.filters import ChoicesFilter, RecordFilter, YesNoFilter

from .kinds import all_kinds
from .models import Delivery


def _kinds() -> list[tuple]:
    return [(kind.name, kind.label) for kind in all_kinds()]


class InboxFilter(RecordFilter):
    orderings = {"made_at": "made_at"}
    usual = "-made_at"

    unread = YesNoFilter(method="of_unread", label=_("Unread"))
    kind = ChoicesFilter(field_name="event__kind", choices=_kinds, label=_("What happened"))

    class Meta:
        model = Delivery
        fields = ["unread", "kind"]

    def of_unread(self, deliveries, name, value):
        return deliveries.filter(read_at__isnull=value)
