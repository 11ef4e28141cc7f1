"""Agreements that nothing has come of for a while: signed, and no sign of life since.

Rooms above say by `lives_by` what else keeps an agreement alive.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import (
    DateField,
    Exists,
    Func,
    IntegerField,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.dates import PartialDate, latest_day

from .models import Agreement, Amendment, Due, FollowUp, Interaction, LeadTimes

MONTHS = 6  # where the park that keeps it has not said otherwise
ALIVE = (Agreement.Status.SIGNED, Agreement.Status.ACTIVE, Agreement.Status.EXPIRING)


@dataclass(frozen=True)
class Sign:
    """Rows that show that an agreement lives.

    rows        those that a user sees
    agreement   path to it
    at          column with the day or moment; empty where the row keeps it alive whenever it is from
    """

    label: str | Promise
    rows: Callable[..., QuerySet]
    agreement: str
    at: str = ""


@dataclass(frozen=True)
class LastThing:
    label: str | Promise
    day: PartialDate


SIGNS: list[Sign] = [
    Sign(
        _("interaction"),
        lambda user: Interaction.objects.visible_to(user).filter(is_draft=False),
        "agreement",
        "happened_on",
    ),
    Sign(_("follow-up done"), lambda user: FollowUp.objects.visible_to(user), "agreement", "done_at"),
    Sign(
        _("follow-up done"),
        lambda user: FollowUp.objects.visible_to(user),
        "interaction__agreement",
        "done_at",
    ),
    Sign(
        _("obligation settled"),
        lambda user: Due.objects.visible_to(user),
        "obligation__agreement",
        "settled_at",
    ),
    Sign(_("amendment"), lambda user: Amendment.objects.visible_to(user), "agreement", "made_at"),
]


def lives_by(*signs: Sign) -> None:
    """Register what a room above knows."""
    SIGNS.extend(signs)


class _MonthsAgo(Func):
    """The day so many months before today, by the database's date."""

    template = "(CURRENT_DATE - make_interval(months => %(expressions)s))::date"
    output_field = DateField()


class _IsoDay(Func):
    template = "to_char(%(expressions)s, 'YYYY-MM-DD')"
    output_field = TextField()


def dormant(user) -> QuerySet[Agreement]:
    """Those that are this user's business, by what the user sees of them.

    Adds   months, after which it counts as dormant, and quiet_since, the day so long ago
    """
    lead_times = LeadTimes.objects.filter(owner=OuterRef("owner")).values("dormant_after")
    months = Coalesce(Subquery(lead_times[:1]), Value(MONTHS), output_field=IntegerField())
    signed = Coalesce(
        NullIf(latest_day("signed_on"), Value("")), _IsoDay("created_at"), output_field=TextField()
    )
    agreements = (
        Agreement.objects.inside(user)
        .filter(status__in=ALIVE)
        .annotate(months=months)
        .annotate(quiet_since=_MonthsAgo("months"))
        .alias(signed=signed)
        .filter(signed__lt=_IsoDay("quiet_since"))
    )
    for sign in SIGNS:
        rows = sign.rows(user).order_by().filter(**{sign.agreement: OuterRef("pk")})
        since = {f"{sign.at}__gte": OuterRef("quiet_since")} if sign.at else {}
        agreements = agreements.filter(~Exists(rows.filter(**since)))
    return agreements


def last_things(agreements: Sequence[Agreement], user) -> dict[str, LastThing]:
    """What happened last to each of these, by its key: as many statements as there are signs."""
    last: dict[str, LastThing] = {
        one.pk: LastThing(_("signing"), one.signed_on) for one in agreements if one.signed_on
    }
    for sign in SIGNS:
        if not sign.at:
            continue
        rows = sign.rows(user).filter(**{f"{sign.agreement}__in": [one.pk for one in agreements]})
        for pk, at in rows.order_by().values_list(sign.agreement).annotate(last=Max(sign.at)):
            if at is None:
                continue
            day = timezone.localtime(at).date() if isinstance(at, datetime.datetime) else at
            thing = LastThing(sign.label, PartialDate(day.isoformat()))
            if pk not in last or last[pk].day < thing.day:
                last[pk] = thing
    return last
