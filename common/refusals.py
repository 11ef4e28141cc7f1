"""What the database refuses, in words for people."""

from django.apps import apps
from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: Rules that no constraint of a model tells, as triggers hold them.
TOLD = {
    "park_tree_without_ring": gettext_lazy("A park cannot lie in a park that lies in it."),
    "agreement_final_is_amended": gettext_lazy("A final text changes by an amendment only."),
}


def words_for(error: IntegrityError) -> str:
    """The sentence of the rule that was broken."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    if name in TOLD:
        return str(TOLD[name])
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return str(constraint.get_violation_error_message())
    return _("The database refuses this: it would break the rule “%(rule)s”.") % {"rule": name or "?"}
