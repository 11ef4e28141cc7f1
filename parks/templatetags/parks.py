"""What the cards of parks, enterprises and figures show; lists prefetch all of it."""

from django import template
from django.utils.translation import gettext as _

from parks import figures
from parks.models import Enterprise, Observation, Park
from sources.models import Discrepancy

register = template.Library()

STATUS_TONES = {
    Park.Status.PLANNED: ("info", "clock"),
    Park.Status.BUILDING: ("info", "clock"),
    Park.Status.CLOSED: ("quiet", "close"),
}
MOST_PARKS = 3


@register.filter
def park_chips(park: Park) -> list[dict]:
    """The approach, and the status where it is not the usual one."""
    chips = (
        [{"label": park.get_approach_display(), "tone": "accent", "icon": "compass"}] if park.approach else []
    )
    if tones := STATUS_TONES.get(Park.Status(park.status)):
        tone, icon = tones
        chips.append({"label": park.get_status_display(), "tone": tone, "icon": icon})
    return chips


@register.filter
def enterprise_chips(enterprise: Enterprise) -> list[dict]:
    return [{"label": _("multinational"), "tone": "accent"}] if enterprise.is_multinational else []


@register.filter
def settled_in(enterprise: Enterprise) -> list[str]:
    """The country, and the first few parks it is in."""
    names = list(dict.fromkeys(tenancy.park.organisation.name for tenancy in enterprise.tenancies.all()))
    return [str(enterprise.organisation.country.name), *names[:MOST_PARKS]]


@register.filter
def figure_said(observation: Observation) -> dict[str, str]:
    """A figure in the reader's words, as `components/figure.html` takes it."""
    words = {"indicator": observation.indicator, "scope": observation.scope}
    return {
        "label": _("%(indicator)s: %(scope)s") % words if observation.scope else str(observation.indicator),
        "value": figures.said(observation),
        "change": figures.change_said(observation),
        "share": figures.share_said(observation),
        "period": figures.period_said(observation),
    }


@register.filter
def conflict(observation: Observation) -> Discrepancy | None:
    """Where the figure does not agree with others; misprints and wording are told on its own page."""
    arithmetic = Discrepancy.Kind.ARITHMETIC
    return next((one for one in observation.discrepancies.all() if one.kind == arithmetic), None)
