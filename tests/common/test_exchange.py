"""Import and export: all rows or none, everything that is wrong told at once, and back as it went out."""

import csv
import io

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from common import spreadsheets
from common.exchange import RESOURCES
from curation.importing.sheets import sheet_of
from curation.models import Import, ImportRow
from curation.operations import imports
from organisations.models import Identifier, Organisation, OrganisationName
from parks.models import Observation, Park
from partners.models import Agreement, AgreementParty
from tests.curation.files import told, written
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


def page(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def look(model, data: bytes | str, by, name="rows.csv"):
    """What the wizard says of a file that nobody has helped it to understand."""
    data = data.encode() if isinstance(data, str) else data
    file = SimpleUploadedFile(name, data)
    import_ = imports.take_in(file, sheet=sheet_of(model), owner="", by=by)
    imports.choose_columns(import_, import_.mapping, by=by)
    imports.work_at(import_.pk)
    import_.refresh_from_db()
    assert import_.state == Import.State.CHECKED, import_.problem
    return import_


def write(model, data, by):
    looked = look(model, data, by)
    assert not told(looked), (model, told(looked))
    import_ = written(looked, by, with_doubles=True)
    assert import_.state == Import.State.DONE, (import_.problem, told(import_, "error", "double"))
    return import_


def test_what_a_look_shows_is_what_is_written(curator):
    OrganisationFactory(slug="old", name_en="Old name")
    import_ = look(
        Organisation,
        "slug,name_en,name_zh_hans,kind\nold,New name,,company\nthu,Tsinghua,清华大学,university\n",
        curator,
    )
    rows = list(ImportRow.objects.filter(of=import_).order_by("number"))
    assert [(row.number, row.state) for row in rows] == [(2, "update"), (3, "new")]
    assert ["name_en", "Old name", "New name"] in rows[0].changes
    assert set(Organisation.objects.values_list("slug", flat=True)) == {"old"}
    written(import_, curator)
    assert set(Organisation.objects.values_list("slug", "name_en", "name_zh_hans")) == {
        ("old", "New name", None),
        ("thu", "Tsinghua", "清华大学"),
    }


def test_errors_are_in_the_language_of_the_reader_and_name_the_choices(curator):
    [problem] = told(look(Organisation, "slug,name_en,kind\nx,X,firm\n", curator))
    assert problem[3].startswith("Not one of: company, university")
    with translation.override("zh-hans"):
        [problem] = told(look(Organisation, "slug,name_en,kind\nx,X,firm\n", curator))
    assert "公司" in problem[3]  # as it is read in too
    assert not problem[3].startswith("Not one of")


def test_columns_are_never_read_as_what_they_are_not(curator):
    text = "slug,colour,id,name_en,kind\nx,red,org_1,X,company\n"
    assert look(Organisation, text, curator).mapping == ["slug", "", "", "name_en", "kind"]


def test_a_column_that_is_there_twice_is_told(curator):
    import_ = look(Organisation, "slug,slug,name_en,kind\nx,y,X,company\n", curator)
    assert [(one["code"], one["column"], one["is_grave"]) for one in import_.findings] == [
        ("header_twice", "slug", True)
    ]
    with pytest.raises(ValidationError, match="Two columns of the file are meant for “slug”"):
        imports.choose_columns(import_, ["slug", "slug", "name_en", "kind"], by=curator)


def test_the_columns_that_rows_are_known_by_must_be_there(curator):
    with pytest.raises(ValidationError, match="The column “Scheme” is missing: rows are known by it"):
        look(Identifier, "organisation,value\nx,1\n", curator)


def test_the_same_row_twice_in_a_file_is_told(curator):
    import_ = look(Organisation, "slug,name_en,kind\nx,X,company\ny,Y,company\nx,Z,company\n", curator)
    assert told(import_) == [(4, "", "", "It is already in row 2.")]


def test_what_is_pointed_to_must_exist(curator):
    TermFactory(vocabulary__slug="fields", slug="talent")
    import_ = look(
        Agreement,
        "slug,title_en,kind,status,fields_of_cooperation\n"
        "a,A,mou,signed,fields/talent\n"
        "b,B,mou,signed,fields/talent; fields/none\n",
        curator,
    )
    assert [(row, column, rule) for row, column, _value, rule in told(import_)] == [
        (3, "fields_of_cooperation", "There is no term “fields/none”.")
    ]
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_read_in_again_changes_nothing(sign_in, curator, kind):
    rich_rows()
    client = sign_in(curator)
    for model in RESOURCES:
        data = client.get(page(model, "export", kind)).getvalue()
        import_ = look(model, data, curator, f"rows.{kind}")
        count = model.objects.count()
        rows = ImportRow.objects.filter(of=import_).exclude(state="same")
        assert import_.counts == ({"same": count} if count else {}), (
            model,
            list(rows.values_list("state", "problems", "changes")),
        )


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
        write(model, before[model], curator)
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
    agreement = AgreementFactory(
        countries=["TH", "MY"], signed_on="2014", is_generic=True, title_en="-5 %", owner=None
    )
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
        ("rows.doc", b"slug"),
        ("rows.csv", b""),
        ("rows.xlsx", b"not a workbook"),
        ("rows.xlsx", b"PK\x03\x04broken"),
    ]:
        sent = {"model": "organisations.organisation", "file": SimpleUploadedFile(name, data)}
        answer = client.post(reverse("curation:import_new"), sent)
        assert answer.status_code == 200
        assert answer.context["form"].errors["file"], (name, data)
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("slug,name_en\nköln,\ufffd\n", "encoding"),
        ('slug,name_en\nx,"X and no more', "cut_off"),
    ],
)
def test_what_is_wrong_with_a_file_as_a_whole_is_told_before_anything_is_written(curator, data, code):
    found = [(one["code"], one["is_grave"]) for one in look(Organisation, data, curator).findings]
    assert (code, True) in found


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["a\0b", "１２", "9" * 41, "1e400", "NaN", "\U0010ffff", "x" * 5000])
@pytest.mark.parametrize(
    "column", ["slug", "name_en", "latitude", "founded_on", "kind", "parent", "passages", "ror", "names"]
)
def test_no_cell_breaks_the_import(curator, column, cell):
    head = ["slug", "kind", "name_en", *({column} - {"slug", "kind", "name_en"})]
    row = {"slug": "x", "kind": "company", "name_en": "X"} | {column: cell}
    import_ = look(Organisation, ",".join(head) + "\n" + ",".join(row[name] for name in head) + "\n", curator)
    assert sum(import_.counts.values()) == 1


