"""Categories of the catalogue, and example listings to try it with."""

import datetime
import zoneinfo
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pghistory
import yaml
from django.db import transaction
from django.utils import timezone

from organisations.models import Organisation

from .kinds import KINDS, TEXTS
from .models import Category, Listing, PolicyVersion, Question, Rule
from .operations.writing import note_translations
from .words import Status

LANGUAGES = {"en": "en", "zh-hans": "zh_hans"}
DATES = ("available_from", "available_until")


@dataclass
class Counts:
    """How many rows a load wrote; what was there stays as people left it."""

    created: int = 0


@transaction.atomic
def load_categories(folder: Path) -> Counts:
    """Make the categories of `categories.yaml` and their questions that are not there yet."""
    counts = Counts()
    with pghistory.context(command="load_categories"):
        for of_kind in _read(folder / "categories.yaml"):
            for place, told in enumerate(of_kind["categories"]):
                _load_category(of_kind, told, place, counts)
    return counts


def _load_category(of_kind: dict, told: dict, place: int, counts: Counts) -> None:
    category, is_new = Category.objects.get_or_create(
        slug=told["slug"],
        defaults={
            "kind": of_kind["kind"],
            "takes_two": of_kind.get("two", False),
            "review_every": of_kind.get("months", 12),
            "ordinal": place,
            **_translated("name", told["name"]),
            **_translated("description", told["description"]),
        },
    )
    if not is_new:
        return
    counts.created += 1
    for number, asked in enumerate(told.get("ask", ())):
        options = asked.get("options", {})
        question = Question(
            category=category,
            slug=asked["slug"],
            answer="one_of" if options else asked.get("answer", "text"),
            is_required=asked.get("required", False),
            ordinal=number,
            **_translated("text", asked["text"]),
            **_translated("options", {code: "\n".join(lines) for code, lines in options.items()}),
        )
        question.full_clean(exclude=["text", "options", "help_text"])
        question.save()


@transaction.atomic
def load_examples(folder: Path, today: datetime.date | None = None) -> Counts:
    """Make the example providers and listings; their days are counted from today."""
    counts, today = Counts(), today or timezone.localdate()
    with pghistory.context(command="load_examples"):
        for told in _read(folder / "providers.yaml"):
            _load_provider(told, counts)
        for told in _read(folder / "listings.yaml"):
            _load_listing(told, today, counts)
    return counts


def _load_provider(told: dict, counts: Counts) -> None:
    names = _translated("name", told["name"]) | _translated("city", told["city"])
    _body, is_new = Organisation.objects.get_or_create(
        slug=told["slug"],
        defaults={"kind": told["kind"], "country": told["country"], "is_example": True, **names},
    )
    counts.created += is_new


def _load_listing(told: dict, today: datetime.date, counts: Counts) -> None:
    if Listing.objects.filter(slug=told["slug"]).exists():
        return
    listing = _listing(dict(told), today)
    listing.full_clean(exclude=[*TEXTS, "curator_note", "translated"])
    listing.save()
    counts.created += 1
    for version in told.get("versions", ()):
        _load_version(listing, dict(version), today)


def _listing(told: dict, today: datetime.date) -> Listing:
    bodies = Organisation.objects.in_bulk(
        {told.get("owner"), told.get("provider")} - {None}, field_name="slug"
    )
    listing = Listing(
        slug=told["slug"],
        kind=told["kind"],
        category=Category.objects.get(slug=told["category"]),
        owner=bodies[told.get("owner") or told["provider"]],
        provider=bodies.get(told.get("provider")),
        status=Status.PUBLISHED,
        is_example=True,
        publish_at=timezone.now(),
    )
    listing.review_on = today + datetime.timedelta(days=30 * listing.category.review_every)
    for name in ("countries", "industries", "languages", "source"):
        if name in told:
            setattr(listing, name, told[name])
    for name in (*KINDS[listing.kind].fields, *TEXTS):
        if name not in told:
            continue
        if name in TEXTS:
            for column, text in _translated(name, told[name]).items():
                setattr(listing, column, text)
        else:
            setattr(listing, name, _day(today, told[name]) if name in DATES else told[name])
    if "closes" in told:
        listing.closes_on = _day(today, told["closes"])
    for name, column in (("starts", "starts_at"), ("ends", "ends_at")):
        if name in told:
            setattr(listing, column, _moment(today, told[name], told["time_zone"]))
    note_translations(listing)
    return listing


def _load_version(listing: Listing, told: dict, today: datetime.date) -> None:
    rules = told.pop("rules", ())
    begins, ends = told.pop("from"), told.pop("until", None)
    version = PolicyVersion(listing=listing, valid_from=_day(today, begins), source=listing.source, **told)
    version.valid_until = _day(today, ends) if ends is not None else None
    version.full_clean()
    version.save()
    for rule in rules:
        made = Rule(policy_version=version, **rule)
        made.full_clean()
        made.save()


def _translated(name: str, texts: dict[str, str]) -> dict[str, str]:
    return {f"{name}_{LANGUAGES[code]}": text for code, text in texts.items()}


def _day(today: datetime.date, days: int) -> datetime.date:
    return today + datetime.timedelta(days=days)


def _moment(today: datetime.date, told: dict[str, Any], zone: str) -> datetime.datetime:
    at = datetime.time.fromisoformat(told["at"])
    return datetime.datetime.combine(_day(today, told["days"]), at, zoneinfo.ZoneInfo(zone))


def _read(path: Path) -> list[dict]:
    return yaml.safe_load(path.read_text("utf-8"))
