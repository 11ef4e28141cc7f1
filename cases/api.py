"""Requests of enterprises, in the API."""

from functools import partial

from rest_framework.decorators import action

from accounts.once import AnswersOnce
from catalogue.api import CATEGORY_BRIEF
from catalogue.models import Listing
from common.shapes import Many, One, Plain, Shape, Text
from common.writing import Creates
from organisations.api import ORGANISATION_BRIEF
from parks.api import PARK_BRIEF

from . import operations
from .bodies import CaseBody, CaseMoveBody, MessageBody
from .filters import CaseApiFilter
from .models import Case, Message


class Answers(Plain):
    """What was answered to the questions of the category, as it was asked."""

    def schema(self, model):
        words = {"type": "string"}
        one = {"type": "object", "properties": {"slug": words, "text": words, "answer": words}}
        return self._described({"type": "array", "items": one})


LISTING_BRIEF = Shape(
    "ListingBrief", Listing, card=[Plain("id"), Plain("slug"), Plain("kind"), Text("title")]
)
MESSAGE = Shape(
    "Message",
    Message,
    card=[Plain("id"), Plain("side", note="Who says it."), Plain("text"), Plain("created_at")],
)
CASE = Shape(
    "Case",
    Case,
    card=[
        Plain("id"),
        One("owner", shape=ORGANISATION_BRIEF, known=True, note="The enterprise that asks."),
        Plain("title"),
        Plain("status"),
        One("listing", shape=LISTING_BRIEF, note="What it is about; null where a need is described."),
        One("category", shape=CATEGORY_BRIEF),
        One("park", shape=PARK_BRIEF, known=True, note="Whose staff handles it; null: the curators."),
        One(
            "provider",
            shape=ORGANISATION_BRIEF,
            known=True,
            note="Who got it. Null for an anonymous listing, until they say who they are.",
        ),
        Plain("countries"),
        Plain("wanted_by"),
        Plain("is_example"),
        Plain("created_at"),
        Plain("updated_at"),
    ],
    detail=[
        Plain("text"),
        Answers("answers"),
        Plain("contact"),
        Plain("reason", note="Why it was declined."),
        Plain("ended_at"),
        Many("messages", shape=MESSAGE, by="case", order=["created_at"]),
    ],
)


class CaseViewSet(AnswersOnce, Creates):
    """What enterprises ask for; never public.

    Members of an enterprise ask, and read what they asked; the staff of its park, and who keeps the
    listing that it is about, read and answer it.
    """

    shape, filterset, body = CASE, CaseApiFilter, CaseBody
    bodies = {"messages": MessageBody, "moves": CaseMoveBody}

    def writable(self):
        return operations.writable_by(self.request.user)

    def make(self, given):
        case, _is_new = operations.submit(Case(**given), self.request.user)
        return case

    @action(detail=True, methods=["post"])
    def messages(self, request, pk):
        """Answer it; for the enterprise that asked: say more. The request is answered, with its messages."""
        return self._act(
            pk,
            lambda row, given: operations.say(
                row, given["text"], request.user, names_provider=given["names_provider"]
            ),
        )

    @action(detail=True, methods=["post"])
    def moves(self, request, pk):
        """Withdraw it, close it, or decline it with a reason."""

        def do(row, given):
            ends = {
                "withdraw": operations.withdraw,
                "close": operations.close,
                "decline": partial(_decline, given["reason"]),
            }
            return ends[given["move"]](row, request.user)

        return self._act(pk, do)


def _decline(reason: str, row: Case, by) -> Case:
    return operations.decline(row, reason, by)
