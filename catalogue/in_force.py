"""Which versions of which policies are in force on a day, and what comes of them for an enterprise."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from .answers import Line, lines, parks_named
from .eligibility import Answer, Facts, Verdict, judge
from .models import Listing, PolicyVersion, Rule
from .words import Kind

#: In this order a list of answers is read.
ORDER = (Answer.MET, Answer.UNKNOWN, Answer.NOT_MET)


@dataclass
class Judged:
    """A policy with its answer, for a list."""

    listing: Listing
    verdict: Verdict
    lines: list[Line]

    @property
    def answer(self) -> Answer:
        return self.verdict.answer


def published_policies(user) -> QuerySet[Listing]:
    return Listing.objects.visible_to(user).filter(kind=Kind.POLICY, is_published=True)


def versions_in_force(policies: QuerySet[Listing], on: datetime.date) -> QuerySet[PolicyVersion]:
    """One of each policy at most, as versions do not overlap; with their rules."""
    return (
        PolicyVersion.objects.filter(listing__in=policies.order_by().values("pk"), valid_from__lte=on)
        .filter(Q(valid_until=None) | Q(valid_until__gte=on))
        .prefetch_related(Prefetch("rules", Rule.objects.order_by("subject")))
        .order_by("listing__sort_en", "listing")
    )


def verdicts_on(policies: QuerySet[Listing], facts: Facts, on: datetime.date) -> list[Verdict]:
    """Eligible first, then what cannot be told, then not eligible; by title within each."""
    found = [judge(one, one.rules.all(), facts, on) for one in versions_in_force(policies, on)]
    return sorted(found, key=lambda one: ORDER.index(one.answer))


def with_listings(
    verdicts: Sequence[Verdict],
    facts: Facts,
    on: datetime.date,
    listings: QuerySet[Listing],
    *,
    may_tell: bool,
) -> list[Judged]:
    """What a page shows of these.

    listings   with what a row shows of them
    """
    rows = {one.pk: one for one in listings.filter(pk__in=[one.version.listing_id for one in verdicts])}
    parks = parks_named(verdicts, facts)
    return [
        Judged(
            rows[one.version.listing_id],
            one,
            lines(one.deciding, facts, on, parks=parks, may_tell=may_tell),
        )
        for one in verdicts
        if one.version.listing_id in rows
    ]
