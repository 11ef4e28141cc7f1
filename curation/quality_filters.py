"""How the list of the quality of records is narrowed down."""

import django_filters
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from common.filters import ChoicesFilter, RecordFilter

from .models import Quality
from .quality.scoring import judged

STATES = [("incomplete", _("incomplete")), ("stale", _("stale"))]


def kinds() -> list[tuple[str, str]]:
    return [(label, str(capfirst(model._meta.verbose_name_plural))) for label, model in judged().items()]


class QualityFilter(RecordFilter):
    orderings = {"score": "score", "fresh_until": "fresh_until"}

    state = django_filters.ChoiceFilter(
        choices=STATES, method="in_state", label=_("What to fix"), empty_label=_("Any")
    )
    kind = ChoicesFilter(choices=kinds, label=_("Kind of record"))

    class Meta:
        model = Quality
        fields = ["state", "kind"]

    def in_state(self, rows, name, value):
        return rows.incomplete() if value == "incomplete" else rows.stale(timezone.now())
