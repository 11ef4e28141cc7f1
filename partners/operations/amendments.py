"""Numbered amendments: the only way in which a signed text changes."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from common.changes import changed
from common.translated import columns_of

from .. import final_text
from ..models import Agreement, AgreementParty, Amendment
from .agreements import follow_dates, require
from .drafting import Part, note_countries, set_parts
from .keeping import hold
from .meanwhile import check_unchanged
from .obligations import lapse_dues, work_out_dues

TERMS, PARTIES = "fields_of_cooperation", "parties"


@transaction.atomic
def amend(
    agreement: Agreement,
    changes: Mapping[str, Any],
    reason: str,
    effective_on: datetime.date,
    by,
    seen: datetime.datetime | None = None,
) -> Amendment:
    """Change the text of a signed agreement, and keep what it said before.

    changes   by field of the text: title, kind, starts_on, ends_on, summary, as the model takes them (a
              title and a summary are those of the active language, or of one named: title_zh_hans);
              fields_of_cooperation: terms; parties: organisations that are parties (others stay)
    seen      `updated_at` of the state that the change was made on; not looked at without
    Raises    ValidationError of the fields; ChangedMeanwhile; RuleBroken when it is not in force
    """
    held = hold(agreement, by)
    check_unchanged(held, seen)
    require("amend", held)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    if held.signed_on and effective_on < held.signed_on.earliest:
        raise ValidationError({"effective_on": _("It was not signed by then.")})
    difference = {**_change_columns(held, changes), **_change_links(held, changes)}
    if not difference:
        raise ValidationError(_("Nothing is changed by this."))
    number = (held.amendments.aggregate(last=Max("number"))["last"] or 0) + 1
    changed([held])
    amendment = Amendment.objects.create(
        agreement=held,
        number=number,
        reason=reason,
        difference=difference,
        effective_on=effective_on,
        made_by=by,
    )
    _follow(held)
    return amendment


def _change_columns(agreement: Agreement, changes: Mapping[str, Any]) -> dict[str, list]:
    columns = set(final_text.columns())
    known = {field.name: field for field in Agreement._meta.fields if field.name in columns}
    difference = {}
    for name, value in changes.items():
        if name in (TERMS, PARTIES):
            continue
        column = _column(name)
        if column not in known:
            raise ValidationError({name: _("This is not a part of the text.")})
        before, after = getattr(agreement, column), known[column].to_python(value)
        if (before or None) != (after or None):
            setattr(agreement, column, after)
            difference[column] = [_plain(before), _plain(after)]
    if difference:
        agreement.full_clean()
        with final_text.amending(agreement):
            agreement.save()
    return difference


def _change_links(agreement: Agreement, changes: Mapping[str, Any]) -> dict[str, list]:
    difference = {}
    if TERMS in changes:
        before, after = _ids(agreement.fields_of_cooperation.all()), _ids(changes[TERMS])
        if before != after:
            with final_text.amending(agreement):
                agreement.fields_of_cooperation.set(changes[TERMS])
            difference[TERMS] = [before, after]
    if PARTIES in changes:
        parties = list(dict.fromkeys(changes[PARTIES]))
        if len(parties) < 2:
            raise ValidationError({PARTIES: _("It needs two parties first.")})
        kept = agreement.parties.select_related("organisation")
        role = AgreementParty.Role.PARTY
        before = _ids(party.organisation for party in kept if party.role == role)
        others = [Part(party.organisation, party.role) for party in kept if party.role != role]
        if before != _ids(parties):
            with final_text.amending(agreement):
                set_parts(agreement, [*map(Part, parties), *others])
            note_countries(agreement)
            difference[PARTIES] = [before, _ids(parties)]
    return difference


def _follow(agreement: Agreement) -> None:
    """Let status and dues follow new dates at once."""
    today = timezone.localdate()
    follow_dates(agreement, today)
    if agreement.ends_on:
        lapse_dues(agreement, agreement.ends_on.latest)
    for obligation in agreement.obligations.all():
        work_out_dues(obligation, today)


def _column(name: str) -> str:
    is_translated = columns_of(Agreement, name) != (name,)
    return build_localized_fieldname(name, get_language() or "en") if is_translated else name


def _plain(value) -> str | None:
    return str(value) if value else None


def _ids(rows: Iterable) -> list[str]:
    return sorted(row.pk for row in rows)
