"""Keeping the people whom a park knows at its partners, and respecting what they want."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from curation.duplicates import candidates
from organisations.models import Organisation

from ..models import Affiliation, Contact
from . import closed_addresses
from .interactions import NewBody, create_body, parks_of
from .meanwhile import check_unchanged


class NotKeptHere(RuleBroken):
    """Who asks is no member of the park that keeps the contact, or the contact was erased."""

    code = "not-kept"


def writable_by(user) -> QuerySet[Contact]:
    """What this user may change: the contacts of the user's own parks; erased ones nobody changes."""
    return Contact.objects.filter(owner__in=parks_of(user).values("pk"), erased_at=None)


def contactable() -> QuerySet[Contact]:
    """Those whom a mailing may reach; the one place that says so, with `is_blocked`."""
    return Contact.objects.exclude(email="").exclude(_unwilling())


def is_blocked(address: str) -> bool:
    """Whether somebody with this e-mail address does not want to be written to, whoever keeps them.

    One park's "do not contact" holds for the mailings of all: the person said it to the portal. Who has
    an account decides there: no park can silence what another's staff are told.
    """
    address = address.strip()
    if User.objects.filter(email__iexact=address, is_active=True).exists():
        return False
    unwilling = Contact.objects.filter(_unwilling(), email__iexact=address)
    return unwilling.exists() or closed_addresses.is_closed(address)


def hold(contact: Contact, by) -> Contact:
    """The contact as it is now, locked to the end of the transaction.

    Raises  NotKeptHere when `by` is not a member of its park at this moment
    """
    held = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if not writable_by(by).filter(pk=held.pk).exists():
        raise NotKeptHere(_("Only members of the park that keeps this contact may do this."))
    return held


@transaction.atomic
def add_contact(
    contact: Contact, *, by, at: Organisation | None = None, new_body: NewBody | None = None, title: str = ""
) -> Contact:
    """Keep a person whom the own park got to know.

    at, new_body   where the person works, as `title`
    Raises         NotKeptHere when `by` is not a member of the park; ValidationError of the fields,
                   also of an address that is not to be written to
    """
    if not parks_of(by).filter(pk=contact.owner_id).exists():
        raise NotKeptHere(_("Only members of the park that keeps this contact may do this."))
    _keep(contact)
    workplace = create_body(new_body) if new_body else at
    if workplace:
        Affiliation.objects.create(contact=contact, organisation=workplace, title=title)
    return contact


@transaction.atomic
def change_contact(contact: Contact, *, by, seen: datetime.datetime | None = None) -> Contact:
    """Keep what was changed of a contact.

    seen     `updated_at` of the state that the change was made on; not looked at without
    Raises   NotKeptHere; ChangedMeanwhile; ValidationError
    """
    check_unchanged(hold(contact, by), seen)
    _keep(contact)
    return contact


@transaction.atomic
def add_affiliation(affiliation: Affiliation, *, by, new_body: NewBody | None = None) -> Affiliation:
    """Say where else the contact works or worked."""
    hold(affiliation.contact, by)
    if new_body:
        affiliation.organisation = create_body(new_body)
    affiliation.full_clean()
    affiliation.save()
    return affiliation


@transaction.atomic
def change_affiliation(affiliation: Affiliation, *, by, seen: datetime.datetime | None = None) -> Affiliation:
    """Also its end: a day in `ended_on`. `seen` is as for a contact, and of the affiliation."""
    hold(affiliation.contact, by)
    check_unchanged(Affiliation.objects.select_for_update(of=("self",)).get(pk=affiliation.pk), seen)
    affiliation.full_clean()
    affiliation.save()
    return affiliation


def same_person_perhaps(contact: Contact, at: Organisation | None = None, size: int = 5) -> list[Contact]:
    """Contacts of the same park that may be this person: by address, or by name in any script."""
    kept = Contact.objects.filter(owner=contact.owner_id, erased_at=None).exclude(pk=contact.pk)
    row = {name: getattr(contact, name) for name in ("owner_id", "name", "native_name", "email", "phone")}
    row["organisations"] = [at.pk] if at and at.pk else []
    found = candidates(Contact, [row], None, among=kept, size=size)[0]
    return [one.record for one in found]  # type: ignore[misc]


def _keep(contact: Contact) -> None:
    contact.full_clean()
    check_wishes(contact)
    contact.save()


def check_wishes(contact: Contact) -> None:
    """What a person said of being kept and written to. Raises ValidationError"""
    has_answered = contact.consent != Contact.Consent.UNKNOWN
    if has_answered and not contact.consent_on:
        raise ValidationError({"consent_on": _("Say when they answered.")})
    if closed_addresses.is_closed(contact.email):
        if contact.consent == Contact.Consent.GIVEN and not contact.do_not_contact:
            closed_addresses.open_again(contact.email)
        elif not contact.do_not_contact:
            raise ValidationError({"email": closed_addresses.warning()})


def is_unwilling(contact: Contact) -> bool:
    """Whether what is kept of this contact says that they do not want to be written to."""
    return Contact.objects.filter(_unwilling(), pk=contact.pk).exists()


def _unwilling() -> Q:
    return Q(do_not_contact=True) | Q(consent=Contact.Consent.WITHDRAWN)
