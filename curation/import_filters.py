"""How files on their way into the register are found."""

from django.utils.translation import gettext_lazy as _

from common.filters import ChoicesFilter, RecordFilter

from .importing.sheets import all_sheets
from .models import Import, ImportRow


def _kinds() -> list[tuple[str, str]]:
    return [(sheet.name, sheet.label) for sheet in all_sheets()]


class ImportFilter(RecordFilter):
    orderings = {"made_at": "made_at"}
    usual = "-made_at"

    state = ChoicesFilter(choices=Import.State.choices, label=_("State"))
    model = ChoicesFilter(choices=_kinds, label=_("Kind of records"))

    class Meta:
        model = Import
        fields = ["state", "model"]


class ImportRowFilter(RecordFilter):
    state = ChoicesFilter(choices=ImportRow.State.choices, label=_("State"))

    class Meta:
        model = ImportRow
        fields = ["state"]
