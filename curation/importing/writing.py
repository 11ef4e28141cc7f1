"""Many rows written at once; where the database refuses, the rows that it refuses are found by halving."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext as _

from common.refusals import words_for
from common.sortkeys import SortKeyField
from common.translated import columns_of, originals

from .drafts import NEW, UPDATE, Draft


def write(drafts: Sequence[Draft], language: str) -> None:
    """Write those that are new or changed; what the database refuses is told in this language.

    Each piece is a savepoint, and asks the rules too that the database keeps for the end.
    """
    pending = [draft for draft in drafts if draft.is_written]
    if not pending:
        return
    try:
        with transaction.atomic():
            _write_piece(pending)
            connection.check_constraints()
    except (IntegrityError, DataError) as error:
        if len(pending) == 1:
            with translation.override(language):
                pending[0].refuse(_column(pending[0], error), _words(error))
            return
        half = len(pending) // 2
        write(pending[:half], language)
        write(pending[half:], language)


def _column(draft: Draft, error: IntegrityError | DataError) -> str:
    """The column of the part that the database refuses; empty where it refuses the row itself."""
    table = getattr(getattr(error.__cause__, "diag", None), "table_name", None)
    refused = [(name, part) for name, part in draft.new_parts if part._meta.db_table == table]
    for name, part in refused:
        try:
            part.validate_constraints([field.name for field in part._meta.fields if field.is_relation])
        except ValidationError:
            return name
    names = {name for name, _part in refused}
    return names.pop() if len(names) == 1 else ""


def _words(error: IntegrityError | DataError) -> str:
    if isinstance(error, IntegrityError):
        return words_for(error)
    return _("The database cannot take this row.")


def _write_piece(drafts: Sequence[Draft]) -> None:
    rows = {
        state: [draft.row for draft in drafts if draft.state == state and draft.row]
        for state in (NEW, UPDATE)
    }
    model = type(next(row for some in rows.values() for row in some))
    model._base_manager.bulk_create(rows[NEW])
    changed = {change[0] for draft in drafts if draft.state == UPDATE for change in draft.changes}
    _update(model, rows[UPDATE], changed)
    for name in {name for draft in drafts for name in draft.many}:
        _link(model, name, drafts)
    parts = defaultdict(list)
    for draft in drafts:
        for _name, part in draft.new_parts:
            parts[type(part)].append(part)
    for of, some in parts.items():
        of._base_manager.bulk_create(some)


def _update(model: type[Model], rows: Sequence[Model], changed: set[str]) -> None:
    """Only the columns that change in one of them, with those that follow from them."""
    names = changed & {field.name for field in model._meta.concrete_fields}
    names |= {field.name for field in originals(model) if names & set(columns_of(model, field.name))}
    for field in model._meta.concrete_fields:
        if isinstance(field, SortKeyField) or getattr(field, "auto_now", False):
            names.add(field.name)
            for row in rows:
                field.pre_save(row, False)
    if rows and names:
        model._base_manager.bulk_update(rows, sorted(names))


def _link(model: type[Model], name: str, drafts: Sequence[Draft]) -> None:
    """Let each row point to just those that it names."""
    field: Any = model._meta.get_field(name)
    through = field.remote_field.through
    here = through._meta.get_field(field.m2m_field_name()).attname
    there = through._meta.get_field(field.m2m_reverse_field_name()).attname
    wanted = {draft.row.pk: draft.many[name] for draft in drafts if name in draft.many and draft.row}
    linked: dict[Any, dict[Any, Any]] = defaultdict(dict)
    links = through._base_manager.filter(**{f"{here}__in": list(wanted)})
    for pk, mine, other in links.values_list("pk", here, there):
        linked[mine][other] = pk
    gone = [pk for mine in wanted for other, pk in linked[mine].items() if other not in wanted[mine]]
    if gone:
        through._base_manager.filter(pk__in=gone).delete()
    through._base_manager.bulk_create(
        through(**{here: mine, there: other})
        for mine, others in wanted.items()
        for other in others
        if other not in linked[mine]
    )
