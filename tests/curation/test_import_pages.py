"""The wizard's pages: from a file to rows, by who may, with nothing of others in sight."""

import csv
import io

import pytest
from django.urls import reverse

from curation.importing.heads import REASON
from curation.importing.sheets import sheet_of
from curation.models import Import, ImportRow, Mapping
from curation.operations import imports
from organisations.models import Organisation
from partners.models import Contact
from tests.curation.files import SLASHED, looked_at, told, upload, written
from tests.factories import CuratorFactory, MembershipFactory, OrganisationFactory, ParkFactory, UserFactory

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"curation:{name}", args=args)


@pytest.fixture
def park():
    return ParkFactory().organisation


@pytest.fixture
def member(park):
    return MembershipFactory(organisation=park).user


@pytest.fixture
def browser(sign_in, member):
    return sign_in(member)


def sent(browser, text, name="rows.csv", **more):
    data = {"model": "partners.contact", "file": upload(text, name), **more}
    return browser.post(page("import_new"), data)


def test_a_member_walks_from_a_file_to_contacts(browser, park):
    answer = sent(browser, "姓名,邮箱\n王伟,wang@example.org\n", owner=park.pk)
    import_ = Import.objects.get()
    assert answer.url == page("import_columns", import_.pk)
    shown = browser.get(answer.url)
    assert [field.help_text for field in shown.context["form"]] == ["王伟", "wang@example.org"]
    answer = browser.post(answer.url, {"column-0": "name", "column-1": "email"})
    assert answer.url == page("import", import_.pk)
    assert b"every 2s" in browser.get(answer.url).content
    imports.work_at(import_.pk)
    assert "王伟" in browser.get(answer.url).content.decode()
    browser.post(page("import_run", import_.pk), {"which": "all"})
    imports.work_at(import_.pk)
    assert Contact.objects.get().owner == park
    done = browser.get(page("import", import_.pk)).content.decode()
    assert "The rows are written." in done
    assert Mapping.objects.get().columns == ["name", "email"]


def test_a_member_of_one_park_need_not_say_which(browser, park):
    shown = browser.get(page("import_new"))
    assert shown.context["form"].fields["owner"].initial == park.pk
    assert [name for name, _label in shown.context["form"].fields["model"].choices] == [
        "partners.contact",
        "partners.interaction",
    ]


def test_curators_read_in_every_kind_and_others_none(sign_in, park):
    kinds = sign_in(CuratorFactory()).get(page("import_new")).context["form"].fields["model"].choices
    assert {"organisations.organisation", "parks.park", "partners.partner", "partners.agreement"} <= {
        name for name, _label in kinds
    }
    assert {"partners.contact", "partners.interaction", "parks.observation"} <= {name for name, _l in kinds}
    assert "form" not in sign_in(UserFactory()).get(page("import_new")).context


def test_a_file_that_is_no_table_is_refused_in_words(browser, park):
    for name, text in [("rows.doc", "x"), ("rows.csv", ""), ("rows.xlsx", "not a workbook")]:
        answer = sent(browser, text, name, owner=park.pk)
        assert answer.status_code == 200
        assert answer.context["form"].errors["file"], name
    assert not Import.objects.exists()


def test_columns_meant_twice_or_missing_are_told(browser, park, member):
    sent(browser, "a,b\n1,2\n", owner=park.pk)
    address = page("import_columns", Import.objects.get().pk)
    answer = browser.post(address, {"column-0": "name", "column-1": "name"})
    assert "Two columns of the file are meant for" in answer.content.decode()
    answer = browser.post(address, {"column-0": "phone", "column-1": ""})
    assert "One of these columns is needed" in answer.content.decode()


def test_which_comes_first_is_asked_only_where_a_day_may_be_two(sign_in):
    browser = sign_in(CuratorFactory())
    for text, is_asked in (("4/5/2024", True), ("31/5/2024", False), ("2024-05-04", False)):
        sent(
            browser, f"slug,name_en,kind,founded_on\na,A,company,{text}\n", model="organisations.organisation"
        )
        address = page("import_columns", Import.objects.latest("made_at").pk)
        assert ('name="slash_days"' in browser.get(address).content.decode()) == is_asked
    sent(browser, SLASHED, model="organisations.organisation")
    import_ = Import.objects.latest("made_at")
    given = {f"column-{place}": name for place, name in enumerate(import_.mapping)} | {"slash_days": "month"}
    browser.post(page("import_columns", import_.pk), given)
    import_.refresh_from_db()
    assert import_.slash_days == "month" and import_.state == Import.State.CHECKING


