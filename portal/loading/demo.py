"""All that the portal shows when it is tried: countries, the paper, accounts, and the search index."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.demo import DEMO_ACCOUNTS, are_wanted, create_demo_accounts, demo_password
from cases.demo import create_cases
from catalogue.loading import (
    example_files,
    load_categories,
    load_example_bodies,
    load_example_file,
)
from countries.guide_loading import load_figures, load_guides
from countries.loading import load_countries
from partners.demo import create_workspace
from portal.models import LoadedEntry
from search.operations import reindex

from .operations import load_paper

DATA = settings.BASE_DIR / "data"
MARK = "demo"
WORKSPACE_MARK, LISTINGS_MARK, GUIDES_MARK = "demo workspace", "demo listings", "demo guides"
WORKSPACE = ("park@demo.parkway.example", "tuspark")
CASES_MARK, BODIES_MARK = "demo requests", "demo organisations"
#: Who asks, and about what.
ASKER, ASKED = "water@demo.parkway.example", ("example-trade-marks-malaysia", "market-entry")


def load_demo(*, force: bool = False) -> bool:
    """Bring the demo data up to date. Returns whether there was anything to do."""
    digest = _digest()
    if not force and LoadedEntry.objects.filter(name=MARK, digest=digest).exists():
        return False
    load_countries(DATA / "countries")
    load_figures(DATA / "countries")
    load_paper(DATA / "paper")
    load_categories(DATA / "catalogue")
    if are_wanted():
        _create_bodies_once()
    if create_demo_accounts():
        _create_examples_once()
    reindex()
    LoadedEntry.objects.update_or_create(name=MARK, defaults={"digest": digest})
    return True


def _create_bodies_once() -> None:
    """The example organisations that demo accounts act for."""
    slugs = [account.organisation for account in DEMO_ACCOUNTS]
    with transaction.atomic():
        _entry, is_new = LoadedEntry.objects.get_or_create(name=BODIES_MARK, defaults={"digest": ""})
        if is_new:
            load_example_bodies(DATA / "catalogue", timezone.localdate(), slugs)


def _create_examples_once() -> None:
    """A desk that lives, listings and guides; what the user deleted of them never comes back."""
    with transaction.atomic():
        _entry, is_new = LoadedEntry.objects.get_or_create(name=WORKSPACE_MARK, defaults={"digest": ""})
        if is_new:
            create_workspace(*WORKSPACE)
        for file in example_files(DATA / "catalogue"):
            mark = LISTINGS_MARK + file.stem.removeprefix("listings")
            _entry, is_new = LoadedEntry.objects.get_or_create(name=mark, defaults={"digest": ""})
            if is_new:
                load_example_file(file)
        _entry, is_new = LoadedEntry.objects.get_or_create(name=GUIDES_MARK, defaults={"digest": ""})
        if is_new:
            load_guides(DATA / "countries", timezone.localdate())
        _entry, is_new = LoadedEntry.objects.get_or_create(name=CASES_MARK, defaults={"digest": ""})
        if is_new:
            create_cases(ASKER, *WORKSPACE, *ASKED)


def _digest() -> str:
    """Changes with the data, with the code that loads and indexes it, and with the demo password."""
    digest = hashlib.sha256(demo_password().encode() if are_wanted() else b"")
    for file in sorted(_files()):
        digest.update(f"{file.parent.name}/{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    yield from DATA.rglob("*.yaml")
    for app in apps.get_app_configs():
        if Path(app.path).parent == settings.BASE_DIR:
            yield from Path(app.path).rglob("*.py")
