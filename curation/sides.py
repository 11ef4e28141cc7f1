"""Two records that may be one, side by side as people compare them."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_countries import countries

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
        (_("Country"), countries.name(card.country) if card.country else ""),
        (
            _("Identifiers"),
            ", ".join(f"{scheme.upper()} {value}" for scheme, value in sorted(card.identifiers)),
        ),
        (_("Website"), card.host),
    ]
    return {
        "record": record,
        "title": shown,
        "url": url_of(record),
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "is_hidden": getattr(record, "is_published", True) is False,
        "is_example": getattr(record, "is_example", False),
    }


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
