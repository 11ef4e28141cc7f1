"""The people whom parks know at their partners, in the API."""

from common.api import RecordViewSet
from common.shapes import Many, One, Plain, Shape
from organisations.api import ORGANISATION_BRIEF

from ..contact_filters import ContactFilter
from ..models import Affiliation, Contact

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
        Many("affiliations", shape=AFFILIATION, by="contact"),
        Plain("updated_at"),
    ],
    detail=[
        Plain("consent"),
        Plain("consent_on"),
        Plain("note"),
        Plain("erased_at"),
        Plain("created_at"),
    ],
)


class ContactViewSet(RecordViewSet):
    """People at partners, each kept by one park for itself; never public."""

    shape, filterset = CONTACT, ContactFilter
