"""Load a folder of data files: all of it or, where anything is wrong, nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pghistory
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Model

from portal.models import LoadedEntry

from .conversion import Directory, Values, convert, key_of
from .reading import Entry, Problem, Unreadable, read
from .shelves import SHELVES, Shelf

#: Of the names under which the entries of the paper are remembered.
PREFIX = "paper/"


class BadData(Exception):
    """Entries that cannot be loaded; `problems` has every one, and nothing was written."""

    def __init__(self, problems: list[Problem]):
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass
class Report:
    """What a load did, file by file; `gone` names entries loaded once that the files no longer have."""

    created: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)

    @property
    def has_written(self) -> bool:
        return any(self.created.values()) or any(self.changed.values())


@transaction.atomic
def load_paper(folder: Path, *, overwrite: bool = False) -> Report:
    """Bring the database up to the files of this folder.

    An entry that is in the file as it was loaded last is left alone, so that what a curator made of
    its row since stays; one that is new or was edited is written over the row with its key.

    overwrite   write all entries, whatever was loaded or edited before
    Raises      BadData
    """
    with pghistory.context(command="load_paper"):
        return _Load(folder, overwrite).run()


class _Load:
    def __init__(self, folder: Path, overwrite: bool):
        self.folder, self.overwrite = folder, overwrite
        loaded = LoadedEntry.objects.filter(name__startswith=PREFIX)
        self.loaded = dict(loaded.values_list("name", "digest"))
        self.directory = Directory()
        self.problems: list[Problem] = []
        self.report = Report()

    def run(self) -> Report:
        digests = {}
        for file, shelf in SHELVES.items():
            for counts in (self.report.created, self.report.changed, self.report.unchanged):
                counts[file] = 0
            try:
                entries = read(self.folder / file)
            except Unreadable as error:
                self.problems.append(error.problem)
                continue
            for entry in entries:
                name = f"{PREFIX}{file}: {_name(entry, shelf)}"
                if name in digests:
                    self._complain(entry, shelf, "", "", "this entry stands twice")
                digests[name] = entry.digest
                if self.overwrite or self.loaded.get(name) != entry.digest:
                    self._load(entry, shelf, above=None)
                else:
                    self.report.unchanged[file] += 1
        if self.problems:
            raise BadData(self.problems)
        self._remember(digests)
        return self.report

    def _load(self, entry: Entry, shelf: Shelf, above: Model | None, *, is_child: bool = False) -> None:
        """Write an entry and those inside it; where one is bad, only look for more that is."""
        given = shelf.given(above) if is_child else {}
        values = convert(entry.fields, shelf, self.directory)
        row = self._row(shelf, values, given) if above or not is_child else shelf.model()
        is_new = row._state.adding
        is_changed = _assign(row, values.columns | (given if above else {}))
        checked = self._check(entry, shelf, row, values, missing=set() if above else set(given))
        if checked and (is_new or is_changed):
            checked = self._save(entry, shelf, row)
        if checked:
            is_changed |= _link(row, values.links, is_new)
            counts = self.report.created if is_new else self.report.changed
            counts[entry.file] += is_new or is_changed
            self.report.unchanged[entry.file] += not is_new and not is_changed
        else:
            self.directory.refuse(shelf.model, entry.fields)
        for child, child_shelf in self._children(entry, shelf):
            self._load(child, child_shelf, row if checked else None, is_child=True)

    def _row(self, shelf: Shelf, values: Values, given: dict[str, Any]) -> Model:
        key = key_of(shelf, values.columns)
        if len(key) < len(shelf.key):
            return shelf.model()
        return shelf.model._default_manager.filter(**key, **given).order_by("pk").first() or shelf.model()

    def _check(self, entry: Entry, shelf: Shelf, row: Model, values: Values, missing: set[str]) -> bool:
        """Whether the fields of the row are right; says what is wrong with each otherwise.

        missing   links to the row above, where that one is refused
        """
        known = len(self.problems)
        for name, unfit in values.unfit.items():
            if not unfit.is_follow_up:
                self._complain(entry, shelf, name, unfit.value, unfit.rule)
        columns = row._meta.concrete_fields
        found = {column.name for column in columns if column.is_relation and getattr(row, column.attname)}
        with self._explaining(entry, shelf, row):
            row.clean_fields(exclude=found | missing | set(values.unfit))
        return len(self.problems) == known and not values.unfit and not missing

    def _save(self, entry: Entry, shelf: Shelf, row: Model) -> bool:
        """Write the row; where the database refuses it, tell by the rules of the model why."""
        try:
            with transaction.atomic():
                row.save()
        except DatabaseError as error:
            known = len(self.problems)
            with self._explaining(entry, shelf, row):
                row.full_clean()
            if len(self.problems) == known:  # a rule that only a trigger knows
                self._complain(entry, shelf, "", "", str(error).splitlines()[0])
            return False
        return True

    @contextmanager
    def _explaining(self, entry: Entry, shelf: Shelf, row: Model) -> Iterator[None]:
        try:
            yield
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                field_name = "" if name == NON_FIELD_ERRORS else name
                value = getattr(row, name, "") if field_name else ""
                for message in ValidationError(errors).messages:
                    self._complain(entry, shelf, field_name, value, message)

    def _children(self, entry: Entry, shelf: Shelf) -> Iterator[tuple[Entry, Shelf]]:
        for name, child_shelf in shelf.children.items():
            items = entry.fields.get(name, [])
            if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
                self._complain(entry, shelf, name, "", "a list of entries is needed here")
                continue
            for ordinal, item in enumerate(items, 1):
                fields = {"ordinal": str(ordinal)} | item if hasattr(child_shelf.model, "ordinal") else item
                yield Entry(entry.file, entry.line, fields, _name(entry, shelf)), child_shelf

    def _complain(self, entry: Entry, shelf: Shelf, name: str, value: Any, rule: str) -> None:
        self.problems.append(Problem(entry.file, entry.line, _name(entry, shelf), name, value, rule))

    def _remember(self, digests: dict[str, str]) -> None:
        changed = [
            LoadedEntry(name=name, digest=digest)
            for name, digest in digests.items()
            if self.loaded.get(name) != digest
        ]
        LoadedEntry.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["name"], update_fields=["digest", "loaded_at"]
        )
        self.report.gone = sorted(set(self.loaded) - set(digests))
        LoadedEntry.objects.filter(name__in=self.report.gone).delete()


def _name(entry: Entry, shelf: Shelf) -> str:
    """What a reader finds the entry by: its key, in English where it is a text."""
    parts = (entry.fields.get(name, "?") for name in shelf.key)
    key = "/".join(str(part.get("en", "?") if isinstance(part, dict) else part) for part in parts)
    return f"{entry.within} › {key}" if entry.within else key


def _assign(row: Model, columns: dict[str, Any]) -> bool:
    """Set these columns; whether any was different."""
    different = [
        name for name, value in columns.items() if _current(row, name) != getattr(value, "pk", value)
    ]
    for name in different:
        setattr(row, name, columns[name])
    return bool(different)


def _current(row: Model, name: str) -> Any:
    column = row._meta.get_field(name)
    return row.__dict__.get(f"{name}_id") if column.is_relation else getattr(row, name)


def _link(row: Model, links: dict[str, list[Model]], is_new: bool) -> bool:
    is_changed = False
    for name, others in links.items():
        manager = getattr(row, name)
        linked = set() if is_new else set(manager.values_list("pk", flat=True))
        if linked != {other.pk for other in others}:
            manager.set(others)
            is_changed = True
    return is_changed
