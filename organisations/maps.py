"""Maps of organisations and of what ties them, as `components/map.html` takes them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from .models import Organisation, OrganisationRelation


def point(organisation: Organisation, *, size: int = 1) -> dict:
    """A place on a map: parks and partners are told apart by form, not by colour alone."""
    assert organisation.latitude is not None and organisation.longitude is not None, "it has no place"
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


def relation_map(relation: OrganisationRelation) -> dict | None:
    """Its two ends and the line between them; None where they are in one place, or nobody says where."""
    one, other = relation.organisation, relation.other
    if one.latitude is None or other.latitude is None or _place(one) == _place(other):
        return None
    words = {"organisation": one, "relation": relation.get_kind_display(), "other": other}
    line = {
        "from": one.pk,
        "to": other.pk,
        "kind": "relation",
        "label": _("%(organisation)s %(relation)s %(other)s") % words,
        "url": one.get_absolute_url(),
    }
    return {"points": [point(one), point(other)], "lines": [line]}


def map_around(organisation: Organisation, maps: Iterable[dict | None]) -> dict | None:
    """The map of an organisation's page, with what the sections draw; None where its place is not known."""
    if organisation.latitude is None:
        return None
    return merged([{"points": [point(organisation, size=3)], "lines": []}, *maps])


def merged(maps: Iterable[dict | None]) -> dict:
    """One map of several: each point once, as the first of them has it."""
    points: dict[str, dict] = {}
    lines: list[dict] = []
    for one in maps:
        if one:
            points = {each["id"]: each for each in one["points"]} | points
            lines += one["lines"]
    return {"points": list(points.values()), "lines": lines}


def _place(organisation: Organisation) -> tuple:
    return organisation.latitude, organisation.longitude
