"""The scores of records, worked out by the database and kept in `curation.Quality`.

Completeness is the weight of what a record has, of 100. It is fresh for a time after the last edit, or
after somebody said that it is still right.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, Model, OuterRef, QuerySet, Value
from django.utils import timezone

from ..descriptions import DESCRIPTIONS
from ..models import Quality
from .descriptions import Checks


def judged() -> dict[str, type[Model]]:
    """The models whose records have a score, by label."""
    return {one._meta.label_lower: one for one, known in DESCRIPTIONS.items() if known.checks}


def checks_of(kind: str) -> Checks:
    """Raises LookupError for a kind whose records have no score."""
    checks = DESCRIPTIONS[judged()[kind]].checks
    if checks is None:
        raise LookupError(kind)
    return checks


@transaction.atomic
def score(model: type[Model], records: QuerySet | None = None) -> list[str]:
    """Bring the scores of these records, else of all, to what they are; the ids of those that were not.

    records   a queryset of the model
    """
    kind = model._meta.label_lower
    checks = checks_of(kind)
    rows = (model._base_manager.all() if records is None else records).filter(checks.among).order_by()
    has = {
        f"has_{number}": ExpressionWrapper(part.has, output_field=BooleanField())
        for number, part in enumerate(checks.parts)
    }
    owner: Any = F(checks.owner) if checks.owner else Value("")
    asked, values = (
        rows.annotate(record=F("pk"), keeper=owner, touched_at=F("updated_at"), **has)
        .values("record", "keeper", "touched_at", *has)
        .query.sql_with_params()
    )
    missing = ", ".join(f"CASE WHEN {name} THEN NULL ELSE %s END" for name in has)
    points = " + ".join(f"CASE WHEN {name} THEN %s ELSE 0 END" for name in has)
    statement = STATEMENT.format(asked=asked, missing=missing, points=points)
    parts, fresh_for = checks.parts, f"{checks.fresh_for.days} days"
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            [
                *values,
                fresh_for,
                kind,
                bool(getattr(model._default_manager.all(), "is_private", False)),
                *(part.weight for part in parts),
                checks.total,
                *(part.code for part in parts),
                timezone.now(),
                fresh_for,
                fresh_for,
            ],
        )
        return [record for (record,) in cursor.fetchall()]


STATEMENT = """
WITH found AS MATERIALIZED ({asked}),
period AS (SELECT %s::interval AS fresh_for)
INSERT INTO curation_quality AS kept
    (record, kind, owner, is_private, score, missing, touched_at, fresh_until, scored_at)
SELECT record, %s, coalesce(keeper, ''), %s, round(100.0 * ({points}) / %s),
    array_remove(ARRAY[{missing}]::varchar[], NULL), touched_at, touched_at + fresh_for, %s
FROM found, period
ON CONFLICT (record) DO UPDATE SET
    owner = excluded.owner,
    score = excluded.score,
    missing = excluded.missing,
    touched_at = excluded.touched_at,
    fresh_until = greatest(excluded.touched_at, kept.confirmed_at) + %s::interval,
    improved_at = CASE WHEN excluded.score > kept.score THEN excluded.scored_at ELSE kept.improved_at END,
    scored_at = excluded.scored_at
WHERE (kept.owner, kept.score, kept.missing, kept.touched_at, kept.fresh_until) IS DISTINCT FROM
    (excluded.owner, excluded.score, excluded.missing, excluded.touched_at,
        greatest(excluded.touched_at, kept.confirmed_at) + %s::interval)
RETURNING record
"""


def forget_gone(model: type[Model], pks: Iterable[str] | None = None) -> int:
    """Drop the scores of records that are no longer there; how many."""
    kind = model._meta.label_lower
    there = model._base_manager.filter(checks_of(kind).among, pk=OuterRef("pk"))
    rows = Quality.objects.filter(~Exists(there), kind=kind)
    return (rows if pks is None else rows.filter(pk__in=list(pks))).delete()[0]


def rescore(records: Iterable[Model]) -> None:
    """Score records that were just written, and those that they are parts of."""
    wanted: dict[type[Model], set[str]] = {}
    for record in records:
        for model, pk in _concerned(record):
            wanted.setdefault(model, set()).add(pk)
    for model, pks in wanted.items():
        score(model, model._base_manager.filter(pk__in=pks))
        forget_gone(model, pks)


def _concerned(record: Model) -> Iterable[tuple[type[Model], str]]:
    known = set(judged().values())
    if type(record) in known and record.pk:
        yield type(record), record.pk
    for field in record._meta.concrete_fields:
        if field.is_relation and field.related_model in known and getattr(record, field.attname):
            yield field.related_model, getattr(record, field.attname)
