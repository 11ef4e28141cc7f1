"""Two records that may be one, side by side as people compare them."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from .duplicates import compared, naming_of
from .models import Duplicate
from .reasons import words_against, words_for


def show_sides(pairs: Sequence[Duplicate]) -> None:
    """Give each pair its two records as they are shown side by side; some queries for each kind of record."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        wanted[pair.kind] |= {pair.first, pair.second}
    for kind, pks in wanted.items():
        model = compared()[kind]
        records = {one.pk: one for one in model._default_manager.filter(pk__in=pks)}
        cards = {card.record: card for card in naming_of(model).cards(records)}
        for pair in pairs:
            if pair.kind != kind:
                continue
            pair.sides = [_side(records.get(pk), cards.get(pk)) for pk in (pair.first, pair.second)]
            pair.kind_words = capfirst(model._meta.verbose_name)
            pair.words_for = words_for(pair.reasons)
            pair.words_against = words_against(pair.reasons)
            pair.merge_url = _merge_url(pair) if all(side["record"] for side in pair.sides) else ""


def _side(record: Model | None, card) -> dict:
    if record is None or card is None:
        return {"record": None}
    shown = str(record)
    facts = [
        (_("Also called"), " · ".join(name for name in card.names if name != shown)),
        *told_apart_by(record),
        (_("Website"), card.host),
        (
            _("Identifiers"),
            ", ".join(f"{scheme.upper()} {value}" for scheme, value in sorted(card.identifiers)),
        ),
        (_("In the register since"), _day(getattr(record, "created_at", None))),
    ]
    return {
        "record": record,
        "title": shown,
        "url": url_of(record),
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "is_hidden": getattr(record, "is_published", True) is False,
        "is_example": getattr(record, "is_example", False),
    }


def told_apart_by(record: Model) -> list[tuple[str, str]]:
    """What tells it from another of the same name, in words: the pairs of a label and what it says, or ""."""
    country, founded = getattr(record, "country", None), getattr(record, "founded_on", None)
    kind = record.get_kind_display() if hasattr(record, "get_kind_display") else ""
    return [
        (_("Kind"), str(capfirst(kind))),
        (_("City"), getattr(record, "city", "")),
        (_("Country"), country.name if country else ""),
        (_("Founded"), founded.display() if founded else ""),
    ]


def in_one_line(record: Model) -> str:
    """Its name, and what tells it from another of the same name."""
    apart = ", ".join(value for _label, value in told_apart_by(record) if value)
    return f"{record} ({apart})" if apart else str(record)


def _day(moment) -> str:
    return date_format(localtime(moment), "DATE_FORMAT") if moment else ""


def url_of(record: Model) -> str:
    """Its page; in the admin where it has none of its own."""
    if hasattr(record, "get_absolute_url"):
        return record.get_absolute_url()
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])


def _merge_url(pair: Duplicate) -> str:
    try:
        return f"{reverse('curation:merge')}?keep={pair.first}&drop={pair.second}"
    except NoReverseMatch:
        return ""
