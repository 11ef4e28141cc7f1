"""What parks let each other see, in the API."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.once import AnswersOnce
from common.bodies import Day, Known
from common.shapes import One, Plain, Shape
from common.writing import Creates, Deletes
from organisations.api import ORGANISATION_BRIEF
from organisations.models import Organisation

from .. import bodies
from ..models import Share
from ..operations import interactions, keeping
from ..operations import shares as operations
from ..share_filters import ShareFilter
from .agreements import AGREEMENT_BRIEF
from .bodies import OfPark
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


def _parks(user):
    return Organisation.objects.visible_to(user).filter(park__is_published=True)


class ShareBody(OfPark):
    """A new share of one thing."""

    receiver = Known(_parks, slug="slug", help_text=_("The park that may look, by id or slug."))
    partner = Known(bodies.known_to, slug="slug", allow_null=True, default=None)
    agreement = Known(keeping.writable_by, slug="slug", allow_null=True, default=None)
    interaction = Known(interactions.writable_by, allow_null=True, default=None)
    starts_on = Day(default=timezone.localdate)
    ends_on = Day(allow_null=True, default=None)


class ShareViewSet(AnswersOnce, Creates, Deletes):
    """A partner, an agreement or an interaction that one park lets another see; told to both only.

    DELETE takes it back: at once the other park sees nothing of it any more. The row stays, with the moment.
    """

    shape, filterset, body = SHARE, ShareFilter, ShareBody

    def writable(self):
        return operations.writable_by(self.request.user)

    def make(self, given):
        return operations.give_share(Share(**given), by=self.request.user)

    def remove(self, row):
        operations.revoke_share(row, by=self.request.user)
