"""The rows of a file led through reading, matching and writing, some thousand at a time."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Model, QuerySet
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_countries.fields import CountryField

from common.changes import changed
from common.exchange import KEYS, key_of, key_relations
from common.spreadsheets import Table
from common.texts import check_text, is_text
from common.translated import missing_texts, originals

from ..duplicates import UNSETTLED
from . import cells, doubles
from .drafts import NEW, SAME, UPDATE, Draft
from .matching import Pointed, by_fields, names_of, plain, reader_of
from .sheets import Column, Sheet
from .writing import write

CHUNK = 1000
#: The language in which columns that stand for their translations are written.
WRITTEN_IN = "en"


class Engine:
    """Takes the rows of one file. Inside a transaction; what it wrote is told by `counts` and each draft.

    mapping        the column of the model for each of the file, empty for those left out
    user           who reads it in: sees what they may point to
    owner          id of the organisation that the rows belong to, where they belong to one
    slash_days     what comes first in a day such as 4/5/2024, where somebody said so
    with_doubles   whether rows are written that may be doubles of others
    is_trial       whether all is taken back in the end, so that nobody need hear of it
    """

    def __init__(
        self,
        sheet: Sheet,
        mapping: Sequence[str],
        *,
        user,
        owner: str = "",
        slash_days: str = "",
        with_doubles: bool = False,
        is_trial: bool = False,
    ):
        self.sheet, self.importing, self.model = sheet, sheet.importing, sheet.model
        self.mapping, self.user, self.owner, self.with_doubles = list(mapping), user, owner, with_doubles
        self.is_trial, self.slash_days = is_trial, slash_days
        self.columns: dict[str, Column] = {name: sheet.columns[name] for name in mapping if name}
        self.counts: Counter[str] = Counter()
        self.seen: dict[int, int] = {}  # the row that said so first, by the hash of what it said
        self.coming: dict[str, Any] = {}  # ids of new rows by the text of their key
        self.made: deque[str] = deque(maxlen=UNSETTLED)

    def take(self, table: Table) -> list[Draft]:
        """Read, match and write these rows."""
        language = get_language() or WRITTEN_IN
        drafts = [self._draft(*row) for row in zip(table.numbers, table.rows, strict=True)]
        for column in self.columns.values():
            self._read(column, drafts)
        self._match([draft for draft in drafts if draft.is_good])
        for draft in drafts:
            if draft.row and draft.is_good:
                self._fill(draft)
        if self.importing.makes:
            made = [draft.row for draft in drafts if draft.state == NEW and draft.row]
            self.importing.makes(made, self.user)
        self._point_to_coming(drafts)
        for draft in drafts:
            if draft.row and draft.is_good and self._differs(draft):
                draft.is_other = True
                self._check(draft)
            elif draft.row is None:
                self._check_rest(draft)
        self._compare([draft for draft in drafts if draft.row and draft.is_good])
        if not self.with_doubles:
            fresh = [draft for draft in drafts if draft.state == NEW]
            among = self._meant() if self.importing.owner else None
            doubles.mark(self.sheet, fresh, user=self.user, owner=self.owner, among=among, but=self.made)
        with translation.override(WRITTEN_IN):
            write(drafts, language)
            if not self.is_trial:
                changed([draft.row for draft in drafts if draft.is_written and draft.row])
        self.made.extend(str(draft.row.pk) for draft in drafts if draft.state == NEW and draft.row)
        self.counts.update(draft.state for draft in drafts)
        return drafts

    def _field(self, name: str) -> Any:
        return self.model._meta.get_field(name)

    def _draft(self, number: int, row: list[str]) -> Draft:
        texts = {name: text for name, text in zip(self.mapping, row, strict=True) if name}
        if self.importing.tidy:
            self.importing.tidy(texts)
        return Draft(number, row, texts)

    # --- reading

    def _read(self, column: Column, drafts: list[Draft]) -> None:
        if column.target:
            self._read_pointing(column, drafts)
            return
        for draft in drafts:
            text = draft.texts[column.name]
            try:
                check_text(text)
                if column.part and column.is_many:
                    tidy = column.part.tidy or str
                    draft.parts[column.name] = [tidy(one) for one in cells.several(text)]
                elif column.part or text or not self._keeps_what_it_has(column):
                    read = text if column.part else cells.read(column, text, self.slash_days)
                    draft.values[column.name] = read
            except ValidationError as error:
                draft.refuse(column.name, " ".join(error.messages))
            except ValueError as error:
                draft.refuse(column.name, error)

    @staticmethod
    def _keeps_what_it_has(column: Column) -> bool:
        """Whether nothing in a cell says nothing: what must be there, and has a beginning by itself."""
        return not column.field.blank and column.field.has_default() and not column.field.null

    def _read_pointing(self, column: Column, drafts: list[Draft]) -> None:
        pointed = self._pointed[column.name]
        given = {
            draft.number: cells.several(text) if column.is_many else [text.strip()] if text.strip() else []
            for draft in drafts
            for text in [draft.texts[column.name]]
        }
        pointed.ask(text for texts in given.values() for text in texts if is_text(text))
        for draft in drafts:
            ids = []
            for text in given[draft.number]:
                found = pointed.found.get(text, [])
                if len(found) == 1:
                    ids.append(found[0])
                elif column.target is self.model and not found:
                    ids.append(_Coming(text))
                else:
                    draft.refuse(column.name, self._no_such(column, text, bool(found)))
            if column.part:
                draft.parts[column.name] = ids
            elif column.is_many:
                draft.many[column.name] = ids
            else:
                draft.values[column.name] = ids[0] if ids else None

    @cached_property
    def _pointed(self) -> dict[str, Pointed]:
        known = {}
        for name, column in self.columns.items():
            if column.target:
                pick = self.importing.picks.get(name)
                rows = pick(self.user) if pick else reader_of(column.target._default_manager.all(), self.user)
                known[name] = Pointed(rows, names_of(column.target))
        return known

    @staticmethod
    def _no_such(column: Column, text: str, is_several: bool) -> str:
        kind = column.target._meta.verbose_name if column.target else ""
        if is_several:
            return _("Several are called “%(key)s”: name the one that is meant by its key.") % {"key": text}
        return _("There is no %(kind)s “%(key)s”.") % {"kind": kind, "key": text}

    def _point_to_coming(self, drafts: list[Draft]) -> None:
        """Rows of the same file that this one points to: those before it, and those of the same piece."""
        if not any(column.target is self.model for column in self.columns.values()):
            return
        for draft in drafts:
            if draft.state == NEW and draft.row:
                self.coming.setdefault(self._key_text(draft), draft.row.pk)
        for draft in drafts:
            for name, value in draft.values.items():
                if isinstance(value, _Coming) and draft.row:
                    pk = self.coming.get(value.text)
                    setattr(draft.row, self._field(name).attname, pk)
                    draft.values[name] = pk
                    if pk is None:
                        draft.refuse(name, self._no_such(self.columns[name], value.text, False))

    def _key_text(self, draft: Draft) -> str:
        if all(draft.texts.get(name) for name in self.sheet.key):
            return "/".join(draft.texts[name] for name in self.sheet.key)
        return "/".join(str(plain(draft.row, name)) for name in self.sheet.key) if draft.row else ""

    # --- matching

    @property
    def rows(self) -> QuerySet:
        """Those that the file may mean, held until the end of the transaction."""
        return self._meant().select_for_update(of=("self",))

    def _meant(self) -> QuerySet:
        rows = self.importing.rows() if self.importing.rows else self.model._base_manager.all()
        return rows.filter(**{self.importing.owner: self.owner}) if self.importing.owner else rows

    def _match(self, drafts: list[Draft]) -> None:
        """Give each draft the row that it means, or a new one."""
        by_key = [draft for draft in drafts if self._brings_key(draft)]
        others = [draft for draft in drafts if not self._brings_key(draft)]
        self._find(by_key, list(self.sheet.key), [])
        if self.sheet.key == ("id",):
            for draft in by_key:
                if draft.is_good and draft.row is None:
                    words = {"kind": self.model._meta.verbose_name, "key": draft.texts["id"]}
                    draft.refuse("id", _("There is no %(kind)s “%(key)s”.") % words)
        for part in self.importing.parts:
            if part.identifies and part.name in self.columns:
                self._find_by_part(part, [draft for draft in drafts if not draft.row])
        nameless = others
        for way in self.importing.known_by:
            there = [name for name in way if name in self.columns or name == self.importing.owner]
            fields = [name for name in there if name not in self._part_names]
            parts = [name for name in there if name in self._part_names]
            some = [
                draft for draft in nameless if draft.texts.get(way[0]) and draft.is_good and not draft.row
            ]
            self._find(some, fields, parts)
            nameless = [draft for draft in nameless if not draft.texts.get(way[0])]
        for draft in drafts:
            if not draft.is_good:
                continue
            if draft.row is None:
                draft.row, draft.state = self.model(), NEW
                if self.importing.owner:
                    setattr(draft.row, self._field(self.importing.owner).attname, self.owner)
            else:
                draft.state, draft.record = UPDATE, str(draft.row.pk)
                self._once(draft, ("row", draft.row.pk))

    @cached_property
    def _part_names(self) -> set[str]:
        return {part.name for part in self.importing.parts}

    def _brings_key(self, draft: Draft) -> bool:
        return all(name in self.columns for name in self.sheet.key) and bool(draft.texts[self.sheet.key[0]])

    def _once(self, draft: Draft, key: tuple) -> None:
        number = self.seen.setdefault(hash(key), draft.number)
        if number != draft.number:
            draft.refuse("", _("It is already in row %(row)s.") % {"row": number})

    def _wanted(self, draft: Draft, names: list[str]) -> tuple:
        """The values by which a row is looked for, as `plain` tells those of a row that is there."""
        probe = self._probe
        for name in names:
            value = self.owner if name == self.importing.owner else draft.values.get(name)
            field = self._field(name)
            if not field.is_relation and value is not None and not isinstance(value, _Coming):
                value = field.to_python(value)
            setattr(probe, field.attname, value)
        return tuple(plain(probe, name) for name in names)

    @cached_property
    def _probe(self) -> Any:
        return self.model()

    def _find(self, drafts: list[Draft], names: list[str], parts: list[str]) -> None:
        keys: dict[int, tuple] = {}
        for draft in drafts:
            try:
                keys[draft.number] = self._wanted(draft, names)
            except (ValueError, ValidationError):  # told when the whole row is checked
                keys[draft.number] = (None, draft.number)
        asked = [key for key in dict.fromkeys(keys.values()) if len(key) == len(names) and _is_known(key)]
        found = by_fields(self.rows, names, asked)
        had = self._parts_of([row for rows in found.values() for row in rows], parts)
        for draft in drafts:
            key = keys[draft.number]
            own = tuple(frozenset(draft.parts.get(name, ())) for name in parts)
            rows = [row for row in found.get(key, []) if _is_same(own, tuple(had[row.pk, n] for n in parts))]
            if len(rows) > 1:
                draft.refuse(names[0], _("Several records answer to this row: give the key of one."))
            elif rows:
                draft.row = rows[0]
            else:
                self._once(draft, (tuple(names), key, own))

    def _find_by_part(self, part, drafts: list[Draft]) -> None:
        """By what belongs to one row only; a row that brings another key is then perhaps a double."""
        wanted = {value: draft for draft in drafts for value in draft.parts.get(part.name, ())}
        owners = dict(
            part.model._base_manager.filter(**part.fixed, **{f"{part.shows}__in": wanted}).values_list(
                part.shows, part.column_of_by
            )
        )
        rows = {row.pk: row for row in self.rows.filter(pk__in=set(owners.values()))}
        for value, draft in wanted.items():
            row = rows.get(owners.get(value))
            if row is None or not draft.is_good or draft.row:
                continue
            if self._brings_key(draft):
                words = {"value": f"{part.called or part.name} {value}", "record": key_of(row)}
                draft.problems.append(["", "", _("“%(record)s” has the same %(value)s.") % words])
                draft.record = str(row.pk)
            else:
                draft.row = row

    def _parts_of(self, rows: list[Model], names: Sequence[str]) -> dict[tuple, set]:
        """What rows have by now, by row and part."""
        had: dict[tuple, set] = defaultdict(set)
        for part in self.importing.parts:
            if part.name not in names or not rows:
                continue
            by = part.column_of_by
            shows = part.column_of_shows
            fixed = {name: value for name, value in part.fixed.items() if part.identifies}
            kept = part.model._base_manager.filter(**fixed, **{f"{by}__in": [row.pk for row in rows]})
            for pk, value in kept.values_list(by, shows):
                had[pk, part.name].add(value)
        return had

    # --- checking

    def _fill(self, draft: Draft) -> None:
        """Let the row have the values of the file."""
        own = {name: value for name, value in draft.values.items() if name in self._own}
        if draft.state == UPDATE and draft.row:
            draft.before = {name: self._text(draft.row, name) for name in own}
        for name, value in own.items():
            if not isinstance(value, _Coming):
                setattr(draft.row, self._field(name).attname, value)

    def _differs(self, draft: Draft) -> bool:
        """Whether the row is to be another than it is; of others no rule is asked."""
        row, was = draft.row, draft.before.items()
        return row is None or draft.state == NEW or any(text != self._text(row, name) for name, text in was)

    def _check(self, draft: Draft) -> None:
        """Ask all rules that Python knows."""
        row: Any = draft.row
        errors: dict[str, Any] = {}
        told = {field.name: getattr(row, field.attname) for field in self.model._meta.concrete_fields}
        errors |= {name: [str(words)] for name, words in missing_texts(self.model, told).items()}
        left = self._told_in_others | set(errors) | {n for n in self._read_whole if draft.values.get(n)}
        for field in self.model._meta.concrete_fields:
            if field.is_relation:
                left.add(field.name)
                if not field.null and getattr(row, field.attname) is None:
                    errors.setdefault(field.name, [str(field.error_messages["null"])])
            elif draft.state == UPDATE and field.name not in draft.before:
                left.add(field.name)
        for name, sentences in errors.items():
            for sentence in sentences:
                draft.refuse(name, sentence)
        for ask in (lambda: row.clean_fields(left), row.clean, lambda: self._keep(row)):
            try:
                ask()
            except ValidationError as error:
                _refuse_all(draft, error)
                break

    def _check_rest(self, draft: Draft) -> None:
        """Of a row that was refused by what it holds, tell what else is wrong in it."""
        row = self.model()
        for name in self._own:
            if name in draft.values and not self.columns[name].target:
                setattr(row, name, draft.values[name])
        told = {name: draft.texts[name] for name in self._own}
        for name, words in missing_texts(self.model, told).items():
            draft.refuse(name, words)
        wrong = {problem[0] for problem in draft.problems}
        known = {name for name in draft.values if name in self._own} - wrong
        try:
            row.clean_fields(
                [f.name for f in self.model._meta.fields if f.is_relation or f.name not in known]
            )
        except ValidationError as error:
            _refuse_all(draft, error)

    @cached_property
    def _told_in_others(self) -> set[str]:
        """Columns that stand for their translations."""
        return {field.name for field in originals(self.model)}

    @cached_property
    def _read_whole(self) -> list[str]:
        """Columns of which a value that was read is right: to walk all countries for each row takes long."""
        return [name for name, column in self.columns.items() if isinstance(column.field, CountryField)]

    def _keep(self, row: Model) -> None:
        if self.importing.keep:
            self.importing.keep(row, self.user)

    @cached_property
    def _own(self) -> list[str]:
        """The columns of the file that are fields of the row itself and hold one value."""
        return [n for n, one in self.columns.items() if not one.part and not one.is_many and n != "id"]

    def _compare(self, drafts: list[Draft]) -> None:
        """What changes in each row; a row in which nothing does is the same."""
        rows = [draft.row for draft in drafts if draft.row]
        had = self._parts_of([row for row in rows if not row._state.adding], list(self.columns))
        linked = {
            name: self._linked(name, rows) for name, one in self.columns.items() if self._is_linking(one)
        }
        for draft in drafts:
            row: Any = draft.row
            for name in self._own if draft.is_other else ():
                was, now = draft.before.get(name, ""), self._text(row, name)
                if was != now and (name in draft.before or draft.state == NEW):
                    is_pointing = bool(self.columns[name].target)
                    after = draft.texts[name] if is_pointing else now
                    draft.changes.append([name, self._shown(name, was), after])
            for name, known in linked.items():
                if known[row.pk] != set(draft.many[name]):
                    draft.changes.append([name, "", draft.texts[name]])
                else:
                    draft.many.pop(name)
            self._add_parts(draft, had)
            if draft.state == UPDATE and not draft.changes:
                draft.state = SAME

    @staticmethod
    def _is_linking(column: Column) -> bool:
        return bool(not column.part and column.field.many_to_many)

    def _linked(self, name: str, rows: Sequence[Model]) -> dict[Any, set]:
        field = self._field(name)
        through = field.remote_field.through
        here = through._meta.get_field(field.m2m_field_name()).attname
        there = through._meta.get_field(field.m2m_reverse_field_name()).attname
        found: dict[Any, set] = defaultdict(set)
        pks = [row.pk for row in rows if not row._state.adding]
        for mine, other in through._base_manager.filter(**{f"{here}__in": pks}).values_list(here, there):
            found[mine].add(other)
        return found

    def _text(self, row: Model, name: str) -> str:
        """The value of a field as a table would say it."""
        return self._telling[name](row)

    @cached_property
    def _telling(self) -> dict[str, Callable[[Model], str]]:
        return {name: _telling(self.columns[name]) for name in self._own}

    def _shown(self, name: str, value: str) -> str:
        """What it pointed to before, as people know it."""
        target = self.columns[name].target
        if not target or not value:
            return value
        if target not in KEYS:
            return value
        row = target._base_manager.select_related(*key_relations(target)).filter(pk=value).first()
        return key_of(row) if row else value

    def _add_parts(self, draft: Draft, had: dict[tuple, set]) -> None:
        row: Any = draft.row
        for part in self.importing.parts:
            missing = [one for one in draft.parts.get(part.name, ()) if one not in had[row.pk, part.name]]
            for value in missing:
                new: Any = part.model(**part.fixed)
                setattr(new, part.column_of_by, row.pk)
                setattr(new, part.column_of_shows, value)
                for column, of_part in part.beside.items():
                    setattr(new, of_part, draft.values.get(column, ""))
                try:
                    new.clean_fields([field.name for field in part.model._meta.fields if field.is_relation])
                    draft.new_parts.append((part.name, new))
                except ValidationError as error:
                    draft.refuse(part.name, " ".join(error.messages))
            if missing:
                draft.changes.append([part.name, "", draft.texts[part.name]])


def _telling(column: Column) -> Callable[[Any], str]:
    """How a table would say the value that a row has in this column."""
    value_of = attrgetter(column.field.attname)
    if column.target or isinstance(column.field, models.DateField | models.TimeField):
        return lambda row: "" if (value := value_of(row)) is None else str(value)
    return lambda row: str(column.widget.render(value_of(row)))


class _Coming:
    """A row of the same file, not written yet, by the text of its key."""

    def __init__(self, text: str):
        self.text = text


def _refuse_all(draft: Draft, refusal: ValidationError) -> None:
    for name, found in refusal.update_error_dict({}).items():
        for sentence in (words for one in found for words in one.messages):
            draft.refuse("" if name == NON_FIELD_ERRORS else name, sentence)


def _is_known(key: tuple) -> bool:
    return not any(isinstance(value, _Coming) for value in key)


def _is_same(own: tuple, had: tuple) -> bool:
    """Whether a row has one of the parts that are named, or none where none are."""
    return all(mine & theirs if mine or theirs else True for mine, theirs in zip(own, had, strict=True))
