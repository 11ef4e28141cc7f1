"""Organisations as the map draws them (data of `components/map.html`)."""

from collections.abc import Iterable

from .models import Organisation


def point(organisation: Organisation, url: str = "", label: str = "", size: int = 1) -> dict | None:
    """Where a body is; None where nobody says. `url` and `label` default to its own page and kind."""
    if organisation.latitude is None:
        return None
    return {
        "id": organisation.pk,
        "name": str(organisation),
        "url": url or organisation.get_absolute_url(),
        "lat": float(organisation.latitude),
        "lng": float(organisation.longitude),
        "kind": "park" if organisation.kind == Organisation.Kind.PARK else "partner",
        "kind_label": str(label or organisation.get_kind_display()),
        "size": size,
    }


def network_map(points: Iterable[dict | None], lines: Iterable[dict] = ()) -> dict | None:
    """Each point once, and the lines of which both ends are on the map; None where there is no point."""
    placed = {one["id"]: one for one in points if one}
    drawn = [line for line in lines if line["from"] in placed and line["to"] in placed]
    return {"points": list(placed.values()), "lines": drawn} if placed else None
