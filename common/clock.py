"""What day it is where somebody works."""

import datetime
import zoneinfo
from collections import defaultdict
from functools import cache
from importlib.resources import files

from django.db.models import Case, DateField, Value, When
from django.utils import timezone

#: The hour at which a day begins for its reminders: nobody is woken by what falls due.
MORNING = datetime.timedelta(hours=7)


def today_in(country: str, now: datetime.datetime | None = None) -> datetime.date:
    """The day in a country, from seven in the morning there until seven the next morning.

    country   ISO 3166-1 alpha-2; where it has several time zones, that of most people counts; UTC for none
    """
    return ((now or timezone.now()).astimezone(zone_of(country)) - MORNING).date()


def today_of(path: str, now: datetime.datetime | None = None, *, ahead: int = 0) -> Case:
    """`today_in` the country of each row, for the database; so many days ahead of it.

    path   lookup of the column with the code; a row without one counts by UTC
    """
    now, days = now or timezone.now(), datetime.timedelta(days=ahead)
    elsewhere = defaultdict(list)
    for country in _first_zones():
        elsewhere[today_in(country, now)].append(country)
    usual = today_in("", now)
    elsewhere.pop(usual, None)
    others = (When(**{f"{path}__in": codes}, then=Value(day + days)) for day, codes in elsewhere.items())
    return Case(*others, default=Value(usual + days), output_field=DateField())


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
