"""Making one row of two, with all that points to them: the engine under `curation.merging`.

Runs within a batch, so that it can be taken back; a preview is the same run, rolled back.
"""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.lookups import PostgresOperatorLookup
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, Field, ForeignKey, Max, Model, OuterRef, Q, UniqueConstraint

from common.rings import NoRing

from .keys import keys_to
from .mergeable import MERGINGS, RULES, choosable, uncovered
from .tags import retag

KEPT, OTHER = "kept", "other"


@dataclass(frozen=True)
class FieldChoice:
    """What both rows say in a field, and which of them is taken.

    key    what the choice is called in a form: "organisations.organisation.city_en"
    takes  kept or other
    why    only (the other says nothing), firm (a value that always wins), name, newer, chosen
    """

    key: str
    model: type[Model]
    field: Field
    kept: object
    other: object
    takes: str
    why: str


@dataclass
class Report:
    """What a merge does, in the order in which it does it.

    moved    how many rows go over, by model and key
    joined   pairs of rows (kept, other) that are the same beside what they point to
    dropped  rows that would break a rule, and the sentence of the rule
    cleared  rows whose key is emptied, as it would break a rule
    left     how many rows stay with what goes, by model and key
    """

    choices: list[FieldChoice] = field(default_factory=list)
    moved: dict[tuple[type[Model], str], int] = field(default_factory=dict)
    joined: list[tuple[Model, Model]] = field(default_factory=list)
    dropped: list[tuple[Model, str, str]] = field(default_factory=list)
    cleared: list[tuple[Model, str, str]] = field(default_factory=list)
    left: dict[tuple[type[Model], str], int] = field(default_factory=dict)

    def count(self, what: dict, model: type[Model], key: str, number: int) -> None:
        if number:
            what[model, key] = what.get((model, key), 0) + number


def choose(kept: Model, other: Model, chosen: Mapping[str, str]) -> Iterator[FieldChoice]:
    """Each field in which they differ. Filled beats empty, firm values beat others, newer beats older."""
    model = type(kept)
    for column in choosable(model):
        ours, theirs = getattr(kept, column.attname), getattr(other, column.attname)
        if column.is_relation and column.related_model is model:  # neither can point to itself
            ours, theirs = (None if one in (kept.pk, other.pk) else one for one in (ours, theirs))
        if ours == theirs or (_is_empty(ours) and _is_empty(theirs)):
            continue
        key = f"{model._meta.label_lower}.{column.name}"
        takes, why = _default(kept, other, column, ours, theirs)
        if chosen.get(key) in (KEPT, OTHER) and chosen[key] != takes and why != "firm":
            takes, why = chosen[key], "chosen"
        yield FieldChoice(key, model, column, ours, theirs, takes, why)


def _default(kept: Model, other: Model, column: Field, ours, theirs) -> tuple[str, str]:
    merging = MERGINGS.get(type(kept))
    for value in merging.wins.get(column.name, ()) if merging else ():
        if value in (ours, theirs):
            return (KEPT if ours == value else OTHER), "firm"
    if _is_empty(ours) or _is_empty(theirs):
        return (OTHER if _is_empty(ours) else KEPT), "only"
    translated = getattr(column, "translated_field", None)
    if merging and merging.name in (column.name, translated and translated.name):
        return KEPT, "name"
    ours_at, theirs_at = getattr(kept, "updated_at", None), getattr(other, "updated_at", None)
    if ours_at and theirs_at:
        return (OTHER if theirs_at > ours_at else KEPT), "newer"
    return KEPT, "name"


def _is_empty(value) -> bool:
    return value is None or value == "" or value == []


class Joining:
    """A merge at work; `report` tells what it did.

    chosen   kept or other, by the key of the field
    """

    def __init__(self, chosen: Mapping[str, str]):
        self.chosen = chosen
        self.report = Report()

    def join(self, kept: Model, other: Model, chosen: Mapping[str, str] | None = None) -> None:
        """Make one row of two of a model: `kept` takes over, `other` is deleted.

        chosen   instead of the choices of this merge, where it is not about the record or its profiles
        """
        before = copy(kept)
        choices = list(choose(kept, other, self.chosen if chosen is None else chosen))
        if chosen is None:
            self.report.choices += choices
        for near, key in keys_to(type(kept)):
            if near._meta.auto_created:
                self._relink(near, key, kept, other)
            else:
                self._take_over(near, key, kept, other)
        retag(kept, other)
        type(other)._base_manager.get(pk=other.pk).delete()
        kept.refresh_from_db()  # a key to itself may have been emptied
        taken = [choice for choice in choices if choice.takes == OTHER]
        for choice in taken:
            setattr(kept, choice.field.attname, choice.other)
        if taken:
            kept.save()
        merging = MERGINGS.get(type(kept))
        if merging and merging.remember:
            merging.remember(kept, before, other)

    # what points to the other row

    def _take_over(self, near: type[Model], key: ForeignKey, kept: Model, other: Model) -> None:
        rows = near._base_manager.filter(**{key.name: other.pk})
        rule = RULES.get((near, key.name))
        if rule and rule.reason:
            self.report.count(self.report.left, near, key.name, rows.count())
            return
        one_by_one = self._to_look_at(near, key, kept, rows)
        for row in list(one_by_one):
            self._move(row, key, kept)
        self.report.count(self.report.moved, near, key.name, rows.update(**{key.name: kept.pk}))

    def _to_look_at(self, near, key, kept, rows):
        """The rows that a constraint may be against; the others are moved at once."""
        asked = [c for c in near._meta.constraints if _concerns(c, key)]
        if key.unique or key.related_model is near or not all(_is_simple(c) for c in asked):
            return rows
        against = Q(pk__in=[])
        for constraint in asked:
            others = [name for name in constraint.fields if name != key.name]
            alike = {name: OuterRef(name) for name in others}
            there = near._base_manager.filter(constraint.condition or Q(), **{key.name: kept.pk}, **alike)
            against |= Q(Exists(there)) & (constraint.condition or Q())
        return rows.filter(against)

    def _move(self, row: Model, key: ForeignKey, kept: Model) -> None:
        setattr(row, key.attname, kept.pk)
        place = _put_last(row, key, kept)
        twin, sentence = _against(row, key)
        if not sentence:
            type(row)._base_manager.filter(pk=row.pk).update(**{key.attname: kept.pk}, **place)
            self.report.count(self.report.moved, type(row), key.name, 1)
        elif twin is not None:
            self.report.joined.append((twin, row))
            self.join(twin, row, None if key.unique else {})
        elif key.null:
            type(row)._base_manager.filter(pk=row.pk).update(**{key.attname: None})
            self.report.cleared.append((row, key.name, sentence))
        else:
            before = type(row)._base_manager.get(pk=row.pk)
            self.report.dropped.append((before, key.name, sentence))
            type(row)._base_manager.get(pk=row.pk).delete()

    def _relink(self, through: type[Model], key: ForeignKey, kept: Model, other: Model) -> None:
        """Rows of a many-to-many table: the history knows only that they come and go."""
        ends = [f for f in through._meta.local_fields if isinstance(f, ForeignKey)]
        (far,) = [end for end in ends if end is not key]
        here = through._base_manager.filter(**{key.attname: other.pk})
        ids = list(here.values_list(far.attname, flat=True))
        there = through._base_manager.filter(**{key.attname: kept.pk, f"{far.attname}__in": ids})
        known = set(there.values_list(far.attname, flat=True))
        here.delete()
        new = [
            one
            for one in ids
            if one not in known and not (far.related_model is type(kept) and one == kept.pk)
        ]
        through._base_manager.bulk_create(through(**{key.attname: kept.pk, far.attname: one}) for one in new)
        self.report.count(self.report.moved, through, key.name, len(new))


