"""The quality of records as pages show it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from ..models import Quality
from .descriptions import Check
from .scoring import checks_of, judged


@dataclass(frozen=True)
class Part:
    """One check of a record: whether it has what is asked for, and the field where to add it."""

    check: Check
    points: int
    is_there: bool
    url: str


@dataclass(frozen=True)
class Told:
    """The quality of a record that is there."""

    kept: Quality
    record: Model
    url: str
    form: str
    parts: list[Part]

    @property
    def missing(self) -> list[Part]:
        return [part for part in self.parts if not part.is_there]

    @property
    def kind(self) -> str:
        return str(capfirst(self.record._meta.verbose_name))

    @property
    def is_stale(self) -> bool:
        return self.kept.fresh_until < timezone.now()

    @property
    def days(self) -> int:
        """How long records of the kind stay fresh."""
        return checks_of(self.kept.kind).fresh_for.days


def told(rows: Iterable[Quality], user) -> dict[str, Told]:
    """By id; one query for each kind. Records that are gone are left out."""
    by_kind: dict[str, dict[str, Quality]] = defaultdict(dict)
    for row in rows:
        by_kind[row.kind][row.pk] = row
    found = {}
    for kind, of_kind in by_kind.items():
        manager: Any = judged()[kind]._default_manager
        records = manager.visible_to(user).filter(pk__in=of_kind)
        if hasattr(records.model, "organisation"):
            records = records.select_related("organisation")
        for record in records:
            found[record.pk] = _told(of_kind[record.pk], record)
    return found


def _told(kept: Quality, record: Model) -> Told:
    checks = checks_of(kept.kind)
    meta = record._meta
    if checks.form:
        form = reverse(checks.form, args=[record.pk])
    else:
        form = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
    url = record.get_absolute_url() if hasattr(record, "get_absolute_url") else form
    if kept.owner and not checks.form:
        form = url  # its keepers change it from its own page
    parts = [
        Part(
            check,
            checks.points(check),
            check.code not in kept.missing,
            f"{form}#{check.place}" if check.place and form != url else url if not check.place else form,
        )
        for check in checks.parts
    ]
    return Told(kept, record, url, form, parts)
