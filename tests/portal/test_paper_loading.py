"""What a load does to the database: once, twice, after an edit, and with a bad file."""

import shutil

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from organisations.models import Organisation, OrganisationRelation
from parks.models import Observation, Park
from portal.loading.operations import BadData, load_paper
from portal.models import LoadedEntry
from search.models import Entry
from sources.models import Source
from tests.factories import OrganisationFactory

PAPER = settings.BASE_DIR / "data" / "paper"


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(PAPER, tmp_path / "paper")


def edit(folder, file, old, new):
    text = (folder / file).read_text("utf-8")
    assert text.count(old) == 1, old
    (folder / file).write_text(text.replace(old, new), "utf-8")


def state_of_history():
    """Every row of every history table and of every change note, counted."""
    tables = [model for model in apps.get_models() if hasattr(model, "pgh_id") or model.__name__ == "Change"]
    assert len(tables) > 20
    return {model._meta.label: model.objects.count() for model in tables}


@pytest.mark.slow
def test_a_second_load_changes_nothing_and_leaves_no_history(paper):
    before = state_of_history()
    assert not load_paper(PAPER).has_written
    assert state_of_history() == before


@pytest.mark.slow
def test_writing_everything_again_changes_nothing_either(paper):
    before = state_of_history()
    report = load_paper(PAPER, overwrite=True)
    assert not report.has_written
    assert sum(report.unchanged.values()) > 500
    assert state_of_history() == before


def test_an_edited_entry_is_written_and_the_history_tells_by_what(paper, folder):
    edit(folder, "organisations.yaml", "  latitude: 39.9834\n  longitude: 116.3163\n  names:",
         "  latitude: 39.9900\n  longitude: 116.3163\n  names:")  # fmt: skip
    report = load_paper(folder)
    assert {file: n for file, n in report.changed.items() if n} == {"organisations.yaml": 1}
    zone = Organisation.objects.get(slug="zhongguancun")
    assert str(zone.latitude) == "39.99000"
    events = apps.get_model("organisations", "OrganisationEvent").objects.filter(pgh_obj=zone)
    assert events.latest("pgh_id").pgh_context.metadata["command"] == "load_paper"


def test_what_a_curator_edited_stays_until_the_entry_changes(paper, folder):
    Organisation.objects.filter(slug="lenovo").update(website="https://example.org", city_en="Peking")
    load_paper(folder)
    lenovo = Organisation.objects.get(slug="lenovo")
    assert (lenovo.city_en, lenovo.website) == ("Peking", "https://example.org")

    edit(folder, "organisations.yaml", "name: {en: Lenovo,", "name: {en: Lenovo Group,")
    load_paper(folder)
    lenovo.refresh_from_db()
    assert (lenovo.name_en, lenovo.city_en) == ("Lenovo Group", "Beijing")
    assert lenovo.website == "https://example.org"


def test_a_row_that_a_curator_deleted_does_not_come_back(paper, folder):
    OrganisationRelation.objects.filter(organisation__slug="smic", other__slug="arm").delete()
    load_paper(folder)
    assert not OrganisationRelation.objects.filter(organisation__slug="smic", other__slug="arm").exists()


def test_a_field_written_empty_is_emptied(paper, folder):
    edit(folder, "parks.yaml", "  parent: tuspark-hong-kong\n  opened_on: 2015\n",
         '  parent: ""\n  opened_on: ""\n')  # fmt: skip
    load_paper(folder)
    hub = Park.objects.get(organisation__slug="tusparkhk-innovation-hub")
    assert (hub.parent, hub.opened_on) == (None, None)


@pytest.mark.slow
def test_what_was_loaded_can_be_searched_for_at_once(paper, folder):
    edit(
        folder,
        "organisations.yaml",
        "name: {en: Yadu, zh-hans: 亚都}",
        "name: {en: Airworks, zh-hans: 空气工厂}",
    )
    call_command("load_paper", folder=folder)
    assert Entry.objects.get(title_en="Airworks", kind="enterprise").title_zh_hans == "空气工厂"


@pytest.mark.slow
def test_overwriting_brings_back_what_the_files_say(paper):
    Organisation.objects.filter(slug="lenovo").update(city_en="Peking")
    report = load_paper(PAPER, overwrite=True)
    assert report.changed["organisations.yaml"] == 1
    assert Organisation.objects.get(slug="lenovo").city_en == "Beijing"


def test_an_entry_taken_out_is_reported_and_its_row_left(paper, folder):
    edit(folder, "people.yaml", "slug: andrew-ng", "slug: ng-andrew")
    report = load_paper(folder)
    assert report.gone == ["paper/people.yaml: andrew-ng"]
    assert apps.get_model("organisations.Person").objects.filter(slug="andrew-ng").exists()


def test_a_bad_entry_in_each_of_three_files_is_listed_and_nothing_is_written(paper, folder):
    before = state_of_history()
    edit(folder, "organisations.yaml", "  country: NL\n", "  country: Holland\n")
    edit(folder, "organisations.yaml", "  slug: baidu\n  kind: company\n", "  slug: baidu\n  kind: firm\n")
    edit(folder, "observations.yaml", "  value: 134\n", "  value: one hundred\n")
    edit(folder, "agreements.yaml", "  status: negotiating\n", "  status: signed\n")
    edit(folder, "people.yaml", "name: {en: Andrew Ng,", "name: {en: Ng Andrew,")  # a good change

    with pytest.raises(BadData) as refused:
        load_paper(folder)

    found = {(p.file, p.entry, p.field, str(p.value)) for p in refused.value.problems}
    assert found == {
        ("organisations.yaml", "dutch-ministry-of-economic-affairs", "country", "Holland"),
        ("organisations.yaml", "baidu", "kind", "firm"),
        ("observations.yaml", "tusholdings-innovation-bases-2015", "value", "one hundred"),
        ("agreements.yaml", "honeywell-intention", "", ""),
    }
    assert "An intention is not signed" in str(refused.value)
    assert state_of_history() == before


