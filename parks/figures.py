"""Figures as they are read: what a page needs of an observation, and how it says it."""

from collections.abc import Iterable

from django.db.models import Prefetch, Q
from django.utils.translation import gettext

from common import numbers
from organisations.models import OrganisationRelation

from .models import Indicator, Milestone, Observation
from .querysets import ObservationQuerySet


def figures_seen_by(user) -> ObservationQuerySet:
    """The visible observations with all that is said about them.

    What hangs on them and is hidden is left out as well: `share_of` and `part_of` are then None.
    """
    visible = Observation.objects.visible_to(user).select_related("indicator")
    return (
        Observation.objects.visible_to(user)
        .select_related("indicator", "organisation")
        .prefetch_related(
            Prefetch("share_of", Indicator.objects.visible_to(user)),
            Prefetch("part_of", visible),
            "passages__source",
            "discrepancies",
        )
    )


def figures_to_audit(user) -> ObservationQuerySet:
    """As `figures_seen_by`, with what the audit reckons with besides: `ratio_of`, and of the organisation
    its `milestones` and, as its `relations_in`, its predecessors with theirs."""
    events = Milestone.objects.visible_to(user).order_by("happened_on")
    predecessors = (
        OrganisationRelation.objects.visible_to(user)
        .filter(kind=OrganisationRelation.Kind.PREDECESSOR)
        .select_related("organisation")
        .prefetch_related(Prefetch("organisation__milestones", events))
    )
    return figures_seen_by(user).prefetch_related(
        Prefetch("ratio_of", Observation.objects.visible_to(user).order_by("pk")),
        Prefetch("organisation__relations_in", predecessors),
        Prefetch("organisation__milestones", events),
    )


def around(observations: Iterable[Observation], user) -> ObservationQuerySet:
    """The visible figures that these may agree or disagree with: of the same bodies, of the same
    totals, of the same thing, and what they are parts of."""
    given = list(observations)
    wholes = [one.part_of_id for one in given if one.part_of_id]
    bases = [one.share_of_id for one in given if one.share_of_id]
    keys = [one.pk for one in given]
    related = Q(organisation__in={one.organisation_id for one in given}) | Q(part_of__in=keys + wholes)
    related |= Q(pk__in=wholes) | Q(share_of__in=bases) | Q(indicator__in=bases)
    return figures_to_audit(user).filter(related).order_by("indicator__ordinal", "pk")


def said(observation: Observation) -> str:
    """The value in the reader's language, with its qualifier: "nearly 73", "over CNY 50 billion"."""
    amount = numbers.quantity(observation.value, observation.indicator.unit, observation.currency)
    return _qualified(observation, amount)


def _qualified(observation: Observation, amount: str) -> str:
    if not observation.qualifier:
        return amount
    words = {"qualifier": observation.get_qualifier_display(), "amount": amount}
    return gettext("%(qualifier)s %(amount)s") % words


def plain(observation: Observation) -> str:
    """As `said`, where the unit is told elsewhere: on the axis of a chart."""
    unit = observation.indicator.unit
    is_percent = unit == Indicator.Unit.PERCENT
    amount = numbers.percent(observation.value) if is_percent else numbers.compact(observation.value)
    return _qualified(observation, amount)


def unit_said(observation: Observation) -> str:
    """The unit that `plain` leaves out: the currency, or square metres."""
    if observation.indicator.unit == Indicator.Unit.MONEY:
        return numbers.currency_name(observation.currency)
    return gettext("m²") if observation.indicator.unit == Indicator.Unit.AREA else ""


def change_said(observation: Observation) -> str:
    """The change against the period before: "+16.9%", "+127"; nothing where none is told."""
    if observation.change is None:
        return ""
    text = numbers.percent if observation.change_is_percent else numbers.number
    return numbers.signed(text(observation.change), observation.change)


def share_said(observation: Observation) -> str:
    """ "34.5% of high-tech product exports of China"; nothing where none is told."""
    if observation.share is None:
        return ""
    share = numbers.percent(observation.share)
    if observation.share_of is None:
        return share
    return gettext("%(share)s of: %(base)s") % {"share": share, "base": observation.share_of}


def multiple_said(observation: Observation) -> str:
    """ "3.1 times the growth of: foreign direct investment in China"; nothing where none is told."""
    if observation.multiple is None:
        return ""
    words = {"multiple": numbers.number(observation.multiple), "base": observation.multiple_of}
    return gettext("%(multiple)s times the growth of: %(base)s") % words


def period_said(observation: Observation) -> str:
    """ "2014", "end of 2015", "as of 2016", "undated"."""
    if observation.period_on is None:
        return gettext("undated")
    date = observation.period_on.display()
    if observation.period_kind == Observation.PeriodKind.END:
        return gettext("end of %(date)s") % {"date": date}
    if observation.period_kind == Observation.PeriodKind.AS_OF:
        return gettext("as of %(date)s") % {"date": date}
    return date
