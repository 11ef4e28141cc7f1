"""Categories of the catalogue, and example listings to try it with."""

import datetime
import zoneinfo
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pghistory
import yaml
from django.db import transaction
from django.utils import timezone

from organisations.models import Organisation
from parks.models import Enterprise

from .kinds import KINDS, TEXTS
from .models import BusinessProfile, Category, Listing, PolicyVersion, Question, Rule
from .operations.writing import fingerprint, note_translations
from .words import Status

LANGUAGES = {"en": "en", "zh-hans": "zh_hans"}
DATES = ("available_from", "available_until")
BODIES = ("provider", "owner")
#: The source of those that name none.
MADE_UP = "Example, made up for this portal / 示例，纯属虚构"
LINKS = (*BODIES, "category")
#: Each would be asked for row by row; a row that breaks one of them is refused when it is written.
BY_THE_DATABASE = {"validate_unique": False, "validate_constraints": False}
#: Ten times as fast where the library in C is there.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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


def example_files(folder: Path) -> list[Path]:
    """The files that hold example listings; each is loaded by itself."""
    return sorted(folder.glob("listings*.yaml"))


def load_examples(folder: Path, today: datetime.date | None = None) -> Counts:
    """Make the example listings of all files, and who offers them; their days are counted from today."""
    counts = Counts()
    for file in example_files(folder):
        counts.created += load_example_file(file, today).created
    return counts


@transaction.atomic
def load_example_file(file: Path, today: datetime.date | None = None) -> Counts:
    """Make the example listings of one file, and those example bodies that offer or keep them."""
    counts, today = Counts(), today or timezone.localdate()
    listings = _read(file)
    with pghistory.context(command="load_examples"):
        named = {told[of] for told in listings for of in BODIES if of in told}
        load_example_bodies(file.parent, today, named)
        known = Listing.objects.in_bulk([told["slug"] for told in listings], field_name="slug")
        bodies = Organisation.objects.in_bulk(named, field_name="slug")
        categories = Category.objects.in_bulk(field_name="slug")
        for told in listings:
            if told["slug"] not in known:
                _load_listing(dict(told), _Around(today, bodies, categories))
                counts.created += 1
    return counts


@transaction.atomic
def load_example_bodies(folder: Path, today: datetime.date, slugs: Collection[str]) -> None:
    """Make those of the example bodies of `providers.yaml` that are not there yet, with their profiles."""
    for told in _read(folder / "providers.yaml"):
        if told["slug"] not in slugs:
            continue
        names = _translated("name", told["name"]) | _translated("city", told["city"])
        body, is_new = Organisation.objects.get_or_create(
            slug=told["slug"],
            defaults={"kind": told["kind"], "country": told["country"], "is_example": True, **names},
        )
        if is_new and "profile" in told:
            _load_enterprise(body, dict(told["profile"]), today)


def _load_enterprise(body: Organisation, told: dict, today: datetime.date) -> None:
    """It asks and is answered like any other, but stands in no list of the enterprises of the network."""
    Enterprise.objects.create(organisation=body, is_example=True, is_published=False)
    profile = BusinessProfile(owner=body, founded_on=_day(today, told.pop("founded")), **told)
    profile.full_clean()
    profile.save()


@dataclass(frozen=True)
class _Around:
    """What the listings of a file name."""

    today: datetime.date
    bodies: Mapping[str, Organisation]
    categories: Mapping[str, Category]


def _load_listing(told: dict, around: _Around) -> None:
    listing = _listing(told, around)
    listing.full_clean(exclude=[*TEXTS, *LINKS, "curator_note", "translated"], **BY_THE_DATABASE)
    listing.save(force_insert=True)
    for version in told.get("versions", ()):
        _load_version(listing, dict(version), around.today)


def _listing(told: dict, around: _Around) -> Listing:
    today = around.today
    listing = Listing(
        slug=told["slug"],
        kind=told["kind"],
        category=around.categories[told["category"]],
        owner=around.bodies[told.get("owner") or told["provider"]],
        provider=around.bodies[told["provider"]] if "provider" in told else None,
        status=told.get("status", Status.PUBLISHED),
        is_example=True,
        original_language=told.get("original", "en"),
        source=told.get("source", MADE_UP),
    )
    if listing.provider:
        listing.contact_email = f"{listing.provider.slug}@demo.parkway.example"
    _set_days(listing, told, today)
    for name in ("countries", "industries", "languages"):
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
    note_translations(listing)
    for code, names in told.get("outdated", {}).items():
        listing.translated[LANGUAGES[code]].update(dict.fromkeys(names, fingerprint("older")))
    return listing


def _set_days(listing: Listing, told: dict, today: datetime.date) -> None:
    """out: the day since which it is published; gone: the day on which it expires."""
    now = timezone.now()
    if listing.status in (Status.PUBLISHED, Status.ARCHIVED):
        listing.publish_at = now + datetime.timedelta(days=told.get("out", 0))
        listing.review_on = today + datetime.timedelta(days=30 * listing.category.review_every)
    if "gone" in told:
        listing.expires_at = now + datetime.timedelta(days=told["gone"])
    if "closes" in told:
        listing.closes_on = _day(today, told["closes"])
    for name, column in (("starts", "starts_at"), ("ends", "ends_at")):
        if name in told:
            setattr(listing, column, _moment(today, told[name], told["time_zone"]))


def _load_version(listing: Listing, told: dict, today: datetime.date) -> None:
    rules = told.pop("rules", ())
    begins, ends = told.pop("from"), told.pop("until", None)
    version = PolicyVersion(listing=listing, valid_from=_day(today, begins), source=listing.source, **told)
    version.valid_until = _day(today, ends) if ends is not None else None
    version.full_clean(exclude=["listing"], **BY_THE_DATABASE)
    version.save(force_insert=True)
    for rule in rules:
        made = Rule(policy_version=version, **rule)
        made.full_clean(exclude=["policy_version"], **BY_THE_DATABASE)
        made.save(force_insert=True)


def _translated(name: str, texts: dict[str, str]) -> dict[str, str]:
    return {f"{name}_{LANGUAGES[code]}": text for code, text in texts.items()}


def _day(today: datetime.date, days: int) -> datetime.date:
    return today + datetime.timedelta(days=days)


def _moment(today: datetime.date, told: dict[str, Any], zone: str) -> datetime.datetime:
    at = datetime.time.fromisoformat(told["at"])
    return datetime.datetime.combine(_day(today, told["days"]), at, zoneinfo.ZoneInfo(zone))


def _read(path: Path) -> list[dict]:
    return yaml.load(path.read_text("utf-8"), Loader=LOADER)  # noqa: S506 (a safe one)