def first_problem(folder):
    with pytest.raises(BadData) as refused:
        load_paper(folder)
    assert len(refused.value.problems) == 1, refused.value.problems
    return str(refused.value.problems[0])


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("organisations.yaml", "value: 03cve4549", "value: 03cve4540", "form or check digit"),
        ("organisations.yaml", "  latitude: 31.2957\n", "  latitude: 131\n", "−90 to 90"),
        ("organisations.yaml", "  latitude: 31.2957\n", "  latitude: １0e40\n", "latitude"),
        ("organisations.yaml", "  slug: yadu\n", "  slug: yadu\n  colour: red\n", "field colour: “red”"),
        ("organisations.yaml", "name: {en: Yadu, zh-hans: 亚都}", "name: {en: Yadu}", "en, zh-hans"),
        ("organisations.yaml", "name: {en: Yadu, zh-hans: 亚都}", "name: Yadu", "en, zh-hans"),
        ("organisations.yaml", "  slug: yadu\n", "  slug: tus-sound\n", "this entry stands twice"),
        ("organisations.yaml", "  slug: yadu\n", "  slug: yadu\n  slug: yadu\n", "“slug” stands twice"),
        ("organisations.yaml", "name: {en: Yadu,", 'name: {en: "Y\\0adu",', "NUL"),
        ("organisations.yaml", "name: {en: Yadu,", 'name: {en: "Y\\ud800",', "character"),
        ("organisations.yaml", "  slug: yadu\n", "  slug: yadu\n  id: org_1\n", "there is no such field"),
        ("milestones.yaml", "happened_on: 2016-03\n", "happened_on: 2016-13\n", "is not a year, a month"),
        ("milestones.yaml", "  concerns: [honeywell]\n", "  concerns: [honeywel]\n", "no such organisation"),
        ("milestones.yaml", "  concerns: [honeywell]\n", "  concerns: honeywell\n", "a list of names"),
        ("milestones.yaml", "happened_on: 2016-03\n", 'happened_on: ""\n', "happened_on"),
        ("parks.yaml", "  parent: tuspark-hong-kong\n", "  parent: hub\n", "no such park"),
        ("parks.yaml", "  opened_on: 2015\n", "  opened_on: 2015\n  is_published: maybe\n", "true or false"),
        ("projects.yaml", "  path: merger\n", "  path: conquest\n", "conquest"),
        ("memberships.yaml", "joined_on: 2011", "joined_on: 2011\n  left_on: 2010", "must not be before"),
        ("stages.yaml", "- slug: early", "- early\n- slug: early", "an entry is a set of fields"),
        ("stages.yaml", "- slug: early", "[", "stages.yaml, line"),
    ],
)  # fmt: skip
def test_a_bad_value_is_refused_by_name_and_rule(paper, folder, file, old, new, expected):
    edit(folder, file, old, new)
    assert expected in first_problem(folder)


def test_a_problem_names_file_line_entry_field_value_and_rule(paper, folder):
    edit(folder, "parks.yaml", "kind: innovation_hub", "kind: hub")
    lines = (folder / "parks.yaml").read_text("utf-8").splitlines()
    line = next(n for n, text in enumerate(lines, 1) if text == "- ref: O8")
    assert first_problem(folder).startswith(
        f"parks.yaml, line {line}, entry “tusparkhk-innovation-hub”, field kind: “hub” – "
    )


def test_a_problem_inside_an_entry_names_both(paper, folder):
    edit(folder, "enterprises.yaml", "settled_on: 1997,", "settled_on: soon,")
    assert "entry “procter-and-gamble › tuspark”, field settled_on: “soon” – " in first_problem(folder)


def test_entries_that_name_a_refused_one_are_not_blamed(paper, folder):
    edit(folder, "organisations.yaml", "  slug: nec\n", "  slug: nippon-electric\n  colour: red\n")
    Organisation.objects.filter(slug="nec").delete()
    edit(folder, "parks.yaml", "  organisation: innospring\n", "  organisation: nippon-electric\n")
    assert "colour" in first_problem(folder)


def test_a_missing_file_is_named(paper, folder):
    (folder / "milestones.yaml").unlink()
    assert first_problem(folder) == "milestones.yaml, line 0: the file is missing"


@pytest.mark.slow
@pytest.mark.django_db
def test_a_bad_file_leaves_an_empty_database_empty(folder):
    edit(folder, "projects.yaml", "  path: merger\n", "  path: conquest\n")
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_paper", folder=folder)
    assert not Source.objects.exists()
    assert not LoadedEntry.objects.exists()


def test_a_row_with_the_same_key_made_by_hand_is_taken_over(paper, folder):
    OrganisationFactory(slug="acme", name_en="Acme", summary_en="Written by hand.")
    with (folder / "organisations.yaml").open("a", encoding="utf-8") as file:
        file.write("- {slug: acme, kind: company, name: {en: Acme Inc., zh-hans: 某公司}, country: NO}\n")
    load_paper(folder)
    acme = Organisation.objects.get(slug="acme")
    assert (acme.name_en, acme.name_zh_hans, acme.country.code) == ("Acme Inc.", "某公司", "NO")
    assert acme.summary_en == "Written by hand."


def test_values_stay_as_printed(paper):
    assert Park.objects.get(organisation__slug="tuspark").opened_on.text == "1994"
    patents = Observation.objects.get(slug="zones-overseas-patents")
    assert (patents.printed, patents.value) == ("13,600", 13600)
