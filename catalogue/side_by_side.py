"""Listings of one kind side by side: row by row what each says, and where they differ."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.richtext import as_html
from common.templatetags.components import fallback_lang

from .facts import all_facts_of, label_of
from .in_force import versions_in_force
from .kinds import KINDS, TEXTS
from .models import Listing
from .versions import gives, words_of_rule
from .words import Kind

MOST_COMPARED = 4


@dataclass(frozen=True)
class Cell:
    """What one listing says; `lines` instead of `text` where it is several things."""

    text: Any = ""
    url: str = ""
    lang: str = ""
    lines: Sequence[str] = ()


@dataclass(frozen=True)
class Row:
    label: str
    cells: Sequence[Cell]

    @property
    def differs(self) -> bool:
        return len({(str(cell.text), tuple(cell.lines)) for cell in self.cells}) > 1

    @property
    def is_told(self) -> bool:
        return any(cell.text or cell.lines for cell in self.cells)


def rows_of(listings: Sequence[Listing], on: datetime.date) -> list[Row]:
    """Facts, what a policy gives on this day and to whom, then the texts; without rows that nobody fills."""
    if not listings:
        return []
    rows = [
        Row(facts[0]["label"], [Cell(fact["value"], fact.get("url", "")) for fact in facts])
        for facts in zip(*(all_facts_of(listing) for listing in listings), strict=True)
    ]
    if listings[0].kind == Kind.POLICY:
        rows += _rows_of_versions(listings, on)
    rows += [_row_of_text(listings, name) for name in _texts_of(listings[0].kind)]
    return [row for row in rows if row.is_told]


def _texts_of(kind: str) -> list[str]:
    particular = [name for name in KINDS[kind].fields if name in TEXTS and name != "place"]
    return ["summary", "text", *particular]


def _row_of_text(listings: Sequence[Listing], name: str) -> Row:
    cells = [
        Cell(
            as_html(text) if (text := getattr(listing, name)) else "", lang=fallback_lang(listing, name) or ""
        )
        for listing in listings
    ]
    return Row(label_of(name), cells)


def _rows_of_versions(listings: Sequence[Listing], on: datetime.date) -> list[Row]:
    policies = Listing.objects.filter(pk__in=[listing.pk for listing in listings])
    now = {version.listing_id: version for version in versions_in_force(policies, on)}
    versions = [now.get(listing.pk) for listing in listings]
    rules = [[words_of_rule(rule) for rule in one.rules.all()] if one else [] for one in versions]
    return [
        Row(_("What it gives today"), [Cell(gives(one) if one else "") for one in versions]),
        Row(_("What it asks for"), [Cell(lines=told) for told in rules]),
    ]
