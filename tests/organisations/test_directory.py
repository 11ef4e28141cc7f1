"""ROR's bodies as the directory of names: taken in whole, again without change, never over people's heads."""

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from curation.models import Batch
from curation.undoing import take_back
from organisations.directory import ror
from organisations.directory.files import BadDump, json_records
from organisations.directory.loading import load
from organisations.models import (
    DirectoryEntry,
    DirectoryLoad,
    Identifier,
    Organisation,
    OrganisationName,
    OrganisationRelation,
)
from partners.bodies import find
from tests.factories import IdentifierFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

#: Made-up bodies with valid codes of ROR's form.
LAKE, HILL, DALE, GONE = "00aaaaa15", "00bbbbb29", "00ccccc33", "00ddddd46"


def v2(code, name, **more):
    names = [{"value": name, "lang": "en", "types": ["label", "ror_display"]}]
    place = {"country_code": more.pop("country", "CN"), "name": "Beijing", "lat": 39.9, "lng": 116.4}
    return {
        "id": f"https://ror.org/{code}",
        "status": "active",
        "types": ["education"],
        "established": 1911,
        "names": names + more.pop("names", []),
        "locations": [{"geonames_id": 1, "geonames_details": place}],
        "links": [{"type": "website", "value": "https://lake.example"}],
        "external_ids": [{"type": "wikidata", "all": more.pop("wikidata", []), "preferred": None}],
        "relationships": [],
        **more,
    }


def related(kind, code):
    return {"type": kind, "id": f"https://ror.org/{code}", "label": code}


def taken_in(*records, by=None) -> DirectoryLoad:
    return load("ror", [ror.body(record) for record in records], "dump.json", by=by)


def of(code) -> Organisation:
    return DirectoryEntry.objects.get(code=code).organisation


@pytest.fixture(autouse=True)
def codes_are_of_ror(monkeypatch):
    """The samples' codes are made valid here, as the database asks for their check digits."""
    from organisations import identifiers

    def right(stem: str) -> str:
        number = 0
        for digit in stem:
            number = number * 32 + identifiers.CROCKFORD.index(digit)
        return f"{stem}{98 - number * 100 % 97:02}"

    for name in ("LAKE", "HILL", "DALE", "GONE"):
        monkeypatch.setitem(globals(), name, right(globals()[name][:7]))


def test_a_body_is_known_by_names_in_all_scripts_identifiers_place_and_kind():
    taken_in(
        v2(
            LAKE,
            "Lake University",
            names=[
                {"value": "湖大学", "lang": "zh", "types": ["label"]},
                {"value": "Озёрный университет", "lang": "ru", "types": ["alias"]},
                {"value": "LU", "lang": None, "types": ["acronym"]},
            ],
            wikidata=["Q90001"],
            external_ids=[
                {"type": "isni", "all": ["0000 0001 2103 2683"], "preferred": None},
                {"type": "wikidata", "all": ["Q90001"], "preferred": None},
            ],
        )
    )
    body = of(LAKE)
    assert (body.name_en, body.name_zh_hans, body.kind) == ("Lake University", "湖大学", "university")
    assert (str(body.country), body.city, str(body.founded_on)) == ("CN", "Beijing", "1911")
    assert (body.sort_en, body.sort_zh_hans) == ("lake university", "hu da xue")
    assert set(body.names.values_list("text", "language", "kind")) == {
        ("Озёрный университет", "ru", "alias"),
        ("LU", "", "acronym"),
    }
    assert set(body.identifiers.values_list("scheme", "value")) == {
        ("ror", LAKE),
        ("wikidata", "Q90001"),
        ("isni", "0000000121032683"),
    }
    assert not body.is_published


