"""Import and export: all rows or none, everything that is wrong told at once, and back as it went out."""

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common import spreadsheets
from common.exchange import RESOURCES
from organisations.models import Identifier, Organisation, OrganisationName
from parks.models import Observation, Park
from partners.models import Agreement, AgreementParty
from tests.factories import (
    AgreementFactory,
    AgreementPartyFactory,
    IdentifierFactory,
    ObservationFactory,
    OrganisationFactory,
    OrganisationNameFactory,
    ParkFactory,
    PassageFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db


def table(text: str) -> bytes:
    return ("\ufeff" + text).encode()


def page(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def upload(client, model, data: bytes, name="rows.csv"):
    return client.post(page(model, "import"), {"file": SimpleUploadedFile(name, data)})


def write(client, model, data: bytes, name="rows.csv"):
    seen = upload(client, model, data, name)
    assert seen.context.get("problems") == [], seen.context.get("problems") or seen.context["form"].errors
    return client.post(page(model, "import"), {"token": seen.context["token"]})


def test_a_preview_writes_nothing_and_the_second_step_writes_what_it_showed(sign_in, curator):
    client = sign_in(curator)
    OrganisationFactory(slug="old", name_en="Old name")
    data = table("slug,name_en,name_zh_hans,kind\nold,New name,,company\nthu,Tsinghua,清华大学,university\n")
    seen = upload(client, Organisation, data)
    assert [(row["row"], row["action"]) for row in seen.context["rows"]] == [(2, "update"), (3, "new")]
    assert ("name_en", "Old name", "New name") in seen.context["rows"][0]["changes"]
    assert set(Organisation.objects.values_list("slug", flat=True)) == {"old"}
    client.post(page(Organisation, "import"), {"token": seen.context["token"]})
    assert set(Organisation.objects.values_list("slug", "name_en", "name_zh_hans")) == {
        ("old", "New name", None),
        ("thu", "Tsinghua", "清华大学"),
    }


def test_one_bad_row_and_nothing_is_written_but_every_bad_row_is_told(sign_in, curator):
    data = table(
        "slug,name_en,kind,country,founded_on,latitude\n"
        "good,Good,company,CN,2015,\n"
        "bad-kind,Bad,firm,CN,,\n"
        "bad-date,Bad,company,CN,2015-02-30,\n"
        "bad-country,Bad,company,XX,,\n"
        "nameless,,company,CN,,\n"
        "half-a-place,Bad,company,CN,,12.5\n"
        "far,Bad,company,CN,,1e40\n"
        "two-faults,Bad,firm,CN,１２,\n"
    )
    seen = upload(sign_in(curator), Organisation, data)
    told = {(one["row"], one["column"], one["value"]) for one in seen.context["problems"]}
    assert told >= {
        (3, "kind", "firm"),
        (4, "founded_on", "2015-02-30"),
        (5, "country", "XX"),
        (6, "name_en", ""),
        (7, "", ""),
        (8, "latitude", "1e40"),
        (9, "kind", "firm"),
        (9, "founded_on", "１２"),
    }
    assert "token" not in seen.context
    assert not Organisation.objects.exists()


def test_errors_are_in_the_language_of_the_reader_and_name_the_choices(sign_in, curator):
    seen = upload(sign_in(curator), Organisation, table("slug,name_en,kind\nx,X,firm\n"))
    [problem] = seen.context["problems"]
    assert problem["rule"].startswith("Not one of: company, university")


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ("slug,name_en,kind,colour", "There is no column “colour” here."),
        ("name_en,kind", "The column “slug” is missing: rows are known by it."),
        ("slug,slug,kind", "The column “slug” is there twice."),
        ("slug,id,kind", "There is no column “id” here."),
    ],
)
def test_columns_are_never_ignored(sign_in, curator, head, sentence):
    seen = upload(sign_in(curator), Organisation, table(f"{head}\n{'x,' * head.count(',')}company\n"))
    assert sentence in [problem["rule"] for problem in seen.context["problems"]]


def test_the_same_row_twice_in_a_file_is_told(sign_in, curator):
    data = table("slug,name_en,kind\nx,X,company\ny,Y,company\nx,Z,company\n")
    seen = upload(sign_in(curator), Organisation, data)
    assert [(one["row"], one["rule"]) for one in seen.context["problems"]] == [(4, "It is already in row 2.")]


