"""What a listing says in short: label and words of each of its fields, as its kind has them."""

import zoneinfo
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django_countries import countries

from .kinds import KINDS, PRICE, TEXTS
from .models import Listing
from .words import Industry

HIDDEN = {"is_anonymous", "time_zone", "ends_at", "sum_max", *PRICE}


def facts_of(listing: Listing) -> list[dict]:
    """For `components/fact_list.html`: the short fields; texts are shown by the page."""
    told = []
    told.append((_("Countries"), names_of_countries(listing.countries) or _("everywhere")))
    told.append((_("Industries"), _labels(Industry, listing.industries) or _("all")))
    for name in KINDS[listing.kind].fields:
        if name not in HIDDEN and name not in TEXTS:
            told.append((label_of(name), words_of(listing, name)))
    if "price_model" in KINDS[listing.kind].fields:
        told.append((_("Price"), price_of(listing)))
    if "sum_min" in KINDS[listing.kind].fields:
        told.append((_("Sum"), span(listing.sum_min, listing.sum_max, listing.currency)))
    if "place" in KINDS[listing.kind].fields:
        told.append((label_of("place"), listing.place))
    if listing.expires_at:
        told.append((_("Listed until"), formats.date_format(listing.expires_at, "DATE_FORMAT")))
    facts = [{"label": label, "value": value} for label, value in told if value]
    if listing.provider:
        name, url = str(listing.provider), listing.provider.get_absolute_url()
        facts.insert(0, {"label": label_of("provider"), "value": name, "url": url})
    elif listing.is_anonymous:
        facts.insert(0, {"label": label_of("provider"), "value": _("anonymous")})
    return facts


def brief_of(listing: Listing) -> list[str]:
    """What decides, in a few words, for a card: when, for how much, until when."""
    told = [when_of(listing), price_of(listing), span(listing.sum_min, listing.sum_max, listing.currency)]
    told += [words_of(listing, name) for name in ("level", "support", "direction", "stage", "space")]
    if listing.closes_on:
        day = formats.date_format(listing.closes_on, "DATE_FORMAT")
        told.append(_("closes on %(date)s") % {"date": day})
    return [words for words in told if words]


def words_of(listing: Listing, name: str) -> str:
    """The value of a field as a reader reads it."""
    value = getattr(listing, name)
    if name == "starts_at":
        return when_of(listing)
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        choices = dict(_field(name).base_field.flatchoices)
        return pgettext("between names", ", ").join(str(choices.get(code, code)) for code in value)
    display = getattr(listing, f"get_{name}_display", None)
    return str(display() if display else formats.localize(value))


def when_of(listing: Listing) -> str:
    """When an event is, by the clock of its place."""
    if listing.starts_at is None:
        return ""
    zone = zoneinfo.ZoneInfo(listing.time_zone or "UTC")
    begins = listing.starts_at.astimezone(zone)
    told = formats.date_format(begins, "DATETIME_FORMAT")
    if listing.ends_at:
        ends = listing.ends_at.astimezone(zone)
        form = "TIME_FORMAT" if ends.date() == begins.date() else "DATETIME_FORMAT"
        told = f"{told} – {formats.date_format(ends, form)}"
    return f"{told} ({listing.time_zone})"


def price_of(listing: Listing) -> str:
    if not listing.price_model:
        return ""
    how = listing.get_price_model_display()
    amount = span(listing.price_from, listing.price_to, listing.currency)
    return _("%(how)s: %(amount)s") % {"how": how, "amount": amount} if amount else str(how)


def span(low, high, currency: str) -> str:
    told = [_number(one) for one in (low, high) if one is not None]
    if not told:
        return ""
    if high is None:
        return _("from %(amount)s %(currency)s") % {"amount": told[0], "currency": currency}
    if low is None:
        return _("up to %(amount)s %(currency)s") % {"amount": told[0], "currency": currency}
    return f"{'–'.join(dict.fromkeys(told))} {currency}"


def _number(amount) -> str:
    return formats.number_format(f"{amount.normalize():f}", use_l10n=True, force_grouping=True)


def names_of_countries(codes: list[str]) -> str:
    return pgettext("between names", ", ").join(str(countries.name(code) or code) for code in codes)


def _labels(choices, codes: list[str]) -> str:
    labels = dict(choices.choices)
    return pgettext("between names", ", ").join(str(labels.get(code, code)) for code in codes)


def label_of(name: str) -> str:
    """As people call a field; a name that is none (any more) stands for itself."""
    try:
        return capfirst(str(_field(name).verbose_name))
    except FieldDoesNotExist:
        return name


def _field(name: str) -> Any:
    return Listing._meta.get_field(name)
