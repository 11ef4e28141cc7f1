"""The people whom parks know at their partners, in the API."""

from django.core.validators import validate_email as is_address
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.once import AnswersOnce
from common.bodies import Body, Day, Known, PartialDay, Words, YesNo
from common.shapes import Many, One, Plain, Shape
from common.writing import Creates, Replaces
from curation.api import Merges
from organisations.api import ORGANISATION_BRIEF

from .. import bodies
from ..contact_filters import ContactFilter
from ..forms.contacts import is_language
from ..models import Affiliation, Contact
from ..operations import contacts as operations
from .bodies import OfPark

CONTACT_BRIEF = Shape("ContactBrief", Contact, card=[Plain("id"), Plain("name")])
AFFILIATION = Shape(
    "Affiliation",
    Affiliation,
    card=[
        One("organisation", shape=ORGANISATION_BRIEF, known=True),
        Plain("title"),
        Plain("started_on"),
        Plain("ended_on"),
    ],
)
CONTACT = Shape(
    "Contact",
    Contact,
    card=[
        Plain("id"),
        One("owner", shape=ORGANISATION_BRIEF, known=True, note="The park that keeps it."),
        Plain("name"),
        Plain("native_name"),
        Plain("email"),
        Plain("phone"),
        Plain("languages"),
        Plain("do_not_contact"),
        Plain("is_example"),
        Many("affiliations", shape=AFFILIATION, by="contact"),
        Plain("updated_at"),
    ],
    detail=[
        Plain("consent"),
        Plain("consent_on"),
        Plain("consent_source"),
        Plain("do_not_contact_reason"),
        Plain("note"),
        Plain("erased_at"),
        Plain("created_at"),
    ],
)


class AffiliationBody(Body):
    organisation = Known(bodies.known_to, slug="slug")
    title = Words(max_length=200, allow_blank=True, required=False)
    started_on = PartialDay(allow_null=True, required=False)
    ended_on = PartialDay(allow_null=True, required=False)


class ContactChange(Body):
    """What may be changed of a contact."""

    name = Words(max_length=200)
    native_name = Words(max_length=200, allow_blank=True, default="")
    email = Words(max_length=254, allow_blank=True, default="", validators=[is_address])
    phone = Words(max_length=50, allow_blank=True, default="")
    languages = serializers.ListField(
        child=Words(max_length=35, validators=[is_language]),
        max_length=12,
        default=list,
        help_text=_("Tags of BCP 47: en, zh-Hans, ur."),
    )
    consent = serializers.ChoiceField(choices=Contact.Consent.choices, default=Contact.Consent.UNKNOWN)
    consent_on = Day(allow_null=True, default=None)
    consent_source = Words(max_length=200, allow_blank=True, default="")
    do_not_contact = YesNo(default=False)
    do_not_contact_reason = Words(max_length=200, allow_blank=True, default="")
    note = Words(max_length=20_000, allow_blank=True, default="")


class ContactBody(OfPark, ContactChange):
    """A new contact, and where the person works."""

    affiliations = AffiliationBody(many=True, max_length=10, default=list)  # type: ignore[call-arg]


class ContactViewSet(AnswersOnce, Creates, Replaces, Merges):
    """People at partners, each kept by one park for itself; never public.

    Members of that park change a contact, and make one of two. None is deleted but by erasure, which is done
    on its page.
    """

    shape, filterset = CONTACT, ContactFilter
    body, changed_body = ContactBody, ContactChange

    def writable(self):
        return operations.writable_by(self.request.user)

    def make(self, given):
        by, affiliations = self.request.user, given.pop("affiliations")
        contact = operations.add_contact(Contact(**given), by=by)
        for affiliation in affiliations:
            operations.add_affiliation(Affiliation(contact=contact, **affiliation), by=by)
        return contact

    def change(self, row, given):
        for name, value in given.items():
            setattr(row, name, value)
        operations.change_contact(row, by=self.request.user)
