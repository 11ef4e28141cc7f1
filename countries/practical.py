"""What libraries know of a country: languages, currency, working week, and what time it is there.

Source   Unicode CLDR (by Babel), the IANA time zone database
"""

import datetime
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_time, get_day_names, get_timezone_location
from babel.languages import get_official_languages, get_territory_language_info
from babel.lists import format_list
from babel.numbers import get_currency_name, get_territory_currencies
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.numbers import locale

#: Where the enterprises of the portal are at home.
HOME = "Asia/Shanghai"
#: Used by some beside the time of the law, which is Beijing's all over the country.
UNOFFICIAL = {"Asia/Urumqi"}
#: Of those who live there; from this share on a language is told that has no rank in the law.
WIDELY_SPOKEN = 20
MOST_LANGUAGES = 6
MOST_CITIES = 2


@dataclass(frozen=True)
class Clock:
    """What time it is in one part of a country.

    cities   some that keep this time, in the reader's language; empty where there is one time only
    now      the time there, to the minute, with the day of the week: "Monday 14:05"
    ahead    how it stands to the time at home, in words
    """

    cities: str
    at: datetime.datetime
    now: str
    ahead: str


def languages(country: str) -> list[str]:
    """Official languages, then others that many speak."""
    official = list(get_official_languages(country, de_facto=True))
    told = get_territory_language_info(country)
    share = {code: float(about["population_percent"] or 0) for code, about in told.items()}
    many = [code for code in sorted(share, key=lambda code: -share[code]) if share[code] >= WIDELY_SPOKEN]
    names = locale().languages
    found = (names.get(code) or names.get(code.split("_")[0], "") for code in [*official, *many])
    return list(dict.fromkeys(name for name in found if name))[:MOST_LANGUAGES]


def currencies(country: str) -> list[str]:
    """ "Malaysian ringgit (MYR)"."""
    codes = get_territory_currencies(country)
    return [f"{get_currency_name(code, locale=locale())} ({code})" for code in codes]


def working_week(country: str) -> str:
    """ "Monday to Friday"; nothing where nobody lives."""
    try:
        week = Locale.parse(f"und_{country}")
    except UnknownLocaleError:
        return ""
    days = get_day_names("wide", "stand-alone", locale())
    first, last = days[(week.weekend_end + 1) % 7], days[(week.weekend_start - 1) % 7]
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def clocks(country: str, now: datetime.datetime) -> list[Clock]:
    """The times that are kept in a country at this moment, the most western first."""
    groups: dict[datetime.timedelta, list[str]] = {}
    for zone in _zones(country):
        offset = now.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset() or datetime.timedelta()
        groups.setdefault(offset, []).append(zone)
    home = now.astimezone(zoneinfo.ZoneInfo(HOME)).utcoffset() or datetime.timedelta()
    return [
        _clock(zones if len(groups) > 1 else [], now.astimezone(datetime.timezone(offset)), offset - home)
        for offset, zones in sorted(groups.items())
    ]


def time_at_home(now: datetime.datetime) -> str:
    return said(now.astimezone(zoneinfo.ZoneInfo(HOME)))


def said(at: datetime.datetime) -> str:
    """ "Monday 14:05"."""
    day = get_day_names("abbreviated", "format", locale())[at.weekday()]
    return f"{day} {format_time(at, 'HH:mm', locale=locale())}"


def _clock(zones: Iterable[str], at: datetime.datetime, ahead: datetime.timedelta) -> Clock:
    cities = [get_timezone_location(zone, locale=locale(), return_city=True) for zone in zones]
    return Clock(format_list(cities[:MOST_CITIES], locale=locale()), at, said(at), _ahead(ahead))


def _ahead(difference: datetime.timedelta) -> str:
    """ "5 hours behind Beijing"; half hours stay halves."""
    hours = difference.total_seconds() / 3600
    if not hours:
        return _("as in Beijing")
    whole = int(abs(hours)) if hours == int(hours) else 2  # a broken number is plural
    if hours > 0:
        words = ngettext("%(number)s hour ahead of Beijing", "%(number)s hours ahead of Beijing", whole)
    else:
        words = ngettext("%(number)s hour behind Beijing", "%(number)s hours behind Beijing", whole)
    return words % {"number": f"{abs(hours):g}"}


@cache
def _zones(country: str) -> tuple[str, ...]:
    """The time zones of a country, those first that the world knows by their city."""
    known = zoneinfo.available_timezones() - UNOFFICIAL
    zones = sorted(zone for zone, code in get_global("zone_territories").items() if code == country)
    famous = set(get_global("windows_zone_mapping").values())
    return tuple(sorted((zone for zone in zones if zone in known), key=lambda zone: zone not in famous))
