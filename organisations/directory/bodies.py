"""A body as a registry tells it, in our words."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any

YEAR = re.compile(r"[12][0-9]{3}")
WEB = re.compile(r"https?://[^\s]+\.[^\s]+", re.IGNORECASE)


@dataclass(slots=True)
class Body:
    """What a registry tells of a body.

    code          what the registry calls it
    status        active, inactive or withdrawn
    names         (text, language, kind of name) besides the two that it is shown by
    identifiers   (scheme, value), valid ones only
    parent        code of the body that this one is part of
    relations     (kind, code of the other, whether the other is the one that the sentence starts with)
    replaced_by   code of the body that took the place of a withdrawn one
    note          whom its data are owed to, where that must be told
    doubts        what is odd about it: words of `doubts.WORDS`, each with a value
    """

    code: str
    kind: str
    name_en: str = ""
    name_zh_hans: str = ""
    status: str = "active"
    names: list[tuple[str, str, str]] = field(default_factory=list)
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    country: str = ""
    city: str = ""
    city_zh_hans: str = ""
    latitude: str | None = None
    longitude: str | None = None
    website: str = ""
    founded_on: str | None = None
    parent: str | None = None
    relations: list[tuple[str, str, bool]] = field(default_factory=list)
    replaced_by: str = ""
    note: str = ""
    doubts: list[tuple[str, str]] = field(default_factory=list)

    def record(self) -> dict[str, Any]:
        """What is kept of it, to compare with what is told next time."""
        return {
            "name_en": self.name_en,
            "name_zh_hans": self.name_zh_hans,
            "kind": self.kind,
            "country": self.country,
            "city": self.city,
            "city_zh_hans": self.city_zh_hans,
            "latitude": self.latitude,
            "longitude": self.longitude,
            "website": self.website,
            "founded_on": self.founded_on,
            "parent": self.parent,
            "names": sorted(self.names),
            "identifiers": sorted(self.identifiers),
            "relations": sorted(self.relations),
        }

    def told(self) -> tuple[str, str]:
        """The record as JSON, and a digest of all that is told."""
        text = json.dumps(self.record(), ensure_ascii=False, separators=(",", ":"))
        whole = f"{self.status} {self.replaced_by} {text}"
        return text, hashlib.md5(whole.encode(), usedforsecurity=False).hexdigest()


def placed(told: Body, latitude: Any, longitude: Any) -> None:
    """Note where it is; what is not on earth is doubtful."""
    if latitude in (None, "") and longitude in (None, ""):
        return
    try:
        on_earth = -90 <= float(latitude) <= 90 and -180 <= float(longitude) <= 180
    except (TypeError, ValueError):
        on_earth = False
    if on_earth:
        told.latitude, told.longitude = f"{float(latitude):.5f}", f"{float(longitude):.5f}"
    else:
        told.doubts.append(("place", f"{latitude}, {longitude}"))


def web_address(told: Body, link: str | None) -> None:
    if not link:
        return
    if len(link) <= 200 and WEB.fullmatch(link):
        told.website = link
    else:
        told.doubts.append(("website", link[:80]))


def founded(told: Body, year: Any) -> None:
    if not year:
        return
    if YEAR.fullmatch(str(year)):
        told.founded_on = str(year)
    else:
        told.doubts.append(("founded", str(year)))
