"""What park staff log, and what follows from it, in the API."""

from common.api import RecordViewSet
from common.shapes import Many, One, Plain, Shape
from organisations.api import ORGANISATION_BRIEF

from ..follow_up_filters import FollowUpFilter
from ..interaction_filters import InteractionFilter
from ..models import Attendee, FollowUp, Interaction
from .agreements import AGREEMENT_BRIEF
from .contacts import CONTACT_BRIEF
from .people import AttendeeName, UserEmail, UserName

ATTENDEE = Shape(
    "Attendee",
    Attendee,
    card=[Plain("side"), AttendeeName("name"), One("contact", shape=CONTACT_BRIEF)],
)
FOLLOW_UP_BRIEF = Shape(
    "FollowUpBrief",
    FollowUp,
    card=[
        Plain("id"),
        Plain("text"),
        Plain("due_on"),
        UserEmail("assignee", note="E-mail address of the colleague who is to do it."),
        Plain("done_at"),
    ],
)
INTERACTION = Shape(
    "Interaction",
    Interaction,
    card=[
        Plain("id"),
        One("owner", shape=ORGANISATION_BRIEF, known=True, note="The park that logged it."),
        Plain("kind"),
        Plain("happened_on"),
        Plain("started_at"),
        Plain("time_zone"),
        Plain("title"),
        Plain("place"),
        Plain("outcome"),
        Many("partners", shape=ORGANISATION_BRIEF, known=True),
        Plain("is_draft"),
        Plain("origin"),
        Plain("updated_at"),
    ],
    detail=[
        Plain("notes"),
        One("agreement", shape=AGREEMENT_BRIEF),
        Many("attendees", shape=ATTENDEE, by="interaction"),
        Many("follow_ups", shape=FOLLOW_UP_BRIEF, by="interaction", order=["due_on"]),
        UserName("logged_by", "created_by"),
        Plain("created_at"),
    ],
)
INTERACTION_BRIEF = Shape(
    "InteractionBrief", Interaction, card=[Plain("id"), Plain("kind"), Plain("happened_on"), Plain("title")]
)
FOLLOW_UP = Shape(
    "FollowUp",
    FollowUp,
    card=[
        Plain("id"),
        One("owner", shape=ORGANISATION_BRIEF, known=True, note="The park that keeps it."),
        Plain("text"),
        UserEmail("assignee", note="E-mail address of the colleague who is to do it."),
        Plain("due_on"),
        Plain("done_at"),
        UserName("done_by"),
        One("interaction", shape=INTERACTION_BRIEF),
        One("agreement", shape=AGREEMENT_BRIEF),
        Plain("created_at"),
    ],
)


class InteractionViewSet(RecordViewSet):
    """Meetings, visits, calls and messages with partners, as parks logged them; never public."""

    shape, filterset = INTERACTION, InteractionFilter


class FollowUpViewSet(RecordViewSet):
    """What staff of a park have to do, by when; never public."""

    shape, filterset = FOLLOW_UP, FollowUpFilter