def _put_last(row: Model, key: ForeignKey, kept: Model) -> dict[str, int]:
    """Behind the kept row's own, where the rule says that they have places and this one's is taken."""
    rule = RULES.get((type(row), key.name))
    there = type(row)._base_manager.filter(**{key.name: kept.pk})
    if not rule or not rule.last or not there.filter(**{rule.last: getattr(row, rule.last)}).exists():
        return {}
    setattr(row, rule.last, there.aggregate(last=Max(rule.last))["last"] + 1)
    return {rule.last: getattr(row, rule.last)}


def joinable() -> set[type[Model]]:
    """The models of which two rows may become one: what can be merged, and what may be double with it."""
    found = set(MERGINGS)
    waiting = list(MERGINGS)
    while waiting:
        for near, key in keys_to(waiting.pop()):
            may_be_double = key.unique or any(
                _concerns(c, key) and isinstance(c, UniqueConstraint | ExclusionConstraint)
                for c in near._meta.constraints
            )
            if may_be_double and not near._meta.auto_created and near not in found:
                found.add(near)
                waiting.append(near)
    return found


def forgotten() -> list[str]:
    """Keys that no rule says anything about though a merge may meet them."""
    return sorted(key for model in joinable() for key in uncovered(model))


def _concerns(constraint, key: ForeignKey) -> bool:
    """Whether a constraint looks at a key."""
    if isinstance(constraint, UniqueConstraint):
        return key.name in constraint.fields or bool(constraint.expressions)
    if isinstance(constraint, ExclusionConstraint):
        return any(key.name == expression for expression, _operator in constraint.expressions)
    if isinstance(constraint, NoRing):
        return constraint.field == key.name
    return key.name in getattr(constraint.condition, "referenced_base_fields", ())


def _is_simple(constraint) -> bool:
    """Whether the database can be asked for all rows at once that it is against."""
    is_plain = isinstance(constraint, UniqueConstraint) and bool(constraint.fields)
    return is_plain and constraint.nulls_distinct is not False


def _against(row: Model, key: ForeignKey) -> tuple[Model | None, str]:
    """What a row cannot be with its new key: the row that is the same already, and the rule's sentence."""
    model = type(row)
    others = model._base_manager.exclude(pk=row.pk)
    if key.unique and (twin := others.filter(**{key.name: getattr(row, key.attname)}).first()):
        return twin, str(key.error_messages["unique"])
    for constraint in model._meta.constraints:
        if not _concerns(constraint, key):
            continue
        try:
            constraint.validate(model, row)
        except ValidationError as error:
            return _twin(constraint, row, others), " ".join(error.messages)
    return None, ""


def _twin(constraint, row: Model, others) -> Model | None:
    if isinstance(constraint, UniqueConstraint) and constraint.fields:
        alike = others.filter(constraint.condition or Q())
        for name in constraint.fields:
            value = row.serializable_value(name)
            alike = alike.filter(**({f"{name}__isnull": True} if value is None else {name: value}))
        return alike.first()
    if isinstance(constraint, ExclusionConstraint):
        return _overlapping(constraint, row, others)
    return None


def _overlapping(constraint: ExclusionConstraint, row: Model, others) -> Model | None:
    """A row that the constraint does not let stand beside this one."""
    values = row._get_field_expression_map(meta=row._meta)  # as the constraint itself asks
    replacements = {F(name): value for name, value in values.items()}
    for expression, operator in constraint.expressions:
        asked = F(expression) if isinstance(expression, str) else expression
        like = asked.replace_expressions(replacements)
        is_against = PostgresOperatorLookup(lhs=asked, rhs=like, postgres_operator=operator)  # type: ignore[call-arg]
        others = others.filter(is_against)
    return others.first()
