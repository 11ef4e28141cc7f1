"""How lists of members, of invitations and of requests to join are narrowed down."""

import django_filters
from django.utils.translation import gettext_lazy as _

from common.filters import ChoicesFilter, RecordFilter, YesNoFilter

from .models import Invitation, JoinRequest, Membership


def _organisation() -> django_filters.CharFilter:
    return django_filters.CharFilter(
        field_name="organisation__slug", label=_("Organisation, by slug"), max_length=200
    )


class MembershipFilter(RecordFilter):
    orderings = {"started_at": "started_at"}
    usual = "-started_at"

    organisation = _organisation()
    role = ChoicesFilter(choices=Membership.Role.choices, label=_("Role"))
    is_open = YesNoFilter(method="of_today", label=_("Of today"))

    class Meta:
        model = Membership
        fields = ["organisation", "role", "is_open"]

    def of_today(self, memberships, name, value):
        return memberships.filter(ended_at__isnull=value)


class WaitingFilter(RecordFilter):
    """Base of both: what waits, and what was answered."""

    orderings = {"created_at": "created_at"}
    usual = "-created_at"

    is_waiting = YesNoFilter(method="that_wait", label=_("Waiting"))

    def that_wait(self, rows, name, value):
        waiting = rows.model.objects.waiting()
        return (
            rows.filter(pk__in=waiting.values("pk")) if value else rows.exclude(pk__in=waiting.values("pk"))
        )


class InvitationFilter(WaitingFilter):
    organisation = _organisation()

    class Meta:
        model = Invitation
        fields = ["organisation", "is_waiting"]


class JoinRequestFilter(WaitingFilter):
    organisation = _organisation()

    class Meta:
        model = JoinRequest
        fields = ["organisation", "is_waiting"]