def test_what_is_pointed_to_must_exist(sign_in, curator):
    TermFactory(vocabulary__slug="fields", slug="talent")
    data = table(
        "slug,title_en,kind,status,fields_of_cooperation\n"
        "a,A,mou,signed,fields/talent\n"
        "b,B,mou,signed,fields/talent; fields/none\n"
    )
    seen = upload(sign_in(curator), Agreement, data)
    assert [(one["row"], one["column"], one["rule"]) for one in seen.context["problems"]] == [
        (3, "fields_of_cooperation", "There is no term “fields/none”.")
    ]
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_read_in_again_changes_nothing(sign_in, curator, kind):
    rich_rows()
    client = sign_in(curator)
    for model in RESOURCES:
        data = client.get(page(model, "export", kind)).getvalue()
        seen = upload(client, model, data, f"rows.{kind}")
        assert seen.context["problems"] == [], model
        assert seen.context["totals"]["skip"] == seen.context["all_rows"] == model.objects.count(), model


def test_an_export_fills_an_empty_table_just_as_it_was(sign_in, curator):
    rich_rows()
    client = sign_in(curator)
    models = [Organisation, OrganisationName, Identifier, Agreement, AgreementParty]
    before = {model: client.get(page(model, "export", "csv")).getvalue() for model in models}
    AgreementParty.objects.all().delete()
    Agreement.objects.all().delete()
    Observation.objects.all().delete()
    Park.objects.filter(parent__isnull=False).delete()
    Park.objects.all().delete()
    Organisation.objects.filter(parent__isnull=False).delete()
    Organisation.objects.all().delete()
    for model in models:
        rows = before[model].decode("utf-8-sig").splitlines()
        if model is Organisation:  # a branch comes after what it is part of
            before_order = rows
            rows = [rows[0], *sorted(rows[1:], key=lambda row: "tree-below" in row)]
            assert sorted(rows) == sorted(before_order)
        assert write(client, model, "\n".join(rows).encode()).status_code == 302
    assert {model: client.get(page(model, "export", "csv")).getvalue() for model in models} == before


def rich_rows():
    above = OrganisationFactory(
        slug="tree-above",
        name_en="=1+1",
        name_zh_hans="＝清华",
        summary_en="+two\nlines, and “quotes”",
        city_en="'=already guarded",
        latitude="39.99990",
        longitude="-116.30000",
        founded_on="1994-08",
    )
    below = OrganisationFactory(slug="tree-below", parent=above, name_en="Zweig", dissolved_on="2016-03-21")
    above.passages.add(PassageFactory(), PassageFactory())
    OrganisationNameFactory(organisation=above, text="@alias", language="", kind="former")
    IdentifierFactory(organisation=above, scheme="ror", value="03cve4549")
    agreement = AgreementFactory(countries=["TH", "MY"], signed_on="2014", is_generic=True, title_en="-5 %")
    agreement.fields_of_cooperation.add(TermFactory(), TermFactory())
    AgreementPartyFactory(agreement=agreement, organisation=below)
    ObservationFactory(
        organisation=above, value="427200000000", change="-3.5", currency="USD", printed="427.2"
    )
    ParkFactory(parent=ParkFactory(), opened_on="2001")


def test_exactly_the_filtered_list_is_exported(sign_in, curator):
    OrganisationFactory(slug="a", kind="university", country="CN")
    OrganisationFactory(slug="b", kind="university", country="MY")
    OrganisationFactory(slug="c", kind="company", country="CN", is_published=False)
    path = page(Organisation, "export", "csv")

    def slugs(query):
        text = sign_in(curator).get(path + query).getvalue().decode("utf-8-sig")
        return [row["slug"] for row in csv.DictReader(io.StringIO(text))]

    assert sorted(slugs("")) == ["a", "b", "c"]
    assert slugs("?kind__exact=university&country__exact=CN") == ["a"]
    assert slugs("?is_published__exact=0") == ["c"]
    assert slugs("?q=nothing") == []


