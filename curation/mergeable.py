"""How two rows of one thing become one: said by the rooms in their ``merging.py``.

What can be merged says so by `merges`. Every key that points to it is covered by a rule, declared by
the room of the model that has the key (a test fails for one that nobody thought of)::

    merges(Contact, wins={"do_not_contact": [True]}, writable=writable_by, visible=_visible)
    moves(Affiliation, "contact", "organisation")
    stays(Erasure, "contact", reason="tells of what was erased")
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Field, Model, QuerySet

from common.translated import originals
from history.words import is_technical

from .keys import keys_to


@dataclass(frozen=True, kw_only=True)
class Merging:
    """What is particular about merging rows of a model.

    name      the field whose value is the kept row's own, unless chosen otherwise
    wins      values of a field that win whatever is chosen: of a doubtful consent, the stricter
    remember  called with the row as it is at the end, as it was, and the other: what to write down
    alike     a sentence why two rows cannot be merged, or ""
    writable  the rows that somebody may merge
    visible   the rows that somebody sees, who asks for an old address
    """

    writable: Callable[[object], QuerySet]
    visible: Callable[[object], QuerySet]
    name: str = ""
    wins: Mapping[str, Sequence] = field(default_factory=dict)
    remember: Callable[[Model, Model, Model], None] | None = None
    alike: Callable[[Model, Model], str] | None = None


@dataclass(frozen=True)
class Rule:
    """What becomes of rows that point to a row which is merged into another.

    reason  why they stay with it
    last    number of their place, by which they are put behind those of the kept row
    """

    reason: str = ""
    last: str = ""


MERGINGS: dict[type[Model], Merging] = {}
RULES: dict[tuple[type[Model], str], Rule] = {}
#: Routes by which things are found, and the models of these things; see `answers_for`.
ROUTES: dict[str, type[Model]] = {}


def merges(model: type[Model], **how) -> None:
    """Rows of this model can be merged; `how` are the fields of `Merging`."""
    MERGINGS[model] = Merging(**how)


def moves(model: type[Model], *keys: str, last: str = "") -> None:
    """Rows go over to the kept one; where a constraint knows the like of them there, the two are joined."""
    for key in keys:
        RULES[model, key] = Rule(last=last)


def stays(model: type[Model], key: str, reason: str) -> None:
    """Rows go on pointing to the row that goes, which sets them free or takes them along."""
    RULES[model, key] = Rule(reason=reason)


def answers_for(model: type[Model], *routes: str) -> None:
    """Where these routes find nothing by an old id or slug of the model, they lead to the kept row."""
    ROUTES.update(dict.fromkeys(routes, model))


def uncovered(model: type[Model]) -> list[str]:
    """Keys to the model that no rule says anything about."""
    return [
        f"{near._meta.label}.{key.name}"
        for near, key in keys_to(model)
        if not near._meta.auto_created and (near, key.name) not in RULES
    ]


def choosable(model: type[Model]) -> list[Field]:
    """The fields of which two rows may say different things."""
    standing_for_others = {original.name for original in originals(model)}
    return [
        f
        for f in model._meta.concrete_fields
        if f.editable
        and not f.primary_key
        and f.name != "slug"
        and f.name not in standing_for_others
        and not is_technical(f)
        and not (f.is_relation and f.unique)
    ]