def file_of(number: int, last: str) -> str:
    rows = "".join(f"s{each},A,company,2024-05-04\n" for each in range(number - 1))
    return f"slug,name_en,kind,founded_on\n{rows}z,Z,company,{last}\n"


def test_a_day_that_may_be_two_is_found_however_late_it_comes(sign_in, monkeypatch):
    browser = sign_in(CuratorFactory())
    for text, is_asked in (("4/5/2024", True), ("31/5/2024", False)):
        sent(browser, file_of(5_000, text), model="organisations.organisation")
        address = page("import_columns", Import.objects.latest("made_at").pk)
        form = browser.get(address).context["form"]
        assert ("slash_days" in form.fields) == is_asked
        assert form.fields["column-0"].help_text == "s0 · s1 · s2"
    assert not is_asked
    monkeypatch.setattr("curation.operations.imports.doubtful_days", None)  # it is not read through again
    assert "slash_days" not in browser.get(address).context["form"].fields


def test_days_before_the_place_where_a_file_is_broken_are_asked_about(sign_in):
    browser = sign_in(CuratorFactory())
    whole = file_of(3_000, "4/5/2024") + 'y,"cut'
    sent(browser, whole, model="organisations.organisation")
    answer = browser.get(page("import_columns", Import.objects.get().pk))
    assert answer.status_code == 200
    assert "slash_days" in answer.context["form"].fields


def test_another_encoding_is_tried_where_the_one_that_was_found_is_wrong(browser, park):
    sent(browser, "Имя\nИван\n", owner=park.pk)
    import_ = Import.objects.get()
    browser.post(page("import_columns", import_.pk), {"again": "1", "encoding": "cp1252", "delimiter": ","})
    import_.refresh_from_db()
    assert import_.reading == {"encoding": "cp1252", "delimiter": ","}
    assert import_.headers[0].startswith("Ð")


@pytest.mark.parametrize("name", ["import", "import_columns", "import_refused"])
def test_an_import_of_others_is_not_there(sign_in, park, member, name):
    import_ = looked_at(Contact, "name\nX\n", member, owner=park)
    colleague = MembershipFactory(organisation=park).user
    other_staff = MembershipFactory(organisation=ParkFactory().organisation).user
    for stranger in (colleague, UserFactory(), other_staff):
        foreign = sign_in(stranger).get(page(name, import_.pk))
        missing = sign_in(stranger).get(page(name, "imp_0"))
        assert (foreign.status_code, missing.status_code) == (404, 404)


@pytest.mark.parametrize("name", ["import_run", "import_cancel"])
def test_nobody_starts_or_stops_what_others_read_in(sign_in, park, member, name):
    import_ = looked_at(Contact, "name\nX\n", member, owner=park)
    assert sign_in(UserFactory()).post(page(name, import_.pk)).status_code == 404
    import_.refresh_from_db()
    assert import_.state == Import.State.CHECKED


def test_who_left_the_park_does_not_see_the_own_import(browser, park, member):
    import_ = looked_at(Contact, "name\nX\n", member, owner=park)
    membership = member.memberships.get()
    membership.ended_at = membership.started_at
    membership.save()
    assert browser.get(page("import", import_.pk)).status_code == 404


def test_a_run_that_is_sent_twice_is_said_to_be(browser, park, member):
    import_ = looked_at(Contact, "name\nX\n", member, owner=park)
    for _time in range(2):
        answer = browser.post(page("import_run", import_.pk), {"which": "all"}, follow=True)
    assert "This was done already" in answer.content.decode()
    imports.work_at(import_.pk)
    assert Contact.objects.count() == 1


def test_refused_rows_come_back_with_reasons_and_can_be_corrected(sign_in):
    curator = CuratorFactory()
    browser = sign_in(curator)
    text = "slug,name_en,kind\na,A,company\nb,=cmd(),firm\n"
    import_ = written(looked_at(Organisation, text, curator), curator, good_only=True)
    answer = browser.get(page("import_refused", import_.pk))
    lines = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert lines[0] == ["slug", "name_en", "kind", str(REASON)]
    assert lines[1][:3] == ["b", "'=cmd()", "firm"]
    assert lines[1][3].startswith("kind: Not one of: company")
    lines[1][2] = "company"
    corrected = io.StringIO()
    csv.writer(corrected).writerows(lines)
    again = looked_at(Organisation, corrected.getvalue(), curator)
    assert again.mapping == ["slug", "name_en", "kind", ""]
    written(again, curator)
    assert Organisation.objects.get(slug="b").name_en == "=cmd()"


