"""Time zones by the names of the IANA database."""

import zoneinfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def is_time_zone(name: str) -> None:
    if name and name not in zoneinfo.available_timezones():
        raise ValidationError(_("No such time zone is known: write one such as Asia/Shanghai."))
