"""Files into the register: looked at first, then all rows or none, and nothing twice."""

import pytest
from django.utils import timezone

from curation.importing.sheets import sheet_of
from curation.models import Batch, Import, ImportRow
from curation.operations import imports
from organisations.models import Identifier, Organisation, OrganisationName
from partners.models import Affiliation, Contact, Interaction
from tests.curation.files import SLASHED, looked_at, told, upload, written
from tests.factories import (
    ContactFactory,
    CuratorFactory,
    IdentifierFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

BODIES = (
    "Name (English),中文名称,Type,国家,ROR,别名\n"
    "Tsinghua University,清华大学,大学,China,https://ror.org/03cve4549,THU; Qinghua\n"
    "Politecnico di Milano,,university,IT,,\n"
)


@pytest.fixture
def curator():
    return CuratorFactory()


@pytest.fixture
def park():
    return ParkFactory().organisation


@pytest.fixture
def member(park):
    return MembershipFactory(organisation=park).user


def test_a_look_writes_nothing_and_says_what_would_be_written(curator):
    import_ = looked_at(Organisation, BODIES, curator)
    assert import_.state == Import.State.CHECKED, import_.problem
    assert told(import_) == []
    assert import_.counts == {"new": 2}
    assert not Organisation.objects.exists()
    assert not Batch.objects.exists()


def test_heads_and_values_are_read_as_people_write_them(curator):
    import_ = written(looked_at(Organisation, BODIES, curator), curator)
    assert import_.state == Import.State.DONE, import_.problem
    tsinghua = Organisation.objects.get(slug="tsinghua-university")
    assert (tsinghua.name_zh_hans, tsinghua.kind, tsinghua.country) == ("清华大学", "university", "CN")
    assert tsinghua.sort_en == "tsinghua university"
    assert set(Identifier.objects.values_list("scheme", "value")) == {("ror", "03cve4549")}
    assert set(OrganisationName.objects.values_list("text", flat=True)) == {"THU", "Qinghua"}


def test_the_same_file_twice_doubles_nothing(curator):
    written(looked_at(Organisation, BODIES, curator), curator)
    again = looked_at(Organisation, BODIES, curator)
    assert again.counts == {"same": 2}, list(ImportRow.objects.filter(of=again).values_list("changes"))
    written(again, curator)
    assert Organisation.objects.count() == 2
    assert OrganisationName.objects.count() == 2


def test_each_wrong_row_names_its_line_column_value_and_rule_and_nothing_is_written(curator):
    import_ = looked_at(
        Organisation,
        "slug,name_en,kind,country,founded_on,latitude\n"
        "good,Good,company,CN,2015,\n"
        "bad-kind,Bad,firm,CN,,\n"
        "bad-date,Bad,company,CN,2015-02-30,\n"
        "bad-country,Bad,company,XX,,\n"
        "nameless,,company,CN,,\n"
        "half-a-place,Bad,company,CN,,12.5\n"
        "far,Bad,company,CN,,1e40\n"
        "two-faults,Bad,firm,CN,１２,\n",
        curator,
    )
    assert {one[:3] for one in told(import_)} >= {
        (3, "kind", "firm"),
        (4, "founded_on", "2015-02-30"),
        (5, "country", "XX"),
        (6, "name_en", ""),
        (7, "", ""),
        (8, "latitude", "1e40"),
        (9, "kind", "firm"),
        (9, "founded_on", "１２"),
    }
    assert import_.counts == {"new": 1, "error": 7}
    with pytest.raises(imports.ValidationError):
        imports.start(import_, by=curator, good_only=False, with_doubles=False)
    assert not Organisation.objects.exists()


def test_good_rows_alone_are_written_where_that_is_chosen(curator):
    text = "slug,name_en,kind\na,A,company\nb,B,firm\nc,C,company\n"
    import_ = written(looked_at(Organisation, text, curator), curator, good_only=True)
    assert import_.counts == {"new": 2, "error": 1}
    assert set(Organisation.objects.values_list("slug", flat=True)) == {"a", "c"}


def test_what_only_the_database_refuses_is_found_among_many(curator):
    rows = "".join(f"s{number},Name {number},company,\n" for number in range(40))
    text = f"slug,name_en,kind,latitude\n{rows}bad,Bad,company,12.5\n"
    import_ = looked_at(Organisation, text, curator)
    assert told(import_) == [
        (42, "", "", "Give both latitude (−90 to 90) and longitude (−180 to 180), or none.")
    ]
    assert import_.counts == {"new": 40, "error": 1}


def test_an_identifier_says_which_body_is_meant(curator):
    body = IdentifierFactory(scheme="ror", value="03cve4549", organisation__name_en="Tsinghua").organisation
    import_ = written(
        looked_at(Organisation, "name_en,ror\nTsinghua University,03cve4549\n", curator), curator
    )
    assert import_.counts == {"update": 1}
    body.refresh_from_db()
    assert body.name_en == "Tsinghua University"


def test_a_new_row_with_the_identifier_of_another_is_perhaps_its_double(curator):
    body = IdentifierFactory(scheme="ror", value="03cve4549").organisation
    text = "slug,name_en,kind,ror\nthu,Tsinghua,university,03cve4549\n"
    import_ = looked_at(Organisation, text, curator)
    row = ImportRow.objects.get(of=import_)
    assert (row.state, row.record) == ("double", body.pk)
    assert "03cve4549" in row.problems[0][2]
    assert written(import_, curator).counts == {"double": 1}
    assert Organisation.objects.count() == 1


def test_a_member_reads_in_the_contacts_of_the_own_park(member, park):
    university = OrganisationFactory(name_en="Tsinghua University", name_zh_hans="清华大学")
    text = (
        "姓名,邮箱,单位,职务,电话\n王伟,wang@example.org,清华大学,教授,010-1\n李娜,,Tsinghua University,,\n"
    )
    import_ = written(looked_at(Contact, text, member, owner=park, encoding="gb18030"), member)
    assert import_.state == Import.State.DONE, (import_.problem, told(import_))
    assert set(Contact.objects.values_list("name", "owner")) == {("王伟", park.pk), ("李娜", park.pk)}
    assert set(Affiliation.objects.values_list("organisation", "title")) == {
        (university.pk, "教授"),
        (university.pk, ""),
    }
    again = looked_at(Contact, text, member, owner=park, encoding="gb18030")
    assert again.counts == {"same": 2}


def test_nobody_reads_in_rows_of_a_park_of_others(member):
    other = ParkFactory().organisation
    with pytest.raises(imports.NotYours):
        looked_at(Contact, "name\nX\n", member, owner=other)
    with pytest.raises(imports.NotYours):
        looked_at(Organisation, "name_en,kind\nX,company\n", member)
    assert not Import.objects.exists()


def test_a_contact_of_another_park_is_never_touched(member, park):
    theirs = ContactFactory(email="a@example.org", name="A")
    text = f"id,name,email\n{theirs.pk},Stolen,\n,B,a@example.org\n"
    import_ = looked_at(Contact, text, member, owner=park)
    assert told(import_) == [(2, "id", theirs.pk, f"There is no contact “{theirs.pk}”.")]
    written(import_, member, good_only=True)
    theirs.refresh_from_db()
    assert theirs.name == "A"
    assert Contact.objects.filter(owner=park).count() == 1


def test_a_membership_that_ended_stops_what_is_under_way(member, park):
    import_ = looked_at(Contact, "name\nX\n", member, owner=park)
    imports.start(import_, by=member, good_only=False, with_doubles=False)
    member.memberships.update(ended_at=timezone.now())
    imports.work_at(import_.pk)
    import_.refresh_from_db()
    assert import_.state == Import.State.FAILED
    assert "do not belong" in import_.problem
    assert not Contact.objects.exists()


def test_interactions_come_with_their_partners_once(member, park):
    OrganisationFactory(slug="thu", name_en="Tsinghua University")
    text = "日期,主题,合作伙伴,类型\n2024/5/31,Visit of the lab,thu,访问\n2024年6月1日,Call,thu,call\n"
    import_ = written(looked_at(Interaction, text, member, owner=park), member)
    assert import_.counts == {"new": 2}, told(import_)
    first = Interaction.objects.get(title="Visit of the lab")
    assert (str(first.happened_on), first.kind, first.created_by) == ("2024-05-31", "visit", member)
    assert [one.slug for one in first.partners.all()] == ["thu"]
    assert looked_at(Interaction, text, member, owner=park).counts == {"same": 2}


def test_what_is_not_visible_cannot_be_pointed_to(member, park):
    OrganisationFactory(slug="hidden", name_en="Hidden", is_published=False)
    import_ = looked_at(Interaction, "date,title,partners\n2024-05-31,X,hidden\n", member, owner=park)
    assert [one[3] for one in told(import_)] == ["There is no organisation “hidden”."]


def test_a_run_that_is_sent_twice_is_one(curator):
    import_ = looked_at(Organisation, BODIES, curator)
    same = Import.objects.get(pk=import_.pk)
    imports.start(import_, by=curator, good_only=False, with_doubles=False)
    with pytest.raises(imports.NotNow):
        imports.start(same, by=curator, good_only=False, with_doubles=False)
    imports.work_at(import_.pk)
    imports.work_at(import_.pk)
    assert Organisation.objects.count() == 2
    assert Batch.objects.count() == 1


def test_a_worker_that_falls_in_the_middle_leaves_nothing(curator, monkeypatch):
    monkeypatch.setattr(imports, "CHUNK", 2)
    text = "slug,name_en,kind\n" + "".join(f"s{n},N,company\n" for n in range(6))
    import_ = looked_at(Organisation, text, curator)
    taken = []
    real = imports.Engine.take

    def take(engine, table):
        taken.append(table)
        if len(taken) == 2:
            raise MemoryError
        return real(engine, table)

    monkeypatch.setattr(imports.Engine, "take", take)
    imports.start(import_, by=curator, good_only=False, with_doubles=False)
    with pytest.raises(MemoryError):
        imports.work_at(import_.pk)
    import_.refresh_from_db()
    assert import_.state == Import.State.FAILED
    assert not Organisation.objects.exists()
    assert not Batch.objects.exists()


def test_columns_are_remembered_by_their_heads(curator):
    text = "A,B,C\nthu,Tsinghua,university\n"
    first = looked_at_with(Organisation, text, curator, ["slug", "name_en", "kind"])
    assert first.counts == {"new": 1}
    again = imports.take_in(upload("a,b,c\nx,y,z\n"), sheet=sheet_of(Organisation), owner="", by=curator)
    assert again.mapping == ["slug", "name_en", "kind"]
    other = imports.take_in(
        upload("a,b,c\n1,2,3\n"), sheet=sheet_of(Organisation), owner="", by=CuratorFactory()
    )
    assert other.mapping == ["", "", ""]


def test_a_day_that_may_be_two_is_refused_until_somebody_says_which_comes_first(curator):
    import_ = looked_at(Organisation, SLASHED, curator)
    assert [one[:3] for one in told(import_)] == [(2, "founded_on", "4/5/2024")]
    imports.choose_columns(import_, import_.mapping, by=curator, slash_days="day")
    imports.work_at(import_.pk)
    import_.refresh_from_db()
    written(import_, curator)
    days = dict(Organisation.objects.values_list("slug", "founded_on"))
    assert {slug: str(day) for slug, day in days.items()} == {
        "a": "2024-05-04",
        "b": "2024-05-31",
        "c": "2024-06-06",
    }
    again = imports.take_in(upload(SLASHED), sheet=sheet_of(Organisation), owner="", by=curator)
    assert again.slash_days == "day"


def test_a_day_that_cannot_be_in_the_order_that_was_said_is_refused(curator):
    import_ = looked_at(Organisation, SLASHED, curator)
    imports.choose_columns(import_, import_.mapping, by=curator, slash_days="month")
    imports.work_at(import_.pk)
    assert [one[:3] for one in told(import_)] == [(3, "founded_on", "31/5/2024")]


def looked_at_with(model, text, by, mapping):
    import_ = imports.take_in(upload(text), sheet=sheet_of(model), owner="", by=by)
    imports.choose_columns(import_, mapping, by=by)
    imports.work_at(import_.pk)
    import_.refresh_from_db()
    return import_


def test_rows_of_a_file_may_point_to_each_other(curator):
    text = "slug,name_en,kind,parent\nabove,A,company,\nbelow,B,company,above\nlast,C,company,nobody\n"
    import_ = looked_at(Organisation, text, curator)
    assert told(import_) == [(4, "parent", "nobody", "There is no organisation “nobody”.")]
    written(import_, curator, good_only=True)
    assert Organisation.objects.get(slug="below").parent.slug == "above"


def test_what_a_batch_did_is_known_by_it(curator):
    import_ = written(looked_at(Organisation, BODIES, curator), curator)
    assert import_.batch.kind == Batch.Kind.IMPORT
    assert import_.batch.made_by == curator
    assert import_.batch.contexts


def test_an_import_is_seen_by_its_maker_and_by_curators(curator, member, park):
    import_ = looked_at(Contact, "name\nX\n", member, owner=park)
    assert list(Import.objects.visible_to(member)) == [import_]
    assert list(Import.objects.visible_to(curator)) == [import_]
    assert not Import.objects.visible_to(UserFactory()).exists()