def test_a_ring_that_only_the_file_as_a_whole_makes_is_refused(curator):
    parks = ParkFactory.create_batch(2)
    first, second = (park.organisation.slug for park in parks)
    import_ = look(Park, f"organisation,parent\n{first},{second}\n{second},{first}\n", curator)
    assert [row for row, *_rest in told(import_)] == [3]
    assert not Park.objects.exclude(parent=None).exists()


def test_identifiers_are_read_as_people_paste_them_and_checked(curator):
    OrganisationFactory(slug="thu")
    wrong = look(
        Identifier,
        "organisation,scheme,value\n"
        "thu,ror,03cve4548\n"
        "thu,lei,529900T8BM49AURSDO54\n"
        "thu,uscc,12100000400000624E\n"
        "thu,isni,0000 0001 0662 3179\n",
        curator,
    )
    assert [(row, rule) for row, _column, _value, rule in told(wrong)] == [
        (row, "This is not a valid identifier of its scheme (form or check digit).") for row in (2, 3, 4, 5)
    ]
    good = "organisation,scheme,value\nthu,ror,https://ror.org/03cve4549\nthu,isni,0000 0001 0662 3178\n"
    write(Identifier, good, curator)
    assert set(Identifier.objects.values_list("scheme", "value")) == {
        ("ror", "03cve4549"),
        ("isni", "0000000106623178"),
    }
    assert look(Identifier, good, curator).counts == {"same": 2}


def test_an_identifier_does_not_move_to_another_body(curator):
    IdentifierFactory(scheme="wikidata", value="Q16955")
    OrganisationFactory(slug="other")
    import_ = look(Identifier, "organisation,scheme,value\nother,wikidata,Q16955\n", curator)
    assert [rule for *_place, rule in told(import_)] == ["Another organisation already has this identifier."]


def test_what_changed_meanwhile_is_checked_again_before_anything_is_written(curator):
    OrganisationFactory(slug="thu")
    import_ = look(Identifier, "organisation,scheme,value\nthu,wikidata,Q1\nthu,wikidata,Q16955\n", curator)
    IdentifierFactory(scheme="wikidata", value="Q16955")
    written(import_, curator)
    assert import_.state == Import.State.CHECKED
    assert "Something changed" in import_.problem
    assert [row for row, *_rest in told(import_)] == [3]
    assert Identifier.objects.count() == 1


@pytest.mark.parametrize("text", ["=1", "'=1", "''=1", "+", "'", "plain", "", "－", "\t=x", "it's"])
def test_what_is_guarded_comes_back_as_it_was(text):
    assert spreadsheets.unguarded(spreadsheets.guarded(text)) == text
