"""A mail that a member sends to the portal becomes a draft of that member; nobody else ever sees it."""

from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import translation
from django.utils.translation import gettext as _

from organisations.models import Organisation

from .. import incoming
from ..models import Affiliation, Attendee, Contact, Interaction
from .interactions import parks_of


def receive(raw: bytes) -> Interaction | None:
    """The draft of this mail, or of the one that came before it with the same id.

    A later version of an invitation, and its cancelling, change the draft of the first.
    None for what nobody with a park sent: a sender whom we do not know is told nothing.
    """
    try:
        mail = incoming.read(raw)
    except incoming.Unreadable:
        return None
    known = EmailAddress.objects.filter(email__iexact=mail.sender, verified=True, user__is_active=True)
    address = known.select_related("user").first()
    owner = parks_of(address.user).first() if address else None
    if owner is None:
        return None
    return _keep(mail, address.user, owner)


def _keep(mail: incoming.Incoming, user, owner: Organisation) -> Interaction | None:
    same = Interaction.objects.filter(created_by=user, external_id=mail.external_id)
    if not (mail.is_cancelled or same.exists()):
        kinds, origins = Interaction.Kind, Interaction.Origin
        draft = Interaction(
            owner=owner,
            created_by=user,
            is_draft=True,
            kind=kinds.MEETING if mail.is_invitation else kinds.MESSAGE,
            origin=origins.CALENDAR if mail.is_invitation else origins.MAIL,
            external_id=mail.external_id,
            notes=mail.text,
        )
        try:
            with transaction.atomic():
                return _fill(draft, mail)
        except IntegrityError:  # it came in twice at the same moment
            pass
    return _update(same, mail)


@transaction.atomic
def _update(same: QuerySet[Interaction], mail: incoming.Incoming) -> Interaction | None:
    """Move a draft as a later version of its invitation says; what was completed stays as it is."""
    draft = same.select_for_update().first()
    if draft is None or not (mail.is_invitation and draft.is_draft):
        return draft
    known = draft.sequence or 0
    if mail.sequence > known or (mail.is_cancelled and mail.sequence == known):
        _fill(draft, mail)
    return draft


def _fill(draft: Interaction, mail: incoming.Incoming) -> Interaction:
    draft.title = mail.title
    if mail.is_cancelled:
        author = draft.created_by
        with translation.override((author.language if author else "") or settings.LANGUAGE_CODE):
            draft.title = (_("Cancelled: %(title)s") % {"title": mail.title})[:200]
    draft.happened_on, draft.started_at = mail.day, mail.time
    draft.time_zone, draft.place = mail.time_zone, mail.place
    if mail.is_invitation:
        draft.sequence = mail.sequence
    draft.save()
    draft.attendees.all().delete()
    _note_people(draft, mail.people)
    return draft


def _note_people(draft: Interaction, people: list[tuple[str, str]]) -> None:
    """Who was named: contacts of the park by their address, others by name; and the bodies they are of."""
    people = [one for one in people if one[1] != settings.MAIL_IN_ADDRESS.lower()]
    addresses = [address for __, address in people]
    known = Contact.objects.alias(address=Lower("email")).filter(owner=draft.owner, address__in=addresses)
    contacts = {contact.email.lower(): contact for contact in known}
    for name, address in people:
        contact = contacts.get(address)
        Attendee.objects.create(
            interaction=draft, side=Attendee.Side.THEIRS, contact=contact, name="" if contact else name
        )
    current = Affiliation.objects.filter(contact__in=contacts.values(), ended_on=None)
    bodies = set(current.values_list("organisation_id", flat=True))
    bodies |= _bodies_of({address.rpartition("@")[2] for address in addresses})
    draft.partners.set(Organisation.objects.filter(pk__in=bodies - {draft.owner_id}))


def _bodies_of(domains: set[str]) -> set[str]:
    """Published organisations whose website is at one of these domains."""
    likely = Q()
    for domain in domains:
        likely |= Q(website__icontains=domain)
    if not likely:
        return set()
    found = Organisation.objects.filter(likely, is_published=True).values_list("pk", "website")[:50]
    return {pk for pk, website in found if (urlsplit(website).hostname or "").removeprefix("www.") in domains}
