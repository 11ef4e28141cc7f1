"""Who belongs to an organisation, in the API."""

from common.people import UserEmail, UserName
from common.shapes import One, Plain, Shape
from common.writing import Changes, Deletes
from organisations.api import ORGANISATION_BRIEF

from ..filters import MembershipFilter
from ..models import Membership
from ..operations.members import change_role, end_membership
from .looking_after import LookedAfter, RoleBody

MEMBERSHIP = Shape(
    "Membership",
    Membership,
    card=[
        Plain("id"),
        One("organisation", shape=ORGANISATION_BRIEF, known=True),
        UserName("name", "user"),
        UserEmail("email", "user"),
        Plain("role"),
        Plain("started_at"),
        Plain("ended_at", note="From then on the person does not act for it any more."),
    ],
)


class MembershipViewSet(LookedAfter, Changes, Deletes):
    """Who belongs to the organisations that you manage, today and before; and your own memberships.

    PATCH changes the role, DELETE ends the membership at once: the row stays, with the moment.
    A key needs the scope `members` to write, and can neither make nor end managers.
    """

    shape, filterset, body = MEMBERSHIP, MembershipFilter, RoleBody

    def writable(self):
        return super().writable().open()

    def change(self, row, given):
        if "role" in given:
            change_role(row, given["role"], by=self.request.user)

    def remove(self, row):
        end_membership(row, by=self.request.user)
