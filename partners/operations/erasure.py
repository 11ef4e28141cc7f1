"""What is kept of a contact: handed out as a whole, and erased for good."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.forms.models import model_to_dict
from django.utils import timezone

from accounts.operations.replays import forget_answers_about
from curation.operations.imports import forget_words
from curation.tags import forget_tags
from history.models import states_kept_of
from history.operations import erase, note_erasure, states_of

from ..models import Affiliation, Attendee, Contact, Interaction
from ..models.contacts import BLANK, ERASED
from . import closed_addresses
from .contacts import hold, is_unwilling


@dataclass(frozen=True)
class Kept:
    """What there is of a person.

    attended    interactions in which the person is named as present: by the contact, or by the name alone
    mentioned   interactions whose title or notes hold the name; they stay as they are
    """

    affiliations: QuerySet[Affiliation]
    attended: QuerySet[Interaction]
    mentioned: QuerySet[Interaction]


def kept_of(contact: Contact) -> Kept:
    names = _names(contact)
    owned = Interaction.objects.filter(owner=contact.owner_id)
    words = Q(pk__in=[])
    for name in names:
        words |= Q(title__icontains=name) | Q(notes__icontains=name)
    present = Attendee.objects.filter(Q(contact=contact) | _named_only(contact, names))
    return Kept(
        affiliations=contact.affiliations.all(),
        attended=Interaction.objects.filter(pk__in=present.values("interaction")),
        mentioned=owned.filter(words, is_draft=False).order_by("-happened_on", "-pk"),
    )


def file_of(contact: Contact) -> dict:
    """Everything that is kept of this person, to be handed to them."""
    kept = kept_of(contact)
    affiliations = Q(contact_id=contact.pk)
    return {
        "contact": {"id": contact.pk, **model_to_dict(contact), "created_at": contact.created_at},
        "kept_by": contact.owner.name,
        "affiliations": [
            {"organisation": one.organisation.name, **model_to_dict(one)}
            for one in kept.affiliations.select_related("organisation")
        ],
        "attended": _brief(kept.attended),
        "mentioned": _brief(kept.mentioned),
        "history": {
            "contact": states_of(Contact, Q(pgh_obj_id=contact.pk)),
            "affiliations": states_of(Affiliation, affiliations),
            "attendances": states_of(Attendee, Q(contact_id=contact.pk)),
        },
    }


@transaction.atomic
def erase_contact(contact: Contact, *, by) -> None:
    """Take the person out of the contact and its tags, who was there, earlier states, and kept answers.

    The row stays without a name, so that "somebody was there" stays true. Who did not want to be contacted
    is not written to later either: their addresses stay, as hashes (`closed_addresses`). Raises  NotKeptHere
    """
    held = hold(contact, by)
    names = _names(held)
    if is_unwilling(held):
        closed_addresses.close(_addresses(held))
    attended = kept_of(held).attended.values_list("pk", flat=True)
    forget_answers_about([held.pk, *attended], words=[held.pk])
    forget_words(held.owner_id, [held.pk], names | _addresses(held))
    Attendee.objects.filter(_named_only(held, names)).update(name=ERASED)
    held.affiliations.all().delete()
    for field, value in (BLANK | {"erased_at": timezone.now()}).items():
        setattr(held, field, value)
    held.save()
    noted = note_erasure(held, by=by)
    forget_tags(held, noted)
    erase(Contact, Q(pgh_obj_id=held.pk), noted)
    erase(Affiliation, Q(contact_id=held.pk), noted, goes=True)
    owned = Interaction.objects.filter(owner=held.owner_id)
    erase(Attendee, Q(interaction_id__in=owned.values("pk")) & _is_called(names), noted)


def _names(contact: Contact) -> set[str]:
    """All that the person is or was called here."""
    before = states_kept_of(Contact).filter(pgh_obj_id=contact.pk)
    pairs = [(contact.name, contact.native_name), *before.values_list("name", "native_name")]
    return {name for pair in pairs for name in pair if name and name != ERASED}


def _addresses(contact: Contact) -> set[str]:
    """All that mail reached the person by."""
    before = states_kept_of(Contact).filter(pgh_obj_id=contact.pk).values_list("email", flat=True)
    return {address for address in (contact.email, *before) if address}


def _is_called(names: set[str]) -> Q:
    called = Q(pk__in=[])
    for name in names:
        called |= Q(name__iexact=name)
    return called


def _named_only(contact: Contact, names: set[str]) -> Q:
    """Who was there of the other side and is known by just this name, in the same park's log."""
    unknown = Q(interaction__owner=contact.owner_id, contact=None, user=None, side=Attendee.Side.THEIRS)
    return unknown & _is_called(names)


def _brief(interactions: QuerySet[Interaction]) -> list[dict]:
    logged = interactions.filter(is_draft=False).order_by("happened_on", "pk")
    return [dict(one) for one in logged.values("id", "happened_on", "title")]
