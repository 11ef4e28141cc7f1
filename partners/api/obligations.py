"""What parties owe under agreements, in the API."""

from common.api import RecordViewSet
from common.shapes import Many, One, Plain, Shape
from organisations.api import ORGANISATION_BRIEF

from ..models import Due, Obligation
from ..obligation_filters import ObligationFilter
from .agreements import AGREEMENT_BRIEF
from .people import UserName

DUE = Shape(
    "Due",
    Due,
    card=[
        Plain("id"),
        Plain("due_on"),
        Plain("state"),
        Plain("settled_at"),
        UserName("settled_by"),
        Plain("evidence"),
    ],
)
OBLIGATION = Shape(
    "Obligation",
    Obligation,
    card=[
        Plain("id"),
        One("agreement", shape=AGREEMENT_BRIEF),
        One("debtor", shape=ORGANISATION_BRIEF, known=True, note="Who owes it."),
        Plain("text"),
        Plain("first_due_on"),
        Plain("rhythm"),
        Plain("until"),
        Many("dues", shape=DUE, by="obligation", order=["due_on"]),
        Plain("created_at"),
    ],
)


class ObligationViewSet(RecordViewSet):
    """Who owes what by when under an agreement, with each due date; for those whose agreement it is."""

    shape, filterset = OBLIGATION, ObligationFilter
