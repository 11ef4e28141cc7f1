"""How contacts become one, and what of this room goes over when its organisation or person is merged."""

from django.utils.translation import gettext as _

from curation.mergeable import answers_for, merges, moves
from organisations.models import Organisation

from .models import (
    Affiliation,
    Agreement,
    AgreementParty,
    Attendee,
    Contact,
    FollowUp,
    Interaction,
    InteractionPartner,
    LeadTimes,
    Obligation,
    Partner,
    Share,
)
from .operations.contacts import writable_by


def _is_apart(kept: Contact, other: Contact) -> str:
    if kept.owner_id != other.owner_id:
        return _("These contacts are kept by different parks.")
    if kept.erased_at or other.erased_at:
        return _("An erased contact cannot be merged.")
    return ""


merges(
    Contact,
    name="name",
    wins={"do_not_contact": [True], "consent": [Contact.Consent.WITHDRAWN]},
    alike=_is_apart,
    writable=writable_by,
    visible=lambda user: Contact.objects.visible_to(user),
)
moves(Partner, "organisation")
moves(Agreement, "owner")
moves(AgreementParty, "organisation", "signatory")
moves(Contact, "owner")
moves(Affiliation, "contact", "organisation")
moves(Attendee, "contact")
moves(Interaction, "owner")
moves(InteractionPartner, "organisation")
moves(FollowUp, "owner")
moves(Share, "owner", "receiver", "partner")
moves(Obligation, "debtor")
moves(LeadTimes, "owner")

answers_for(
    Organisation,
    "partners:detail",
    "partners:partner_timeline",
    "partners:partner_latest",
    "partners:partner_feed",
    "partners:park_timeline",
    "partners:park_latest",
    "partners:park_feed",
    "partners:partner_shares",
)
answers_for(Contact, "partners:contact", "api:contacts-detail")
