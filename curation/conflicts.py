"""What stays of a batch that is taken back, in words."""

from collections.abc import Iterable

from django.apps import apps
from django.utils.translation import gettext as _

from .undoing import Conflict, field_label


def in_words(conflicts: Iterable[dict]) -> list[dict]:
    """Conflicts as an undoing keeps them, with their model, the name of their field and why it stays."""
    why = {
        "edited": _("It was edited since, and stays as it is."),
        "needed": _("Other records point to it, so it stays."),
        "gone": _("It was deleted since."),
        "lost": _("What it belonged to is no longer there."),
        "refused": _("A rule of the register is against its earlier state."),
        "unknown": _("Its earlier state is not known."),
        "since": _("It came after the merge, and stays with the kept record."),
    }
    known = [Conflict(**one) for one in conflicts]
    return [
        {"what": one, "model": apps.get_model(one.model), "field": field_label(one), "why": why[one.why]}
        for one in known
    ]
