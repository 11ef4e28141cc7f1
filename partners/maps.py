"""Agreements as lines on a map: from the first party to each other one."""

from django.utils.translation import gettext as _

from organisations.maps import point
from organisations.models import Organisation

from .models import Agreement


def agreement_map(agreement: Agreement) -> dict | None:
    """Its visible parties; prefetch them as `sections.with_parties` does."""
    parties = [party.organisation for party in agreement.parties.all()]
    placed = [one for one in parties if one.latitude is not None]
    if len(placed) < 2:
        return None
    first, *others = placed
    return {
        "points": [point(first, size=3), *(point(other, size=2) for other in others)],
        "lines": [agreement_line(agreement, first, other) for other in others],
    }


def agreement_line(agreement: Agreement, one: Organisation, other: Organisation) -> dict:
    """What is only intended is drawn dashed."""
    return {
        "from": one.pk,
        "to": other.pk,
        "kind": "agreement" if agreement.is_partnership else "intention",
        "label": _("%(one)s – %(other)s: %(agreement)s")
        % {"one": one, "other": other, "agreement": agreement.get_kind_display()},
        "url": agreement.get_absolute_url(),
    }
