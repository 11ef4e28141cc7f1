"""What parks let each other see, in the API."""

from common.api import RecordViewSet
from common.shapes import One, Plain, Shape
from organisations.api import ORGANISATION_BRIEF

from ..models import Share
from ..share_filters import ShareFilter
from .agreements import AGREEMENT_BRIEF
from .interactions import INTERACTION_BRIEF

SHARE = Shape(
    "Share",
    Share,
    card=[
        Plain("id"),
        One("owner", shape=ORGANISATION_BRIEF, known=True, note="The park that shares."),
        One("receiver", shape=ORGANISATION_BRIEF, known=True, note="The park that may look."),
        One("partner", shape=ORGANISATION_BRIEF, known=True),
        One("agreement", shape=AGREEMENT_BRIEF),
        One("interaction", shape=INTERACTION_BRIEF),
        Plain("starts_on"),
        Plain("ends_on"),
        Plain("revoked_at"),
        Plain("created_at"),
    ],
)


class ShareViewSet(RecordViewSet):
    """A partner, an agreement or an interaction that one park lets another see; told to both only."""

    shape, filterset = SHARE, ShareFilter
