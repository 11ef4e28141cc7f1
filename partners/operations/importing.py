"""Tables of what a park keeps: its contacts, and what happened with its partners."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common import richtext
from common.roles import is_curator
from curation.importing.descriptions import Importing, Part
from organisations.models import Organisation

from .. import bodies
from ..models import Affiliation, AgreementParty, Contact, Interaction, InteractionPartner
from .contacts import check_wishes
from .interactions import parks_of


def keepers(user) -> QuerySet[Organisation]:
    """The parks whose rows this user may read in: those of an open membership, all for curators."""
    if is_curator(user):
        return Organisation.objects.filter(park__isnull=False).order_by("sort_en", "pk")
    return parks_of(user)


def keep_contact(contact: Contact, user) -> None:
    check_wishes(contact)


def keep_interaction(interaction: Interaction, user) -> None:
    interaction.notes = richtext.clean(interaction.notes)


def log_for(rows: Sequence[Interaction], user) -> None:
    for row in rows:
        row.created_by = user


CONTACTS = Importing(
    fields=[
        "id",
        "name",
        "native_name",
        "email",
        "phone",
        "languages",
        "consent",
        "consent_on",
        "consent_source",
        "do_not_contact",
        "do_not_contact_reason",
        "note",
    ],
    parts=[
        Part(
            name="organisations",
            model=Affiliation,
            by="contact",
            shows="organisation",
            called=_("organisations"),
            beside={"job_title": "title"},
        )
    ],
    known_by=[("email", "owner"), ("name", "owner", "organisations")],
    owner="owner",
    owners=keepers,
    rows=lambda: Contact.objects.filter(erased_at=None),
    picks={"organisations": bodies.known_to},
    keep=keep_contact,
)
INTERACTIONS = Importing(
    fields=[
        "id",
        "happened_on",
        "started_at",
        "kind",
        "title",
        "notes",
        "outcome",
        "place",
        "agreement",
    ],
    parts=[
        Part(
            name="partners",
            model=InteractionPartner,
            by="interaction",
            shows="organisation",
            called=_("partners"),
        )
    ],
    known_by=[("title", "happened_on", "owner", "partners")],
    makes=log_for,
    owner="owner",
    owners=keepers,
    rows=lambda: Interaction.objects.filter(is_draft=False),
    picks={"partners": bodies.known_to},
    keep=keep_interaction,
)
AGREEMENTS = Importing(
    parts=[
        Part(
            name="parties",
            model=AgreementParty,
            by="agreement",
            shows="organisation",
            called=_("parties"),
        )
    ],
)