def test_both_schemas_tell_the_same():
    old = {
        "id": f"https://ror.org/{LAKE}",
        "name": "Lake University",
        "status": "active",
        "types": ["Education"],
        "established": 1911,
        "labels": [{"label": "湖大学", "iso639": "zh"}],
        "aliases": ["Lake"],
        "acronyms": ["LU"],
        "addresses": [{"lat": 39.9, "lng": 116.4, "city": "Beijing"}],
        "country": {"country_code": "CN"},
        "links": ["https://lake.example"],
        "external_ids": {"Wikidata": {"preferred": None, "all": ["Q90001"]}},
        "relationships": [{"type": "Parent", "id": f"https://ror.org/{HILL}", "label": "Hill"}],
    }
    new = v2(
        LAKE,
        "Lake University",
        wikidata=["Q90001"],
        names=[
            {"value": "湖大学", "lang": "zh", "types": ["label"]},
            {"value": "Lake", "lang": None, "types": ["alias"]},
            {"value": "LU", "lang": None, "types": ["acronym"]},
        ],
        relationships=[related("parent", HILL)],
    )
    assert ror.body(old) == ror.body(new)


def test_the_same_again_changes_nothing_and_says_so():
    first = taken_in(v2(LAKE, "Lake University"), v2(HILL, "Hill Institute"))
    assert (first.counts["new"], first.counts["unchanged"]) == (2, 0)
    before = list(Organisation.objects.values())
    again = taken_in(v2(LAKE, "Lake University"), v2(HILL, "Hill Institute"))
    assert (again.counts.get("new", 0), again.counts["unchanged"]) == (0, 2)
    assert list(Organisation.objects.values()) == before


def test_what_the_registry_changes_comes_and_what_people_changed_stays():
    alias = {"value": "Old Lake", "lang": "en", "types": ["alias"]}
    taken_in(v2(LAKE, "Lake University", names=[alias]))
    body = of(LAKE)
    Organisation.objects.filter(pk=body.pk).update(city="Peking", city_en="Peking")
    OrganisationName.objects.create(organisation=body, text="Ours", language="en")
    newer = {"value": "New Lake", "lang": "en", "types": ["alias"]}
    load_ = taken_in(
        v2(LAKE, "Lake University of Technology", names=[newer], established=1912, types=["company"])
    )
    body.refresh_from_db()
    assert load_.counts["known"] == 1
    assert (body.name_en, body.sort_en, str(body.founded_on), body.kind, body.city) == (
        "Lake University of Technology",
        "lake university of technology",
        "1912",
        "company",
        "Peking",
    )
    assert set(body.names.values_list("text", flat=True)) == {"New Lake", "Ours"}


def test_what_people_deleted_does_not_come_back():
    names = [{"value": text, "lang": "en", "types": ["alias"]} for text in ("Lake", "Pond")]
    taken_in(v2(LAKE, "Lake University", names=names), v2(HILL, "Hill Institute"))
    of(LAKE).delete()
    OrganisationName.objects.filter(text="Pond").delete()
    again = taken_in(v2(LAKE, "Lake University", established=1900), v2(HILL, "Hill Institute"))
    assert not Organisation.objects.filter(name_en="Lake University").exists()
    assert again.counts["deleted"] == 1
    assert [LAKE, "Lake University", "deleted", ""] in again.doubtful
    taken_in(v2(DALE, "Dale", names=names))
    of(DALE).names.filter(text="Pond").delete()
    taken_in(v2(DALE, "Dale", names=names, established=1901))
    assert list(of(DALE).names.values_list("text", flat=True)) == ["Lake"]


def test_a_body_here_with_the_identifier_is_the_same_and_keeps_what_it_says():
    ours = OrganisationFactory(name_en="Our Lake", country="CN", city="", website="https://ours.example")
    IdentifierFactory(organisation=ours, scheme="wikidata", value="Q90001")
    done = taken_in(v2(LAKE, "Lake University", wikidata=["Q90001"]))
    ours.refresh_from_db()
    assert done.counts["adopted"] == 1
    assert of(LAKE) == ours
    assert (ours.name_en, ours.website, ours.city, str(ours.founded_on)) == (
        "Our Lake",
        "https://ours.example",
        "Beijing",
        "1911",
    )
    assert ours.identifiers.filter(scheme="ror", value=LAKE).exists()
    assert Organisation.objects.count() == 1


def test_who_only_has_the_same_name_is_told_and_not_merged():
    OrganisationFactory(slug="lake", name_en="Lake university", country="CN")
    done = taken_in(v2(LAKE, "Lake University"))
    assert [LAKE, "Lake University", "same_name", "lake"] in done.doubtful
    assert Organisation.objects.count() == 2


