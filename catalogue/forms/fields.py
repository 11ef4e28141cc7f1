"""Fields of forms that only listings need: countries by their names, moments by the clock of their place."""

import datetime
import re
import zoneinfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_countries import countries

from common.zones import is_time_zone
from organisations.models import Organisation
from partners import bodies

MOST_COUNTRIES = 60
BETWEEN = re.compile(r"[,;，；、\n]")


class CountriesField(forms.CharField):
    """Countries with commas between them, by code or by their name in either language; a list of codes."""

    default_error_messages = {"unknown": _("No such country is known: %(names)s.")}

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 2}))
        super().__init__(required=False, max_length=3000, **kwargs)

    def prepare_value(self, value):
        if isinstance(value, list):
            return ", ".join(str(countries.name(code) or code) for code in value)
        return value

    def clean(self, value):
        told = [part.strip() for part in BETWEEN.split(super().clean(value)) if part.strip()]
        known = _codes_by_name()
        if unknown := [name for name in told if name.casefold() not in known]:
            raise ValidationError(
                self.error_messages["unknown"], code="unknown", params={"names": ", ".join(unknown[:5])}
            )
        return list(dict.fromkeys(known[name.casefold()] for name in told))[:MOST_COUNTRIES]

    def has_changed(self, initial, data):
        return self.prepare_value(initial or []) != (data or "")


def _codes_by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in ("en", "zh-hans"):
        with override(language):
            found |= {str(name).casefold(): code for code, name in countries}
    return found | {code.casefold(): code for code, _name in countries}


class ClockInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self):
        super().__init__(format="%Y-%m-%dT%H:%M")


class ClockField(forms.DateTimeField):
    """A day and a time by the clock of a place that another field names: without a zone, see `moment`."""

    widget = ClockInput

    def prepare_value(self, value):
        return value

    def to_python(self, value):
        if isinstance(value, datetime.datetime):
            return value.replace(tzinfo=None, second=0, microsecond=0)
        found = super().to_python(value)
        return found.replace(tzinfo=None) if found else None


def moment(clock: datetime.datetime | None, zone: str) -> datetime.datetime | None:
    """What the clocks of a zone show, as a moment; None where nothing or no known zone is told."""
    if clock is None:
        return None
    try:
        is_time_zone(zone)
    except ValidationError:
        return None
    return clock.replace(tzinfo=zoneinfo.ZoneInfo(zone or "UTC"))


def clock(at: datetime.datetime | None, zone: str) -> datetime.datetime | None:
    """A moment as the clocks of a zone show it."""
    if at is None:
        return None
    return at.astimezone(zoneinfo.ZoneInfo(zone or "UTC")).replace(tzinfo=None, second=0, microsecond=0)


class BodyField(forms.CharField):
    """An organisation by any of its names, or by its slug; empty for none.

    user   who asks: only what they know of is found
    """

    default_error_messages = {
        "unknown": _("No organisation of this name is known."),
        "several": _("Several organisations are called so: write the last part of the address of its page."),
        "alike": _("No organisation is called just so. Did you mean: %(names)s?"),
    }

    def __init__(self, *, user, **kwargs):
        self.user = user
        super().__init__(required=False, max_length=200, **kwargs)

    def prepare_value(self, value):
        if not value or (isinstance(value, str) and not value.startswith("org_")):
            return value
        body = value if isinstance(value, Organisation) else Organisation.objects.filter(pk=value).first()
        if body is None:
            return ""
        return str(body) if len(bodies.exactly(str(body), self.user)) == 1 else body.slug

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        found = bodies.exactly(text, self.user)
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(self.error_messages["several"], code="several")
        if alike := bodies.alike(text, self.user):
            names = "; ".join(map(str, alike))
            raise ValidationError(self.error_messages["alike"], code="alike", params={"names": names})
        raise ValidationError(self.error_messages["unknown"], code="unknown")
