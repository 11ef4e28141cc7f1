"""Logging what happened with partners, and keeping track of what follows from it."""

import datetime
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from psycopg2.errors import CheckViolation

from common import richtext
from common.changes import changed
from common.refusals import words_for
from organisations.models import Organisation

from .. import events
from ..models import Attendee, Contact, FollowUp, Interaction, InteractionPartner, Partner
from .meanwhile import check_unchanged

#: What kind of organisation a partner of a kind is.
ORGANISATION_KINDS = {
    Partner.Kind.GOVERNMENT: Organisation.Kind.GOVERNMENT,
    Partner.Kind.UNIVERSITY: Organisation.Kind.UNIVERSITY,
    Partner.Kind.RESEARCH: Organisation.Kind.RESEARCH,
    Partner.Kind.CORPORATION: Organisation.Kind.COMPANY,
    Partner.Kind.INVESTOR: Organisation.Kind.INVESTOR,
    Partner.Kind.ASSOCIATION: Organisation.Kind.ASSOCIATION,
    Partner.Kind.MEDIA: Organisation.Kind.MEDIA,
    Partner.Kind.PROVIDER: Organisation.Kind.COMPANY,
}


@dataclass(frozen=True)
class NewBody:
    """A body that the portal does not know yet."""

    name: str
    kind: str


@dataclass(frozen=True)
class NextStep:
    """What is to be done after an interaction."""

    text: str
    due_on: datetime.date
    assignee: Any = None


@dataclass(frozen=True)
class Present:
    """The names of those who were there, and the contacts that were chosen from a list."""

    ours: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)


def parks_of(user) -> QuerySet[Organisation]:
    """The parks that this user logs for: those of an open membership."""
    return Organisation.objects.of_member(user).filter(park__isnull=False).order_by("sort_en", "pk")


def writable_by(user) -> QuerySet[Interaction]:
    """What this user may change: what the user's own parks logged."""
    return Interaction.objects.visible_to(user).filter(owner__in=parks_of(user).values("pk"))


def log_interaction(
    interaction: Interaction,
    *,
    by,
    partners: Iterable[Organisation],
    new_bodies: Iterable[NewBody] = (),
    present: Present | None = None,
    next_steps: Iterable[NextStep] = (),
) -> tuple[Interaction, bool]:
    """Keep a new interaction with all that belongs to it.

    interaction   not saved yet; its `submission` says of which form it is
    Returns       the interaction, and whether it is new: what was sent twice is kept once
    """
    interaction.created_by = by
    try:
        with transaction.atomic():
            _save(interaction)
            bodies = dict.fromkeys([*partners, *map(create_body, new_bodies)])
            InteractionPartner.objects.bulk_create(
                InteractionPartner(interaction=interaction, organisation=body) for body in bodies
            )
            if present:
                _note_present(interaction, present)
            steps = FollowUp.objects.bulk_create(
                FollowUp(owner=interaction.owner, interaction=interaction, **vars(step))
                for step in next_steps
            )
            for step in steps:
                events.follow_up_assigned(step, by)
    except IntegrityError:
        first = Interaction.objects.filter(created_by=by, submission=interaction.submission)
        if not interaction.submission or not first:
            raise
        return first[0], False
    return interaction, True


@transaction.atomic
def change_interaction(
    interaction: Interaction,
    *,
    partners: Iterable[Organisation] | None = None,
    new_bodies: Iterable[NewBody] = (),
    present: Present | None = None,
    seen: datetime.datetime | None = None,
) -> Interaction:
    """Keep what was changed of an interaction, its partners and who was there; follow-ups stay.

    Partners, and those who were there, stay as they are where none are given. A draft is completed by
    it: from now on the colleagues see it.

    seen     `updated_at` of the state that the change was made on; not looked at without
    Raises   ChangedMeanwhile; ValidationError
    """
    check_unchanged(Interaction.objects.select_for_update().get(pk=interaction.pk), seen)
    if interaction.is_draft:
        interaction.is_draft, interaction.created_at = False, timezone.now()
    _save(interaction)
    if partners is not None:
        interaction.partners.set([*partners, *map(create_body, new_bodies)])
    if present is not None:
        interaction.attendees.all().delete()
        _note_present(interaction, present)
    return interaction


@transaction.atomic
def delete_interaction(interaction: Interaction) -> None:
    """Delete an interaction, and its follow-ups with it."""
    interaction.delete()


@transaction.atomic
def mark_follow_up(follow_up_id: str, *, done: bool, by) -> FollowUp:
    """Say that it is done, or that it is not after all; who said so first stays."""
    follow_up = FollowUp.objects.select_for_update().get(pk=follow_up_id)
    if done == (follow_up.done_at is None):
        follow_up.done_at, follow_up.done_by = (timezone.now(), by) if done else (None, None)
        follow_up.save(update_fields=["done_at", "done_by"])
    return follow_up


def create_body(new: NewBody) -> Organisation:
    """A new organisation with the profile of a partner. Curators publish both."""
    language = (get_language() or "en").replace("-", "_")
    slug = slugify(new.name)[:80]
    if not slug or Organisation.objects.filter(slug=slug).exists():
        slug = f"{slug or 'body'}-{secrets.token_hex(4)}"
    body = Organisation(slug=slug, kind=ORGANISATION_KINDS[Partner.Kind(new.kind)], is_published=False)
    setattr(body, f"name_{language}", new.name)
    body.save()
    changed([Partner.objects.create(organisation=body, kind=new.kind, is_published=False), body])
    return body


def _save(interaction: Interaction) -> None:
    """What the checks of the database refuse is told as they say it; asking first would cost a query."""
    interaction.notes = richtext.clean(interaction.notes)
    try:
        interaction.save()
    except IntegrityError as error:
        if isinstance(error.__cause__, CheckViolation):
            raise ValidationError({NON_FIELD_ERRORS: [words_for(error)]}) from error
        raise


def _note_present(interaction: Interaction, present: Present) -> None:
    """Write down who was there: as a colleague or contact where the name is that of just one."""
    colleagues, contacts = {}, {}
    if present.ours:
        colleagues = _by_name(
            (str(membership.user), membership.user)
            for membership in interaction.owner.memberships.filter(ended_at=None).select_related("user")
        )
    if present.theirs:
        known = Contact.objects.filter(owner=interaction.owner_id, name__in=present.theirs).only("name")
        contacts = _by_name((contact.name, contact) for contact in known)
    sides = Attendee.Side
    there = [_attendee(interaction, sides.OURS, name, "user", colleagues) for name in present.ours]
    there += [Attendee(interaction=interaction, side=sides.THEIRS, contact=one) for one in present.contacts]
    there += [_attendee(interaction, sides.THEIRS, name, "contact", contacts) for name in present.theirs]
    once = {(one.side, one.user, one.contact, one.name): one for one in there}
    Attendee.objects.bulk_create(once.values())


def _by_name(named: Iterable[tuple[str, object]]) -> dict[str, object]:
    """By name in any case; a name that two share stands for neither."""
    found: dict[str, object] = {}
    for name, thing in named:
        key = name.casefold()
        found[key] = None if key in found else thing
    return found


def _attendee(interaction, side, name, link, known) -> Attendee:
    thing = known.get(name.casefold())
    who = {link: thing} if thing else {"name": name}
    return Attendee(interaction=interaction, side=side, **who)
