"""What a listing says in short: label and words of each of its fields, as its kind has them."""

import datetime
import zoneinfo
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django_countries import countries

from common.zones import zone_of
from countries.practical import HOME

from .kinds import KINDS, PRICE, TEXTS
from .languages import names_of_languages
from .models import Listing
from .words import Industry

#: What decides, beside times and amounts.
BRIEF = ("level", "support", "direction", "stage", "skills", "space")
HIDDEN = {"is_anonymous", "time_zone", "ends_at", "sum_max", *PRICE}


def facts_of(listing: Listing) -> list[dict]:
    """For `components/fact_list.html`: the short fields; texts are shown by the page."""
    return [fact for fact in all_facts_of(listing) if fact["value"]]


def all_facts_of(listing: Listing) -> list[dict]:
    """The same of every listing of a kind, in the same order; the value is empty where nothing is told."""
    told = []
    told.append((_("Countries"), names_of_countries(listing.countries) or _("everywhere")))
    told.append((_("Industries"), _labels(Industry, listing.industries) or _("all")))
    told.append((label_of("languages"), names_of_languages(listing.languages)))
    for name in KINDS[listing.kind].fields:
        if name not in HIDDEN and name not in TEXTS:
            told.append((label_of(name), words_of(listing, name)))
        if name == "starts_at":
            told.append((_("By the clock of Beijing"), _at_home(listing)))
    if "price_model" in KINDS[listing.kind].fields:
        told.append((_("Price"), price_of(listing)))
    if "sum_min" in KINDS[listing.kind].fields:
        told.append((_("Sum"), span(listing.sum_min, listing.sum_max, listing.currency)))
    if "place" in KINDS[listing.kind].fields:
        told.append((label_of("place"), listing.place))
    until = formats.date_format(listing.expires_at, "DATE_FORMAT") if listing.expires_at else ""
    told.append((_("Listed until"), until))
    return [_provider_of(listing), *({"label": label, "value": value} for label, value in told)]


def _provider_of(listing: Listing) -> dict:
    label = label_of("provider")
    if listing.provider:
        return {"label": label, "value": str(listing.provider), "url": listing.provider.get_absolute_url()}
    return {"label": label, "value": _("anonymous") if listing.is_anonymous else ""}


def brief_of(listing: Listing) -> list[str]:
    """What decides, in a few words, for a card: when, for how much, until when."""
    told = [when_of(listing), price_of(listing), span(listing.sum_min, listing.sum_max, listing.currency)]
    told += [
        words_of(listing, name) for name in ("level", "support", "direction", "stage", "skills", "space")
    ]
    if days := listing.delivery_days:
        told.append(ngettext("%(days)s working day", "%(days)s working days", days) % {"days": days})
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
    zone = zone_of(listing.time_zone)
    told = _span_of_time(listing.starts_at, listing.ends_at, zone)
    return f"{told} ({listing.time_zone})" if told else ""


def _at_home(listing: Listing) -> str:
    """When an event is for those at home, where their clock shows another time than that of its place."""
    home, there = zoneinfo.ZoneInfo(HOME), zone_of(listing.time_zone)
    begins = listing.starts_at
    if begins is None or begins.astimezone(home).utcoffset() == begins.astimezone(there).utcoffset():
        return ""
    return _span_of_time(begins, listing.ends_at, home)


def _span_of_time(
    begins: datetime.datetime | None, ends: datetime.datetime | None, zone: zoneinfo.ZoneInfo
) -> str:
    if begins is None:
        return ""
    begins = begins.astimezone(zone)
    told = formats.date_format(begins, "DATETIME_FORMAT")
    if ends:
        ends = ends.astimezone(zone)
        form = "TIME_FORMAT" if ends.date() == begins.date() else "DATETIME_FORMAT"
        told = f"{told} – {formats.date_format(ends, form)}"
    return told


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
