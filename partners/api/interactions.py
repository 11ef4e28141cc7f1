"""What park staff log, and what follows from it, in the API."""

from accounts.once import AnswersOnce
from common.people import UserEmail, UserName
from common.shapes import Many, One, Plain, Shape
from common.writing import Creates, Deletes, Replaces
from organisations.api import ORGANISATION_BRIEF

from ..follow_up_filters import FollowUpFilter
from ..interaction_filters import InteractionFilter
from ..models import Attendee, FollowUp, Interaction
from ..operations import follow_ups
from ..operations import interactions as operations
from .agreements import AGREEMENT_BRIEF
from .contacts import CONTACT_BRIEF
from .interaction_bodies import FollowUpBody, FollowUpChange, InteractionBody, InteractionChange
from .people import AttendeeName

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
        Plain("is_example"),
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


class InteractionViewSet(AnswersOnce, Creates, Replaces, Deletes):
    """Meetings, visits, calls and messages with partners, as parks logged them; never public.

    Members of the park that logged an interaction change it; staff of parks above it read it.
    """

    shape, filterset, body = INTERACTION, InteractionFilter, InteractionBody
    changed_body = InteractionChange

    def writable(self):
        return operations.writable_by(self.request.user)

    def make(self, given):
        partners, present = given.pop("partners"), _present(given.pop("attendees"))
        steps = [operations.NextStep(**step) for step in given.pop("follow_ups")]
        interaction = Interaction(origin=Interaction.Origin.API, **given)
        user = self.request.user
        operations.log_interaction(interaction, by=user, partners=partners, present=present, next_steps=steps)
        return interaction

    def change(self, row, given):
        partners, attendees = given.pop("partners", None), given.pop("attendees", None)
        present = None if attendees is None else _present(attendees)
        _set(row, given)
        operations.change_interaction(row, partners=partners, present=present)

    def remove(self, row):
        operations.delete_interaction(row)


class FollowUpViewSet(AnswersOnce, Creates, Replaces):
    """What staff of a park have to do, by when; never public."""

    shape, filterset, body = FOLLOW_UP, FollowUpFilter, FollowUpBody
    changed_body = FollowUpChange

    def writable(self):
        return follow_ups.writable_by(self.request.user)

    def make(self, given):
        return follow_ups.add_follow_up(FollowUp(**given), self.request.user)

    def change(self, row, given):
        done = given.pop("done", None)
        if given:
            _set(row, given)
            follow_ups.change_follow_up(row, self.request.user)
        if done is not None:
            operations.mark_follow_up(row.pk, done=done, by=self.request.user)


def _present(attendees: list[dict]) -> operations.Present:
    ours, theirs = (
        [each["name"] for each in attendees if each["side"] == side and not each["contact"]]
        for side in Attendee.Side.values
    )
    contacts = [each["contact"] for each in attendees if each["contact"]]
    return operations.Present(ours, theirs, contacts)


def _set(row, given: dict) -> None:
    for name, value in given.items():
        setattr(row, name, value)
