"""Who asks to join an organisation, in the API."""

from rest_framework.decorators import action

from common.bodies import Body, Words
from common.people import UserEmail, UserName
from common.shapes import One, Plain, Shape
from organisations.api import ORGANISATION_BRIEF

from ..filters import JoinRequestFilter
from ..models import JoinRequest
from ..operations import requests as operations
from .looking_after import LookedAfter, RoleBody

JOIN_REQUEST = Shape(
    "JoinRequest",
    JoinRequest,
    card=[
        Plain("id"),
        One("organisation", shape=ORGANISATION_BRIEF, known=True),
        UserName("name", "user"),
        UserEmail("email", "user"),
        Plain("message"),
        Plain("created_at"),
        Plain("is_granted", note="Null as long as nobody has decided."),
        Plain("answer"),
        UserName("decided_by"),
        Plain("decided_at"),
        Plain("withdrawn_at"),
    ],
)


class RefusalBody(Body):
    """The person gets these words."""

    answer = Words(max_length=1000, allow_blank=True, default="")


class JoinRequestViewSet(LookedAfter):
    """Who asks to act for the organisations that you manage; and what you asked yourself.

    A key needs the scope `members` to answer them, and cannot make managers.
    """

    shape, filterset, body = JOIN_REQUEST, JoinRequestFilter, RoleBody
    bodies = {"refuse": RefusalBody}

    @action(detail=True, methods=["post"])
    def grant(self, request, pk):
        """Let the person in, in a role."""

        def do(row, given):
            operations.grant(row, given["role"], by=request.user)
            return row

        return self._act(pk, do)

    @action(detail=True, methods=["post"])
    def refuse(self, request, pk):
        """Say no; what is written in `answer` is told to the person."""

        def do(row, given):
            operations.refuse(row, given["answer"], by=request.user)
            return row

        return self._act(pk, do)
