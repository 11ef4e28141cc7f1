"""The map of an organisation's page: where it is, and those it stands in a relation to."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from .models import Organisation, OrganisationRelation


def map_around(organisation: Organisation, relations: Iterable[OrganisationRelation]) -> dict | None:
    """Points and lines as `components/map.html` takes them; None where its own place is not known."""
    if organisation.latitude is None:
        return None
    points, lines = {organisation.pk: point(organisation, size=3)}, []
    for relation in relations:
        other = relation.other if relation.organisation_id == organisation.pk else relation.organisation
        if other.latitude is None:
            continue
        points.setdefault(other.pk, point(other))
        ends = {"organisation": relation.organisation, "other": relation.other}
        lines.append(
            {
                "from": relation.organisation_id,
                "to": relation.other_id,
                "kind": "relation",
                "label": _("%(organisation)s – %(other)s") % ends,
            }
        )
    return {"points": list(points.values()), "lines": lines}


def point(organisation: Organisation, *, size: int = 1) -> dict:
    """A place on a map: parks and partners are told apart by form, not by colour alone."""
    return {
        "id": organisation.pk,
        "name": organisation.name,
        "url": organisation.get_absolute_url(),
        "lat": float(organisation.latitude),
        "lng": float(organisation.longitude),
        "kind": "park" if organisation.kind == Organisation.Kind.PARK else "partner",
        "kind_label": organisation.get_kind_display(),
        "size": size,
    }
