"""Writing an agreement down: a new draft, its changes, and the draft that renews an older one."""

import datetime
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from common.changes import changed
from common.dates import PartialDate
from common.errors import RuleBroken
from common.translated import columns_of
from organisations.models import Organisation
from sources.models import Term

from .. import final_text
from ..models import Agreement, AgreementParty
from .agreements import require
from .interactions import NewBody, create_body
from .keeping import NotKept, hold
from .meanwhile import check_unchanged

Role = AgreementParty.Role


@dataclass(frozen=True)
class Part:
    """A body and the role that it takes."""

    organisation: Organisation
    role: str = Role.PARTY


@transaction.atomic
def draft(
    agreement: Agreement,
    *,
    by,
    parts: Iterable[Part] = (),
    new_bodies: Iterable[NewBody] = (),
    fields: Iterable[Term] = (),
) -> Agreement:
    """Keep a new draft, seen by its keeper and its parties only; not saved yet.

    Raises  NotKept when `by` is not a member of its owner; ValidationError of its fields
    """
    if not Organisation.objects.of_member(by).filter(pk=agreement.owner_id).exists():
        raise NotKept(_("Only members of the organisation that keeps it may do this."))
    agreement.slug = _free_slug(agreement)
    agreement.status, agreement.is_final, agreement.is_published = Agreement.Status.DRAFT, False, False
    agreement.full_clean()
    agreement.save()
    _tie(agreement, [*parts, *(Part(create_body(new)) for new in new_bodies)], fields)
    return agreement


@transaction.atomic
def change_draft(
    agreement: Agreement,
    *,
    by,
    parts: Iterable[Part] | None = None,
    new_bodies: Iterable[NewBody] = (),
    fields: Iterable[Term] | None = None,
    seen: datetime.datetime | None = None,
) -> Agreement:
    """Keep what was changed of a text that is not final; parts and fields that are None stay.

    seen    `updated_at` of the state that the change was made on; not looked at without
    Raises  RuleBroken when it is final or ended; ChangedMeanwhile; ValidationError of its fields
    """
    held = hold(agreement, by)
    check_unchanged(held, seen)
    if held.is_final or not held.is_unsigned:
        raise RuleBroken(_("Its text is final."))
    columns = final_text.columns()
    for column in columns:
        setattr(held, column, getattr(agreement, column))
    held.full_clean()
    held.save()
    if parts is not None:
        parts = [*parts, *(Part(create_body(new)) for new in new_bodies)]
    _tie(held, parts, fields)
    return held


@transaction.atomic
def renew(agreement: Agreement, by) -> Agreement:
    """A new draft with the same text and parties, from the day after the end; signing it renews the older."""
    held = hold(agreement, by)
    require("renew", held)
    # A renewal that was given up makes room; its history tells what it was meant to renew.
    Agreement.objects.filter(renews=held).update(renews=None)
    newer = Agreement(owner=held.owner, kind=held.kind, renews=held, countries=held.countries)
    for name in ("title", "summary"):
        for column in columns_of(Agreement, name):
            setattr(newer, column, getattr(held, column))
    if held.ends_on and held.ends_on.day:
        newer.starts_on = PartialDate((held.ends_on.latest + datetime.timedelta(days=1)).isoformat())
    parts = [Part(party.organisation, party.role) for party in held.parties.select_related("organisation")]
    return draft(newer, by=by, parts=parts, fields=held.fields_of_cooperation.all())


def set_parts(agreement: Agreement, parts: Iterable[Part]) -> None:
    """Let these bodies take part, in this order; who stays in a role keeps its signature."""
    wanted = {(part.organisation.pk, str(part.role)): part for part in parts}
    for party in list(agreement.parties.all()):
        if (party.organisation_id, party.role) not in wanted:
            party.delete()
    for place, part in enumerate(wanted.values(), 1):
        AgreementParty.objects.update_or_create(
            agreement=agreement,
            organisation=part.organisation,
            role=part.role,
            defaults={"ordinal": place},
        )


def note_countries(agreement: Agreement) -> None:
    """The countries of the partner side are those of its parties, but for the keeper's own."""
    home = agreement.owner.country.code if agreement.owner else ""
    there = agreement.parties.filter(role=Role.PARTY).values_list("organisation__country", flat=True)
    agreement.countries = sorted({code for code in there if code and code != home})
    agreement.save(update_fields=["countries", "updated_at"])


def _tie(agreement: Agreement, parts: Iterable[Part] | None, fields: Iterable[Term] | None) -> None:
    if parts is not None:
        set_parts(agreement, parts)
        note_countries(agreement)
    if fields is not None:
        agreement.fields_of_cooperation.set(fields)
    changed([agreement])


def _free_slug(agreement: Agreement) -> str:
    title = next((getattr(agreement, name) for name in columns_of(Agreement, "title")), "") or ""
    return f"{slugify(title)[:80] or 'agreement'}-{secrets.token_hex(4)}"
