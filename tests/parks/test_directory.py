"""A table of parks of the world: bodies to find, profiles where the kind is one of ours, doubts told."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from organisations.directory.files import BadDump
from organisations.models import DirectoryEntry, DirectoryLoad, Organisation
from parks.directory import load_parks
from parks.models import Park
from tests.factories import IdentifierFactory

pytestmark = pytest.mark.django_db

HEAD = (
    "park_id,name,name_lang,name_en,kind,country_code,city,lat,lng,founded,website,status,source,licence,"
    "country_name_as_given\n"
)
ROWS = (
    "cn-1,湖城高新技术产业开发区,zh,,high_tech_zone,CN,湖城市,38.04,114.51,,,,A list,MIT,\n"
    "af-1,Lake Hub,,Lake Hub,innovation_hub,DZ,Algiers,36.7,3.05,2015,https://hub.example,active,Hubs,CC-BY-4.0,\n"
    "af-2,Lake Hubb,,Lake Hubb,coworking,DZ,Algiers,36.7,3.05,,not an address,inactive,Hubs,CC-BY-4.0,\n"
    "af-3,Hill Hub,,Hill Hub,innovation_hub,,Hill,99,3.05,,,active,Hubs,CC-BY-4.0,Hillland\n"
)


def taken_in(rows=ROWS, encoding="utf-8") -> DirectoryLoad:
    return load_parks("parks.csv", io.BytesIO((HEAD + rows).encode(encoding)))


def of(code) -> Organisation:
    return DirectoryEntry.objects.get(registry="parks", code=code).organisation


def test_each_row_is_a_body_and_a_park_where_its_kind_is_one_of_ours():
    done = taken_in()
    assert done.counts["new"] == 4
    zone, hub = of("cn-1"), of("af-1")
    assert (zone.name_zh_hans, zone.name_en, zone.city_zh_hans, zone.city_en) == (
        "湖城高新技术产业开发区",
        None,
        "湖城市",
        None,
    )
    assert (str(hub.founded_on), hub.website, hub.curator_note_en) == (
        "2015",
        "https://hub.example",
        "Hubs, CC-BY-4.0",
    )
    assert set(Park.objects.values_list("organisation__directory_entries__code", "kind", "is_published")) == {
        ("cn-1", "high_tech_zone", False),
        ("af-1", "innovation_hub", False),
        ("af-3", "innovation_hub", False),
    }
    assert not Organisation.objects.filter(is_published=True).exists()


def test_what_is_doubtful_is_told_with_its_reason():
    done = taken_in()
    assert {tuple(doubt) for doubt in done.doubtful} == {
        ("af-1", "Lake Hub", "alike_in_file", "Lake Hubb"),
        ("af-2", "Lake Hubb", "website", "not an address"),
        ("af-3", "Hill Hub", "no_country", "Hillland"),
        ("af-3", "Hill Hub", "place", "99, 3.05"),
    }
    assert done.counts["doubts"]["kind"] == 1


def test_the_same_table_again_in_another_encoding_changes_nothing():
    taken_in()
    again = taken_in(encoding="gb18030")
    assert again.counts == {"read": 4, "unchanged": 4, "doubts": {}}
    assert Park.objects.count() == 3


def test_a_park_known_by_its_ror_code_is_the_body_that_has_it():
    ours = IdentifierFactory(scheme="ror", value="01dt7qh15").organisation
    taken_in("ror-01dt7qh15,A Park,,A Park,science_park,IT,Trieste,45.6,13.7,1982,,active,ROR,CC0-1.0,\n")
    assert of("ror-01dt7qh15") == ours


def test_a_table_without_the_columns_or_cut_off_is_refused_whole():
    with pytest.raises(BadDump, match="country_code"):
        load_parks("parks.csv", io.BytesIO(b"park_id,name,name_en,kind,city,lat,lng\n"))
    with pytest.raises(BadDump, match="cut off"):
        taken_in(ROWS[:-60])
    assert not Organisation.objects.exists()


@pytest.mark.slow
def test_the_real_list_is_taken_in_whole():
    file = Path(__file__).parents[3] / "shared/data/parks/science_parks.csv"
    if not file.exists():
        pytest.skip("the shared list of parks is not beside this project")
    call_command("load_parks", file)
    counts = DirectoryLoad.objects.get().counts
    assert (counts["read"], counts["new"]) == (928, 928)
