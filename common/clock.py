"""What day it is where somebody works."""

import datetime
import zoneinfo
from functools import cache
from importlib.resources import files

from django.utils import timezone

#: The hour at which a day begins for its reminders: nobody is woken by what falls due.
MORNING = datetime.timedelta(hours=7)


def today_in(country: str, now: datetime.datetime | None = None) -> datetime.date:
    """The day in a country, from seven in the morning there until seven the next morning.

    country   ISO 3166-1 alpha-2; where it has several time zones, that of most people counts; UTC for none
    """
    return ((now or timezone.now()).astimezone(zone_of(country)) - MORNING).date()


def zone_of(country: str) -> datetime.tzinfo:
    name = _first_zones().get(country)
    return zoneinfo.ZoneInfo(name) if name else datetime.UTC


@cache
def _first_zones() -> dict[str, str]:
    """The zone named first of each country: the table lists them by how many people live there, mostly."""
    zones: dict[str, str] = {}
    for line in files("tzdata.zoneinfo").joinpath("zone.tab").read_text().splitlines():
        if line and not line.startswith("#"):
            country, _place, zone = line.split("\t")[:3]
            zones.setdefault(country, zone)
    return zones
