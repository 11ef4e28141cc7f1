"""How the queue of possible duplicates is narrowed down."""

import django_filters
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from common.filters import ChoicesFilter, RecordFilter

from .duplicates import compared
from .models import Duplicate
from .naming.cards import Reason
from .reasons import WORDS

LEAST = [("90", _("90 % and more")), ("75", _("75 % and more"))]


def kinds() -> list[tuple[str, str]]:
    return [(label, str(capfirst(model._meta.verbose_name_plural))) for label, model in compared().items()]


class DuplicateFilter(RecordFilter):
    orderings = {"score": "score", "found_at": "found_at"}
    usual = "-score"

    state = ChoicesFilter(choices=Duplicate.State.choices, label=_("State"))
    kind = ChoicesFilter(choices=kinds, label=_("Kind of record"))
    least = django_filters.ChoiceFilter(
        field_name="score", lookup_expr="gte", choices=LEAST, label=_("Likeness"), empty_label=_("Any")
    )
    reason = django_filters.ChoiceFilter(
        field_name="reasons",
        method="with_reason",
        choices=[(one.value, words) for one, words in WORDS.items()],
        label=_("Reason"),
        empty_label=_("Any"),
    )

    class Meta:
        model = Duplicate
        fields = ["state", "kind", "least", "reason"]

    def with_reason(self, pairs, name, value):
        return pairs.filter(reasons__contains=[Reason(value).value])
