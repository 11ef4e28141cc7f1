"""What a member finds on the desk: what happened since the last look, and whom the parks met.

The lists are cut within each park before they are put in order: the desk costs what the parks are many,
not what they logged.
"""

import datetime
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, Max, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.models import Organisation
from parks.reach import WithinReach

from .models import Agreement, FollowUp, Interaction, Move

MET_OF_EACH, MET = 50, 200  # interactions to find the last partners in


@dataclass(frozen=True)
class News:
    """Something that somebody else did."""

    at: datetime.datetime
    what: str
    title: str
    url: str
    who: str


def news(user, since: datetime.datetime, size: int) -> list[News]:
    """What others did in the parks within reach since a moment, the newest first."""
    logged = _newest(
        _logged().filter(created_at__gt=since).exclude(created_by=user), user, size, "-created_at"
    )
    done = _newest(FollowUp.objects.filter(done_at__gt=since).exclude(done_by=user), user, size, "-done_at")
    moves = Move.objects.filter(at__gt=since, agreement__in=Agreement.objects.kept_by(user)).exclude(by=user)
    found = [
        *map(_of_interaction, logged.select_related("created_by").order_by("-created_at", "-id")[:size]),
        *map(_of_follow_up, done.select_related("done_by").order_by("-done_at", "-id")[:size]),
        *map(_of_move, moves.select_related("agreement", "by").order_by("-at", "-id")[:size]),
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)[:size]


def latest(user, size: int) -> QuerySet[Interaction]:
    """The last interactions within reach."""
    newest = _newest(_logged(), user, size, "-happened_on", "-id")
    return newest.order_by("-happened_on", "-id")[:size]


def partners_met(user, size: int) -> list[tuple[Organisation, bool]]:
    """The partners of the last interactions, the latest first, and whether the user sees their pages.

    Adds   last, the day of the last of these interactions
    """
    of_each = _newest(_logged(), user, MET_OF_EACH, "-happened_on", "-id")
    ids = list(of_each.order_by("-happened_on", "-id").values_list("pk", flat=True)[:MET])
    met = Organisation.objects.filter(interactions__in=ids).annotate(last=Max("interactions__happened_on"))
    found = list(met.order_by("-last", "pk")[:size])
    visible = Organisation.objects.visible_to(user).filter(pk__in=[one.pk for one in found])
    seen = set(visible.values_list("pk", flat=True))
    return [(one, one.pk in seen) for one in found]


def _logged() -> QuerySet[Interaction]:
    return Interaction.objects.filter(is_draft=False)


def _newest(rows: QuerySet, user, size: int, *order: str) -> QuerySet:
    """Of these rows the first few of each park within reach: all that a list of so many can need."""
    of_park = rows.filter(owner=OuterRef("pk")).order_by(*order).values("pk")[:size]
    parks = Organisation.objects.filter(WithinReach("id", user)).order_by()
    first = parks.annotate(first=Func(ArraySubquery(of_park), function="unnest"))
    return rows.model.objects.filter(pk__in=first.values("first"))


def _of_interaction(one: Interaction) -> News:
    address = reverse("partners:interaction", args=[one.pk])
    return News(one.created_at, _("logged"), one.title, address, str(one.created_by or ""))


def _of_follow_up(one: FollowUp) -> News:
    address = reverse("partners:interaction", args=[one.interaction_id]) if one.interaction_id else ""
    return News(one.done_at, _("done"), one.text, address, str(one.done_by or ""))  # type: ignore[arg-type]


def _of_move(move: Move) -> News:
    title, address = move.agreement.title, move.agreement.get_absolute_url()
    return News(move.at, move.get_after_display(), title, address, str(move.by or _("by its dates")))
