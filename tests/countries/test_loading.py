"""Countries come from the libraries, groups from our table."""

import shutil

import pytest
from django.conf import settings
from django.core.management import call_command
from django_countries import countries as iso_countries

from countries.loading import load_countries
from countries.models import Country, CountryGroup, CountryGroupMember

FOLDER = settings.BASE_DIR / "data" / "countries"
APEC = "AU BN CA CL CN HK ID JP KR MX MY NZ PE PG PH RU SG TH TW US VN"


@pytest.fixture
def countries(db):
    load_countries(FOLDER)


def test_every_country_of_iso_3166_is_there_with_both_names_and_a_region(countries):
    assert set(Country.objects.values_list("code", flat=True)) == {country.code for country in iso_countries}
    assert Country.objects.count() == 249
    assert not Country.objects.filter(name_en="").exists()
    assert not Country.objects.filter(name_zh_hans="").exists()
    egypt = Country.objects.get(code="EG")
    assert (egypt.code3, egypt.name_en, egypt.name_zh_hans, egypt.region) == (
        "EGY",
        "Egypt",
        "埃及",
        "africa",
    )
    assert egypt.sort_zh_hans == "ai ji"
    assert Country.objects.get(code="NO").name_en == "Norway"


def test_regions_have_as_many_countries_as_the_standard_gives_them(countries):
    regions = Country.objects.values_list("region", flat=True)
    assert {region: list(regions).count(region) for region in set(regions)} == {
        "africa": 60,
        "americas": 57,
        "antarctica": 1,
        "asia": 51,
        "europe": 51,
        "oceania": 29,
    }


def test_apec_has_its_economies_and_its_source(countries):
    apec = CountryGroup.objects.get(slug="apec")
    assert " ".join(sorted(apec.members.values_list("country", flat=True))) == APEC
    passage = apec.passages.get()
    assert passage.source.licence == "Public domain"
    assert CountryGroupMember.objects.filter(group=apec, passages=passage).count() == 21


def test_a_second_load_changes_nothing(countries):
    counts = load_countries(FOLDER)
    assert (counts.created, counts.changed) == (0, 0)


def test_a_summary_written_by_a_curator_stays_and_a_name_comes_back_from_the_library(countries):
    Country.objects.filter(code="MY").update(summary_en="Written by hand.", name_en="Malaya")
    counts = load_countries(FOLDER)
    malaysia = Country.objects.get(code="MY")
    assert (malaysia.name_en, malaysia.summary_en, counts.changed) == ("Malaysia", "Written by hand.", 1)


def test_a_country_without_a_region_stops_the_load_before_anything_is_written(db, tmp_path):
    folder = shutil.copytree(FOLDER, tmp_path / "countries")
    table = folder / "regions.yaml"
    table.write_text(table.read_text("utf-8").replace(" MY ", " "), "utf-8")
    with pytest.raises(KeyError, match="MY"):
        load_countries(folder)
    assert not Country.objects.exists()


def test_the_command_says_what_it_did(db, capsys):
    call_command("load_countries")
    assert "273 rows created" in capsys.readouterr().out