def mapped(text, columns, by):
    import_ = imports.take_in(upload(text), sheet=sheet_of(Organisation), owner="", by=by)
    imports.choose_columns(import_, columns, by=by)
    imports.work_at(import_.pk)
    import_.refresh_from_db()
    return import_


def test_the_columns_of_a_corrected_file_are_remembered():
    curator = CuratorFactory()
    mapped("A,B,C\na,b,company\n", ["name_en", "", "kind"], curator)
    again = looked_at(Organisation, f"{REASON},A,B,C\n,a,b,company\n", curator)
    assert again.mapping == ["", "name_en", "", "kind"]
    once_more = looked_at(Organisation, "A,B,C\na,b,company\n", curator)
    assert once_more.mapping == ["name_en", "", "kind"]


def test_a_wrong_identifier_names_its_column_and_what_stands_there():
    text = "Name,Kind,No.,Code\nA,company,,121032683\n"
    import_ = mapped(text, ["name_en", "kind", "uscc", "isni"], CuratorFactory())
    assert [one[1:3] for one in told(import_)] == [("Code", "121032683")]


@pytest.mark.parametrize(("last", "is_grave"), [("", False), ("city_en", True)])
def test_a_name_that_two_columns_have_matters_where_one_of_them_is_read(last, is_grave):
    text = "A,B,Note,note\nA,company,1,2\n"
    import_ = mapped(text, ["name_en", "kind", "", last], CuratorFactory())
    assert [one["is_grave"] for one in import_.findings] == [is_grave]


def test_what_is_doubtful_in_the_file_is_said_first_and_asks_for_a_yes(sign_in):
    curator = CuratorFactory()
    browser = sign_in(curator)
    text = 'slug,name_en,kind\na,A,company\nb,"B and no more'
    import_ = looked_at(Organisation, text, curator)
    assert [one["code"] for one in import_.findings] == ["cut_off"]
    browser.post(page("import_run", import_.pk), {"which": "good"})
    import_.refresh_from_db()
    assert import_.state == Import.State.CHECKED
    browser.post(page("import_run", import_.pk), {"which": "good", "in_spite": "1"})
    imports.work_at(import_.pk)
    assert Organisation.objects.filter(slug="a").exists()


@pytest.mark.parametrize("count", [1, 3])
def test_a_preview_costs_the_same_however_many_rows(sign_in, count, django_assert_max_num_queries):
    curator = CuratorFactory()
    browser = sign_in(curator)
    rows = "".join(f"s{number},N,company\n" for number in range(count))
    import_ = looked_at(Organisation, f"slug,name_en,kind\n{rows}", curator)
    browser.get(page("import", import_.pk))
    with django_assert_max_num_queries(16):
        shown = browser.get(page("import", import_.pk))
    assert len(shown.context["rows"].object_list) == count


def test_rows_can_be_looked_at_by_their_state(sign_in):
    curator = CuratorFactory()
    browser = sign_in(curator)
    OrganisationFactory(slug="a", name_en="Old")
    import_ = looked_at(Organisation, "slug,name_en,kind\na,New,company\nb,B,firm\n", curator)
    shown = browser.get(page("import", import_.pk), {"rows": "update"})
    assert [row.label for row in shown.context["rows"]] == ["New"]
    assert ["name_en", "Old", "New"] in ImportRow.objects.get(of=import_, state="update").changes
    assert browser.get(page("import", import_.pk), {"rows": "nonsense"}).status_code == 404


def test_asked_to_stop_it_writes_nothing(browser, park, member, monkeypatch):
    import_ = looked_at(Contact, "name\nX\n", member, owner=park)
    imports.start(import_, by=member, good_only=False, with_doubles=False)

    def tell(beside, progress):
        raise imports.Stopped

    monkeypatch.setattr(imports.Beside, "tell", tell)
    browser.post(page("import_cancel", import_.pk))
    imports.work_at(import_.pk)
    import_.refresh_from_db()
    assert (import_.state, import_.is_cancelled) == (Import.State.FAILED, True)
    assert not Contact.objects.exists()
    assert "It was cancelled" in browser.get(page("import", import_.pk)).content.decode()