def test_identifiers_of_two_bodies_are_told_and_not_merged():
    for number, name in enumerate(["one", "two"], 90001):
        IdentifierFactory(organisation=OrganisationFactory(slug=name), scheme="wikidata", value=f"Q{number}")
    ids = [
        {"type": "wikidata", "all": ["Q90001"], "preferred": None},
        {"type": "wikidata", "all": ["Q90002"], "preferred": None},
    ]
    done = taken_in(v2(LAKE, "Lake University", external_ids=ids))
    assert {(doubt[2], doubt[3]) for doubt in done.doubtful} >= {
        ("several_matches", "one"),
        ("several_matches", "two"),
    }
    assert of(LAKE).slug not in ("one", "two")
    assert set(of(LAKE).identifiers.values_list("scheme", flat=True)) == {"ror"}


def test_parts_predecessors_and_others_are_related_once_and_rings_left_out():
    done = taken_in(
        v2(LAKE, "Lake", relationships=[related("parent", HILL), related("related", DALE)]),
        v2(HILL, "Hill", relationships=[related("parent", LAKE), related("child", LAKE)]),
        v2(DALE, "Dale", relationships=[related("related", LAKE), related("predecessor", HILL)]),
    )
    assert (of(LAKE).parent, of(HILL).parent) == (None, None)
    assert {doubt[0] for doubt in done.doubtful if doubt[2] == "ring"} == {LAKE, HILL}
    told = OrganisationRelation.objects.values_list("organisation__name_en", "kind", "other__name_en")
    assert set(told) == {
        ("Lake", "related", "Dale"),
        ("Hill", "predecessor", "Dale"),
    }
    taken_in(
        v2(LAKE, "Lake", relationships=[related("parent", HILL)]),
        v2(HILL, "Hill", relationships=[related("child", LAKE)]),
    )
    assert (of(LAKE).parent, of(HILL).parent) == (of(HILL), None)
    assert list(OrganisationRelation.objects.values_list("kind", flat=True)) == ["predecessor"]


def test_a_part_finds_its_whole_when_that_comes_later():
    taken_in(v2(LAKE, "Lake", relationships=[related("parent", HILL)]))
    assert of(LAKE).parent is None
    taken_in(v2(LAKE, "Lake", relationships=[related("parent", HILL)]), v2(HILL, "Hill"))
    assert of(LAKE).parent == of(HILL)


def test_a_withdrawn_body_is_not_made_and_leads_to_what_took_its_place():
    gone = v2(GONE, "Gone", status="withdrawn", relationships=[related("successor", LAKE)])
    done = taken_in(gone, v2(LAKE, "Lake University"))
    assert done.counts["withdrawn"] == 1
    assert of(GONE) == of(LAKE)
    assert Organisation.objects.count() == 1


def test_a_body_that_the_registry_withdraws_later_stays_and_is_told():
    taken_in(v2(GONE, "Gone"), v2(LAKE, "Lake University"))
    gone = v2(GONE, "Gone", status="withdrawn", relationships=[related("successor", LAKE)])
    done = taken_in(gone)
    assert Organisation.objects.filter(name_en="Gone").exists()
    assert [GONE, "Gone", "withdrawn", LAKE] in done.doubtful


def test_of_a_body_told_twice_in_a_file_the_last_counts():
    taken_in(v2(LAKE, "Lake"), *[v2(HILL, f"Hill {n}") for n in range(2_100)], v2(LAKE, "Lake University"))
    assert of(LAKE).name_en == "Lake University"
    assert Organisation.objects.count() == 2


def test_all_that_a_load_wrote_belongs_to_its_batch():
    curator = UserFactory()
    done = taken_in(v2(LAKE, "Lake University"), by=curator)
    batch = Batch.objects.get()
    assert (done.batch, batch.made_by, batch.kind) == (batch, curator, "import")
    events = Organisation.pgh_event_models["insert"].objects.all()
    assert [event.pgh_context_id for event in events] == batch.contexts


