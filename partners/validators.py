"""Rules of single values, for forms and the API."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _


def has_come(day: datetime.date) -> None:
    """A day on which something may have happened, wherever on earth it was."""
    if day > timezone.now().date() + datetime.timedelta(days=1):  # it is tomorrow somewhere
        raise ValidationError(_("This day is still to come: log what has happened."))
