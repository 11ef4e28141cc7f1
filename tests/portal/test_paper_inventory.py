"""The paper in the database, held against an inventory of its own."""

import re
import shutil

import pytest
import yaml
from django.apps import apps
from django.conf import settings
from django.db import transaction
from modeltranslation.translator import translator

from portal.loading.operations import load_paper
from tests.portal.inventory import COUNTS, INVENTORY

PAPER = settings.BASE_DIR / "data" / "paper"


def lacking(inventory=INVENTORY) -> dict[str, list]:
    """The items of which a row is missing or different, with what was looked for."""
    missing = {item: [fact for fact in facts if not _stands(fact)] for item, facts in inventory.items()}
    return {item: facts for item, facts in missing.items() if facts}


def _stands(fact) -> bool:
    rows = apps.get_model(fact.model).objects.all()
    for where in fact.filters:
        rows = rows.filter(**where)
    for code in fact.at:
        rows = rows.filter(passages__code=code, passages__source__slug="wang-2016")
    found = rows.distinct().count()
    return found == fact.exactly if fact.exactly is not None else found > 0


def test_every_item_of_the_paper_is_there_with_its_figures_and_places(paper):
    assert lacking() == {}


def test_there_is_nothing_more_than_the_paper_has(paper):
    assert {model: apps.get_model(model).objects.count() for model in COUNTS} == COUNTS


def test_the_inventory_names_every_number_of_each_kind():
    numbers = {
        "O": 67, "P": 5, "A": 5, "J": 5, "R": 15, "I": 43, "T": 21, "D": 8, "X": 15, "Q": 4, "C": 21, "S": 5,
    }  # fmt: skip
    expected = {f"{letter}{n}" for letter, last in numbers.items() for n in range(1, last + 1)}
    expected |= {"T0a", "T0b", "T0c", "T0d", "K1", "K2", "K3", "K3a", "K3b", "W", "F2t"}
    expected |= {f"F{n}" for n in range(1, 9)}
    expected |= {"G1", "G2", "G2a", "G2b", "G2c", "G3", "G3a", "G3b", "G4", "G4a", "G4b"}
    assert set(INVENTORY) == expected


def test_every_fact_says_where_it_stands(paper):
    without = {
        model._meta.label: list(model.objects.filter(passages=None).values_list("pk", flat=True))
        for model in apps.get_models()
        if hasattr(model, "curator_note") and hasattr(model, "passages") and not model._meta.proxy
    }
    assert {label: keys for label, keys in without.items() if keys} == {}


def test_every_text_of_the_paper_is_there_in_both_languages(paper):
    one_sided = []
    for model in apps.get_models():
        if model not in translator.get_registered_models() or model._meta.label == "countries.Country":
            continue
        for field in translator.get_options_for_model(model).all_fields:
            for row in model.objects.all():
                english, chinese = getattr(row, f"{field}_en"), getattr(row, f"{field}_zh_hans")
                if bool(english) != bool(chinese):
                    one_sided.append((model._meta.label, field, str(row)))
                elif chinese and chinese == english:
                    one_sided.append((model._meta.label, field, chinese))
    assert one_sided == []


CHANGES = [
    # item, file, what is found there, what becomes of it
    ("I37", "observations.yaml", "value: 134\n", "value: 143\n"),
    ("I34", "observations.yaml", "printed: exceeded RMB 50 billion", "printed: RMB 50 billion"),
    ("I2", "observations.yaml", "change: 16.9\n", "change: 19.6\n"),
    ("I28", "observations.yaml", "printed: 2394 PTC", "printed: 2394 PCT"),
    ("T0a", "milestones.yaml", "happened_on: 1998", "happened_on: 1988"),
    ("T17", "milestones.yaml", "happened_on: 2014-08", "happened_on: 2014"),
    (
        "A5",
        "agreements.yaml",
        "  kind: intention\n  status: negotiating",
        "  kind: strategic\n  status: signed",
    ),
    (
        "A4",
        "agreements.yaml",
        "countries: [EG, TH, PK, MY, AU, GB, MN]",
        "countries: [EG, TH, PK, MY, AU, GB]",
    ),
    ("O42", "organisations.yaml", "name: {en: P&G,", "name: {en: Procter & Gamble,"),
    ("O43", "enterprises.yaml", "settled_on: 2000,", "settled_on: 2001,"),
    ("C6", "discrepancies.yaml", "706.1", "706.2"),
    ("X8", "vocabularies.yaml", "name: {en: Piloting,", "name: {en: Leading,"),
    ("Q3", "vocabularies.yaml", "slug: cultural\n      at: [V.1]", "slug: cultural\n      at: [V.2]"),
    ("R9", "distinctions.yaml", "european-incubator-network, dutch", "dutch"),
]


@pytest.mark.parametrize(("item", "file", "old", "new"), CHANGES, ids=[change[0] for change in CHANGES])
def test_the_walk_notices_one_changed_value(paper, tmp_path, item, file, old, new):
    folder = shutil.copytree(PAPER, tmp_path / "paper")
    text = (folder / file).read_text("utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), "utf-8")
    load_paper(folder)
    assert item in lacking({item: INVENTORY[item]})


@pytest.mark.parametrize(
    ("item", "model", "where"),
    [
        ("O60", "organisations.Organisation", {"slug": "never-quit"}),
        ("R8", "organisations.NetworkMembership", {"member__slug": "tusholdings"}),
        ("P4", "organisations.Position", {"person__slug": "hugo-barra", "kind": "former"}),
        ("I43", "parks.Observation", {"value": 12}),
        ("T21", "parks.Milestone", {"slug": "honeywell-visit"}),
        ("G3a", "sources.Term", {"slug": "one-stop-platforms"}),
        ("C14", "sources.Discrepancy", {"code": "table-2-without-table-1"}),
        ("J2", "projects.ProjectParticipant", {"role": "client"}),
    ],
)
def test_the_walk_notices_one_missing_row(paper, item, model, where):
    with transaction.atomic():
        deleted, _ = apps.get_model(model).objects.filter(**where).delete()
    assert deleted
    assert item in lacking({item: INVENTORY[item]})


def test_no_number_of_the_inventory_is_without_an_entry_in_the_files():
    numbers = set()
    for file in PAPER.glob("*.yaml"):
        for ref in re.findall(r"\bref: (\[[^]]+\]|\w+)", file.read_text("utf-8")):
            numbers |= {ref} if ref[0] != "[" else set(yaml.safe_load(ref))
    figures = {f"Fig{n}": f"F{n}" for n in range(1, 9)} | {"Tab2": "F2t"}
    assert {figures.get(number, number) for number in numbers} | {"W"} >= set(INVENTORY) - {
        number for number in INVENTORY if number[0] == "C"
    }
