"""Time zones by the names of the IANA database."""

import zoneinfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def zone_of(name: str) -> zoneinfo.ZoneInfo:
    """The zone of this name; UTC where there is none such, as a row may say that came past all rules."""
    try:
        return zoneinfo.ZoneInfo(name or "UTC")
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return zoneinfo.ZoneInfo("UTC")


def is_time_zone(name: str) -> None:
    if name and name not in zoneinfo.available_timezones():
        raise ValidationError(_("No such time zone is known: write one such as Asia/Shanghai."))
