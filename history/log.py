"""What changed, read back: who, when, in which request, and each field before and after.

Every tracked model has a table of its states; `history.Link` has what came and went in the
many-to-many tables. A page of the log is cut from all of them at once, newest first; how many
queries it takes depends on how many kinds of things are on it, never on how many rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Max, Model, OuterRef, Q, Subquery, Value

from common.translated import column_label, originals

from .models import Link, events_of
from .words import Names, description, is_technical, said


@dataclass(frozen=True)
class FieldChange:
    """What a field said; "–" where it said nothing. name: of the field, or of the many-to-many one."""

    label: str
    before: str
    after: str
    name: str = ""


@dataclass
class Entry:
    """What happened to one row. action: insert, update or delete; earlier: number of its state before."""

    model: type[Model]
    pk: str
    action: str
    label: str = ""
    changes: list[FieldChange] = field(default_factory=list)
    url: str | None = None
    of_link: bool = False
    earlier: int | None = None

    @property
    def kind(self) -> str:
        return str(self.model._meta.verbose_name)


@dataclass
class ChangeSet:
    """What one request (or one run of a program) wrote at once. reason: as its author gave it, or ""."""

    at: datetime
    author: str
    request_id: str
    reason: str
    entries: list[Entry]

    @property
    def anchor(self) -> str:
        """Where it stands on a page."""
        return f"at-{self.at:%Y%m%d%H%M%S%f}"


@dataclass(frozen=True)
class Track:
    """A table of states, and which of its rows are asked for."""

    events: type[Model]
    rows: Q = field(default_factory=Q)

    @property
    def label(self) -> str:
        return self.events._meta.label_lower


@dataclass(frozen=True)
class Place:
    """A row in the order of the log; as text in an address."""

    at: datetime
    label: str
    number: int

    def __str__(self):
        return f"{self.at.isoformat()}~{self.label}~{self.number}"

    @classmethod
    def read(cls, text: str) -> "Place":
        """Raises ValueError"""
        at, label, number = text.split("~")
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None or not number.isdecimal() or len(number) > 10:
            raise ValueError(text)
        return cls(moment, label, int(number))

    def older(self, label: str) -> Q:
        """The rows of a table that come after this place, newest first."""
        if label > self.label:
            return Q(pgh_created_at__lt=self.at)
        if label < self.label:
            return Q(pgh_created_at__lte=self.at)
        return Q(pgh_created_at__lt=self.at) | Q(pgh_created_at=self.at, pgh_id__lt=self.number)


def tracks_of(model: type[Model], pk: str, parts: Iterable[tuple[type[Model], str]] = ()) -> list[Track]:
    """The log of one row, also when it is gone.

    parts   models whose rows belong to it, and the field by which they do
    """
    tracks = [Track(events_of(model), Q(pgh_obj_id=pk)), Track(Link, Q(resource__in=_joins(model), near=pk))]
    tracks += [Track(events_of(part), Q(**{name: pk})) for part, name in parts if events_of(part)]
    return [track for track in tracks if track.events]


def all_tracks() -> list[Track]:
    """The log of everything."""
    tracked = [events for model in apps.get_models() if (events := events_of(model))]
    return [Track(events) for events in [*tracked, Link]]


def read(tracks: Sequence[Track], after: Place | None, size: int) -> tuple[list[ChangeSet], Place | None]:
    """A page of the log, and the place where the next one starts."""
    places = _places(tracks, after, size + 1)
    shown = places[:size]
    rows = _Rows(shown)
    return rows.change_sets(), shown[-1] if len(places) > size else None


def _places(tracks, after, size) -> list[Place]:
    parts = []
    for track in tracks:
        older = after.older(track.label) if after else Q()
        rows = track.events._base_manager.filter(track.rows & older).order_by("-pgh_created_at", "-pgh_id")
        parts.append(rows.values_list("pgh_created_at", Value(track.label), "pgh_id")[:size])
    joined = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    found = [Place(*row) for row in joined]
    return sorted(found, key=lambda place: (place.at, place.label, place.number), reverse=True)[:size]


def _joins(model) -> list[str]:
    return [many.remote_field.through._meta.db_table for many in model._meta.local_many_to_many]


class _Rows:
    """The rows of a page with all that is needed to tell what happened in them."""

    def __init__(self, places: Sequence[Place]):
        self.places = places
        numbers = defaultdict(list)
        for place in places:
            numbers[place.label].append(place.number)
        self.rows, self.earlier = {}, {}
        for label, some in numbers.items():
            self._fetch(apps.get_model(label), some)
        self.joins = {
            many.remote_field.through._meta.db_table: many
            for model in apps.get_models()
            for many in model._meta.local_many_to_many
        }
        self.names = Names()
        self._ask_for_names()
        self.authors = self._authors()

    def _fetch(self, events, numbers):
        rows = events._base_manager.filter(pgh_id__in=numbers).select_related("pgh_context")
        label = events._meta.label_lower
        if events is Link:
            self.rows |= {(label, row.pgh_id): row for row in rows}
            return
        before = (
            events._base_manager.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
            .order_by()
            .values("pgh_obj_id")
            .annotate(last=Max("pgh_id"))
            .values("last")
        )
        found = list(rows.annotate(earlier=Subquery(before)))
        self.rows |= {(label, row.pgh_id): row for row in found}
        old = events._base_manager.in_bulk([row.earlier for row in found if row.earlier])
        self.earlier |= {(label, row.pgh_id): old[row.earlier] for row in found if row.earlier in old}

    def _ask_for_names(self):
        for (label, _), row in self.rows.items():
            if isinstance(row, Link):
                many = self.joins.get(row.resource)
                if many:
                    self.names.ask(many.related_model, row.far)
                    self.names.ask(many.model, row.near)
                continue
            for one in (row, self.earlier.get((label, row.pgh_id))):
                for column in row.pgh_tracked_model._meta.fields if one else ():
                    if column.is_relation and hasattr(one, column.attname):
                        self.names.ask(column.related_model, getattr(one, column.attname))

    def _authors(self):
        users = {
            row.pgh_context.metadata.get("user") for row in self.rows.values() if row.pgh_context is not None
        }
        return get_user_model()._base_manager.in_bulk([user for user in users if user])

    def change_sets(self) -> list[ChangeSet]:
        sets, last = [], None
        for place in self.places:
            row = self.rows[place.label, place.number]
            entry = self._entry(place.label, row)
            if entry is None:
                continue
            same = (row.pgh_context_id, row.pgh_created_at)
            if same != last:
                sets.append(self._change_set(row))
                last = same
            _add(sets[-1].entries, entry)
        return sets

    def _change_set(self, row) -> ChangeSet:
        about = row.pgh_context.metadata if row.pgh_context else {}
        author = self.authors.get(about.get("user"))
        return ChangeSet(
            row.pgh_created_at, str(author or ""), about.get("request_id", ""), about.get("reason", ""), []
        )

    def _entry(self, label, row) -> Entry | None:
        if isinstance(row, Link):
            return self._joined(row)
        model = row.pgh_tracked_model
        entry = Entry(model, row.pgh_obj_id, row.pgh_label, description(model, row, self.names))
        old = self.earlier.get((label, row.pgh_id)) if row.pgh_label == "update" else None
        before, after = (row, None) if row.pgh_label == "delete" else (old, row)
        entry.earlier = old.pgh_id if old else None
        entry.changes = list(self._changes(model, before, after))
        return entry

    def _joined(self, row) -> Entry | None:
        many = self.joins.get(row.resource)
        if many is None:  # of a table that is no longer there
            return None
        far, nothing = self.names.of(many.related_model, row.far), said(many, None, self.names)
        before, after = (far, nothing) if row.pgh_label == "delete" else (nothing, far)
        change = FieldChange(column_label(many), before, after, many.name)
        name = self.names.of(many.model, row.near)
        return Entry(many.model, row.near, "update", name, [change], of_link=True)

    def _changes(self, model, before, after):
        standing_for_others = {original.name for original in originals(model)}
        for column in model._meta.fields:
            if is_technical(column) or column.name in standing_for_others:
                continue
            old, new = getattr(before, column.attname, None), getattr(after, column.attname, None)
            if old == new or (not old and not new and old is not False and new is not False):
                continue
            words = (said(column, one, self.names) for one in (old, new))
            yield FieldChange(column_label(column), *words, column.name)


def _add(entries: list[Entry], entry: Entry) -> None:
    """Two tables can tell of the same row at once: its own, and the one that joins it to others."""
    for other in entries:
        if (other.model, other.pk) == (entry.model, entry.pk) and (other.of_link or entry.of_link):
            other.changes += entry.changes
            if not entry.of_link:
                other.action, other.label, other.of_link = entry.action, entry.label, False
            return
    entries.append(entry)
