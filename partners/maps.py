"""Agreements as lines on a map: from the first party to each other one."""

from django.utils.translation import gettext as _

from organisations.maps import point
from organisations.models import Organisation

from .models import Agreement, AgreementParty


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


def partner_map(organisation: Organisation, drawn: dict | None, user) -> dict | None:
    """The map of an organisation with the other parties of its agreements added.

    drawn   the map of its relations, see `organisations.maps.map_around`
    """
    if drawn is None:
        return None
    points = {one["id"]: one for one in drawn["points"]}
    lines = list(drawn["lines"])
    known = AgreementParty.objects.visible_to(user)
    own = known.filter(organisation=organisation).values("agreement")
    others = known.filter(agreement__in=own).exclude(organisation=organisation)
    for party in others.select_related("agreement", "organisation").order_by("id"):
        other = party.organisation
        if other.latitude is not None:
            points.setdefault(other.pk, point(other, size=2))
            lines.append(agreement_line(party.agreement, organisation, other))
    return {"points": list(points.values()), "lines": lines}


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