def test_a_dump_cut_off_writes_nothing_and_says_where(tmp_path):
    text = json.dumps([v2(LAKE, "Lake University"), v2(HILL, "Hill")])
    file = tmp_path / "dump.json"
    file.write_text(text[:-40])
    with pytest.raises(CommandError, match="record 2"):
        call_command("load_directory", file)
    assert not Organisation.objects.exists()
    assert DirectoryLoad.objects.get().state == "failed"


@pytest.mark.parametrize("form", ["array", "lines", "gz", "zip"])
def test_a_dump_is_read_as_it_comes(form, tmp_path):
    records = [v2(LAKE, "Lake University"), v2(HILL, "Hill")]
    text = json.dumps(records, indent=1) if form != "lines" else "\n".join(map(json.dumps, records))
    file = tmp_path / {"array": "d.json", "lines": "d.jsonl", "gz": "d.json.gz", "zip": "d.zip"}[form]
    if form == "zip":
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("v1.99-ror-data.json", "[]")
            archive.writestr("v1.99-ror-data_schema_v2.json", text)
    else:
        file.write_bytes(gzip.compress(text.encode()) if form == "gz" else text.encode())
    assert [body.code for body in ror.bodies(file)] == [LAKE, HILL]


def test_records_are_read_across_the_edges_of_what_is_read_at_once(monkeypatch):
    monkeypatch.setattr("organisations.directory.files.CHUNK", 7)
    told = [{"a": "x" * n, "b": [n]} for n in range(20)]
    assert list(json_records(io.StringIO(json.dumps(told)))) == told


@pytest.mark.parametrize("record", [{"id": "x", "names": []}, {"names": []}, {"id": f"{LAKE}", "name": ""}])
def test_what_is_no_record_of_ror_is_refused(record):
    with pytest.raises(BadDump):
        ror.body(record)


def test_members_find_a_body_of_the_directory_while_typing_and_the_public_does_not(client):
    taken_in(v2(LAKE, "Lake University"))
    assert [body.name_en for body in find("lake univ", UserFactory())] == ["Lake University"]
    assert "Lake University" not in client.get("/organisations/").content.decode()
    assert client.get(of(LAKE).get_absolute_url()).status_code == 404


def test_an_identifier_of_another_body_is_left_where_it_is_and_told():
    taken_in(v2(LAKE, "Lake", wikidata=["Q90001"]), v2(HILL, "Hill", wikidata=["Q90001"]))
    assert Identifier.objects.filter(scheme="wikidata").count() == 1
    done = DirectoryLoad.objects.get()
    assert {doubt[0] for doubt in done.doubtful if doubt[2] == "shared_identifier"} == {LAKE, HILL}


SHARED = Path(__file__).parents[3] / "shared/data/organisations"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ror_raw_v1_sample.jsonl.gz", "ror_raw_v2_sample.jsonl.gz"])
def test_the_real_samples_are_taken_in_whole(name):
    file = SHARED / name
    if not file.exists():
        pytest.skip("the shared sample of ROR is not beside this project")
    call_command("load_directory", file)
    counts = DirectoryLoad.objects.get().counts
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        assert counts["read"] == sum(1 for _line in lines) == counts["new"] + counts["withdrawn"]


def test_a_load_is_taken_back_and_can_be_made_again():
    curator = UserFactory()
    ours = OrganisationFactory(name_en="Our Lake", country="CN", city="")
    IdentifierFactory(organisation=ours, scheme="wikidata", value="Q90001")

    def state():
        bodies = Organisation.objects.order_by("pk").values()
        without = [{name: value for name, value in body.items() if name != "updated_at"} for body in bodies]
        return without, list(Identifier.objects.order_by("pk").values())

    before = state()
    records = [
        v2(LAKE, "Lake University", wikidata=["Q90001"]),
        v2(HILL, "Hill", relationships=[related("parent", LAKE), related("predecessor", DALE)]),
        v2(DALE, "Dale"),
    ]
    done = taken_in(*records)
    take_back(done.batch, curator)
    assert state() == before
    assert not DirectoryEntry.objects.exists()
    again = taken_in(*records)
    assert (again.counts["new"], again.counts["adopted"]) == (2, 1)
    assert of(HILL).parent == ours
