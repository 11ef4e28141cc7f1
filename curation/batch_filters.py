"""How batches of changes are found."""

from django.utils.translation import gettext_lazy as _

from common.filters import ChoicesFilter, RecordFilter, YesNoFilter

from .models import Batch


class BatchFilter(RecordFilter):
    orderings = {"made_at": "made_at"}
    usual = "-made_at"

    kind = ChoicesFilter(choices=Batch.Kind.choices, label=_("Kind"))
    is_undone = YesNoFilter(method="taken_back", label=_("Taken back"))

    class Meta:
        model = Batch
        fields = ["kind", "is_undone"]

    def taken_back(self, batches, name, value):
        return batches.filter(undone__isnull=not value)