def test_nothing_that_goes_out_is_run_by_a_spreadsheet(sign_in, curator):
    for number, start in enumerate("=+-@|%\t\r\n＝＋－＠"):
        OrganisationFactory(slug=f"live-{number}", name_en=f"{start}cmd()")
    client = sign_in(curator)
    text = client.get(page(Organisation, "export", "csv")).getvalue().decode("utf-8-sig")
    names = [row["name_en"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    assert len(names) == 13
    assert all(name.startswith("'") for name in names)
    book = openpyxl.load_workbook(io.BytesIO(client.get(page(Organisation, "export", "xlsx")).getvalue()))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}


def test_a_file_that_is_no_table_is_refused_in_words(sign_in, curator):
    client = sign_in(curator)
    for name, data in [
        ("rows.txt", b"slug"),
        ("rows.csv", "slug,name_en\nköln,\ufffd\n".encode()),
        ("rows.csv", b'slug,name_en\nx,"X and no more'),
        ("rows.csv", b""),
        ("rows.csv", b"slug,name_en\nx,X,extra"),
        ("rows.xlsx", b"not a workbook"),
        ("rows.xlsx", b"PK\x03\x04broken"),
    ]:
        answer = upload(client, Organisation, data, name)
        assert answer.status_code == 200
        assert answer.context["form"].errors["file"], (name, data)


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["a\0b", "１２", "9" * 41, "1e400", "NaN", "\U0010ffff", "x" * 5000])
@pytest.mark.parametrize(
    "column", ["slug", "name_en", "latitude", "founded_on", "kind", "parent", "passages"]
)
def test_no_cell_breaks_the_import(sign_in, curator, column, cell):
    head = ["slug", "kind", "name_en", *({column} - {"slug", "kind", "name_en"})]
    row = {"slug": "x", "kind": "company", "name_en": "X"} | {column: cell}
    data = table(",".join(head) + "\n" + ",".join(row[name] for name in head) + "\n")
    assert upload(sign_in(curator), Organisation, data).status_code == 200


def test_a_ring_that_only_the_file_as_a_whole_makes_is_refused(sign_in, curator):
    parks = ParkFactory.create_batch(2)
    first, second = (park.organisation.slug for park in parks)
    data = table(f"organisation,parent\n{first},{second}\n{second},{first}\n")
    seen = upload(sign_in(curator), Park, data)
    assert [one["row"] for one in seen.context["problems"]] == [3]
    assert not Park.objects.exclude(parent=None).exists()


def test_identifiers_are_read_as_people_paste_them_and_checked(sign_in, curator):
    OrganisationFactory(slug="thu")
    client = sign_in(curator)
    wrong = upload(
        client,
        Identifier,
        table(
            "organisation,scheme,value\n"
            "thu,ror,03cve4548\n"
            "thu,lei,529900T8BM49AURSDO54\n"
            "thu,uscc,12100000400000624E\n"
            "thu,isni,0000 0001 0662 3179\n"
        ),
    )
    assert [(one["row"], one["rule"]) for one in wrong.context["problems"]] == [
        (row, "This is not a valid identifier of its scheme (form or check digit).") for row in (2, 3, 4, 5)
    ]
    good = table(
        "organisation,scheme,value\nthu,ror,https://ror.org/03cve4549\nthu,isni,0000 0001 0662 3178\n"
    )
    assert write(client, Identifier, good).status_code == 302
    assert set(Identifier.objects.values_list("scheme", "value")) == {
        ("ror", "03cve4549"),
        ("isni", "0000000106623178"),
    }
    again = upload(client, Identifier, good)
    assert again.context["totals"]["skip"] == 2


def test_an_identifier_does_not_move_to_another_body(sign_in, curator):
    IdentifierFactory(scheme="wikidata", value="Q16955")
    OrganisationFactory(slug="other")
    seen = upload(sign_in(curator), Identifier, table("organisation,scheme,value\nother,wikidata,Q16955\n"))
    assert [one["rule"] for one in seen.context["problems"]] == [
        "Another organisation already has this identifier."
    ]


def test_a_preview_is_nobody_elses(sign_in, curator):
    seen = upload(sign_in(curator), Organisation, table("slug,name_en,kind\nx,X,company\n"))
    other = type(curator).objects.create_user("other@example.org", is_staff=True)
    sign_in(other).post(page(Organisation, "import"), {"token": seen.context["token"]})
    assert not Organisation.objects.exists()


def test_what_changed_meanwhile_is_checked_again_before_anything_is_written(sign_in, curator):
    client = sign_in(curator)
    OrganisationFactory(slug="thu")
    data = table("organisation,scheme,value\nthu,wikidata,Q1\nthu,wikidata,Q16955\n")
    seen = upload(client, Identifier, data)
    IdentifierFactory(scheme="wikidata", value="Q16955")
    answer = client.post(page(Identifier, "import"), {"token": seen.context["token"]})
    assert [one["row"] for one in answer.context["problems"]] == [3]
    assert Identifier.objects.count() == 1


@pytest.mark.parametrize("text", ["=1", "'=1", "''=1", "+", "'", "plain", "", "－", "\t=x", "it's"])
def test_what_is_guarded_comes_back_as_it_was(text):
    assert spreadsheets.unguarded(spreadsheets.guarded(text)) == text
