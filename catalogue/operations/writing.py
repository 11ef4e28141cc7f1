"""Writing a listing down: a new draft, its changes, and which of its translations are older than it."""

import datetime
import secrets
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from common.roles import is_curator
from organisations.models import Organisation
from partners.operations.meanwhile import check_unchanged

from ..kinds import TEXTS
from ..models import Listing
from ..words import Status
from .keeping import NotKept, hold, store

COLUMNS = [code.replace("-", "_") for code, _name in settings.LANGUAGES]


@transaction.atomic
def draft(listing: Listing, by) -> Listing:
    """Keep a new draft, not saved yet; the members of its owner see it, and curators.

    Raises  NotKept where `by` neither belongs to its owner nor curates; ValidationError of its fields
    """
    own = Organisation.objects.of_member(by).filter(pk=listing.owner_id).exists()
    if not own and not is_curator(by):
        raise NotKept(_("Only members of the organisation that keeps it may do this."))
    listing.slug = listing.slug or _free_slug(listing)
    listing.status, listing.written_by = Status.DRAFT, by
    _keep(listing)
    return listing


@transaction.atomic
def change(listing: Listing, values: Mapping[str, Any], by, seen: datetime.datetime | None = None) -> Listing:
    """Set fields. What a member changes in a published listing is looked at again by a curator.

    Where its category takes two people, such a listing goes back into review and is out no more.

    seen    `updated_at` of the state that the change was made on; not looked at without
    Raises  NotKept; ChangedMeanwhile; ValidationError of its fields
    """
    held = hold(listing, by)
    check_unchanged(held, seen)
    for name, value in values.items():
        setattr(held, name, value)
    have_looked_at(held, by)
    held.written_by = held.written_by or by
    _keep(held)
    return held


def have_looked_at(held: Listing, by) -> None:
    """Note what a change by a member asks of curators; not saved."""
    if held.status == Status.PUBLISHED and not is_curator(by):
        held.review_on = timezone.localdate()
        if held.category.takes_two:
            held.status, held.submitted_by = Status.IN_REVIEW, by


def _keep(listing: Listing) -> None:
    if listing.is_anonymous:
        listing.provider, listing.contact_email = None, ""
    note_translations(listing)
    listing.full_clean(exclude=["translated"])
    store(listing)


def clear_foreign(listing: Listing) -> None:
    """Empty what belongs to other kinds, after its kind was changed; not saved."""
    for column in listing.foreign_columns:
        field: Any = Listing._meta.get_field(column)
        setattr(listing, column, field.get_default())


def note_translations(listing: Listing) -> None:
    """Keep of each translated text the fingerprint of the original that it was written for."""
    before = None if listing._state.adding else Listing.objects.filter(pk=listing.pk).first()
    original = listing.original_language.replace("-", "_")
    noted: dict[str, dict[str, str]] = {}
    for code in COLUMNS:
        if code == original:
            continue
        for name in TEXTS:
            text = getattr(listing, f"{name}_{code}")
            if not text:
                continue
            is_same = before is not None and getattr(before, f"{name}_{code}") == text
            kept = listing.translated.get(code, {}).get(name) if is_same else None
            noted.setdefault(code, {})[name] = kept or fingerprint(getattr(listing, f"{name}_{original}"))
    listing.translated = noted


def outdated(listing: Listing) -> dict[str, list[str]]:
    """By language the texts whose original was changed since they were translated."""
    original = listing.original_language.replace("-", "_")
    found: dict[str, list[str]] = {}
    for code, noted in listing.translated.items():
        for name, mark in noted.items():
            now = fingerprint(getattr(listing, f"{name}_{original}", ""))
            if mark != now and getattr(listing, f"{name}_{code}", ""):
                found.setdefault(code, []).append(name)
    return found


@transaction.atomic
def still_fits(listing: Listing, by) -> Listing:
    """Its translations say what the original says today. Raises  NotKept"""
    held = hold(listing, by)
    original = held.original_language.replace("-", "_")
    held.translated = {
        code: {name: fingerprint(getattr(held, f"{name}_{original}")) for name in noted}
        for code, noted in held.translated.items()
    }
    store(held)
    return held


def fingerprint(text: str | None) -> str:
    return sha256((text or "").encode()).hexdigest()[:16]


def _free_slug(listing: Listing) -> str:
    words = slugify(listing.title_en or "")[:80] or listing.kind
    while True:
        slug = f"{words}-{secrets.token_hex(3)}"
        if not Listing.objects.filter(slug=slug).exists():
            return slug
