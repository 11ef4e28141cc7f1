"""Lists as files: exactly what is filtered, sorted and visible, however long, and safe to open."""

import csv
import io
import json
import random
from contextlib import closing
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.utils import timezone

from accounts.keys import make_key, revoke_key
from accounts.models import Membership
from common import exports, workbook
from common.columns import TEXT, columns_of
from common.exchange import key_of
from common.spreadsheets import guarded
from history.models import Reading
from organisations.models import Organisation
from partners.models import Contact, FollowUp, Interaction
from tests.factories import (
    AffiliationFactory,
    AgreementFactory,
    AgreementPartyFactory,
    ContactFactory,
    FollowUpFactory,
    InteractionFactory,
    InteractionPartnerFactory,
    MembershipFactory,
    MilestoneFactory,
    OrganisationFactory,
    ParkFactory,
    PassageFactory,
    ProjectFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

STARTS = "'=+-@|%\t\r\n＝＋－＠｜％"


def read(response) -> list[dict]:
    assert response.status_code == 200, response.status_code
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"), newline="")))


def objects(response) -> list[dict]:
    assert response.status_code == 200, response.status_code
    return [json.loads(line) for line in response.getvalue().splitlines()]


def sheet(response) -> list[tuple]:
    book = openpyxl.load_workbook(io.BytesIO(response.getvalue()))
    return [row for one in book.worksheets for row in one.iter_rows(values_only=True)]


@pytest.fixture
def park(db):
    return ParkFactory().organisation


@pytest.fixture
def staff(sign_in, park):
    user = UserFactory()
    MembershipFactory(user=user, organisation=park)
    client = sign_in(user)
    client.user = user
    return client


def test_a_list_is_taken_away_as_it_is_filtered_and_sorted(client):
    OrganisationFactory(slug="b", kind="university")
    OrganisationFactory(slug="a", kind="university")
    OrganisationFactory(slug="c", kind="company")
    asked = "/organisations/?kind=university&ordering=-name&format="
    shown = client.get("/organisations/?kind=university&ordering=-name").context["rows"]
    slugs = [row.slug for row in shown]
    assert len(slugs) == 2
    assert [row["slug"] for row in read(client.get(asked + "csv"))] == slugs
    assert [row["slug"] for row in objects(client.get(asked + "ndjson"))] == slugs
    assert [row[0] for row in sheet(client.get(asked + "xlsx"))] == ["slug", *slugs]


def test_a_file_is_whole_where_a_page_is_not(client):
    for _ in range(30):
        OrganisationFactory()
    page = client.get("/organisations/")
    assert len(page.context["rows"]) == 25
    assert len(read(client.get(f"{page.context['next_url']}&format=csv"))) == 30


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/organisations/", "/agreements/", "/milestones/", "/projects/"])
def test_whatever_is_filtered_the_file_holds_what_the_list_does(client, curator, path):
    chance = random.Random(path)
    for kind in ("university", "company", "park"):
        body = OrganisationFactory(kind=kind, country=chance.choice(["CN", "MY"]), founded_on="1994")
        MilestoneFactory(organisation=body, happened_on=chance.choice(["1993", "2014-08", None]))
        party = AgreementPartyFactory(organisation=body, agreement__signed_on=chance.choice(["2014", None]))
        AgreementFactory(kind="letter", is_published=chance.random() < 0.5, countries=["MY"])
        ProjectFactory(country="MY").agreements.add(party.agreement)
    for user in (None, curator):
        if user:
            client.force_login(user)
        fields = client.get(path).context["filter"].form.fields
        for _ in range(40):
            query = {name: value for name, field in fields.items() if (value := _any(field, chance))}
            page = client.get(path, query)
            rows = [key_of(row) for row in page.context["rows"]]
            told = client.get(path, query | {"format": "csv"})
            if page.context["filter"].form.errors:
                assert told.status_code == 302
                continue
            keys = [_key(row, page.context["rows"][0]) for row in read(told)] if rows else read(told)
            assert keys == rows, query


def _any(field, chance):
    if chance.random() < 0.7:
        return None
    choices = [value for value, _label in getattr(field, "choices", [])] if hasattr(field, "choices") else []
    return str(chance.choice([*choices, "1994", "2014-08-31", "organisation 1", "zz", "💥"]))


def _key(told: dict, row) -> str:
    return told["slug"] if "slug" in told else told["organisation"]


def test_the_api_sends_its_lists_with_the_same_filters(client):
    OrganisationFactory(slug="a", kind="university", name_zh_hans="大学")
    OrganisationFactory(slug="b", kind="company")
    asked = "/api/v1/organisations/?kind=university"
    results = client.get(f"{asked}&fields=slug,name&lang=zh-hans").json()["results"]
    assert results == [{"slug": "a", "name": "大学"}]
    assert objects(client.get(f"{asked}&fields=slug,name&lang=zh-hans&format=ndjson")) == results
    assert read(client.get(f"{asked}&format=csv&columns=name_zh_hans,slug")) == [
        {"name_zh_hans": "大学", "slug": "a"}
    ]
    assert sheet(client.get(f"{asked}&format=xlsx&columns=slug")) == [("slug",), ("a",)]


@pytest.mark.parametrize(
    "query",
    [
        "format=pdf",
        "format=",
        "format=csv&columns=none",
        "format=csv&fields=slug",
        "format=csv&cursor=x",
        "format=csv&page_size=5",
        "format=csv&count=exact",
        "format=ndjson&columns=slug",
        "columns=slug",
    ],
)
def test_what_says_nothing_about_a_file_is_refused_by_name(client, query):
    OrganisationFactory()
    answer = client.get(f"/api/v1/organisations/?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] in query


@pytest.mark.parametrize("query", ["format=pdf", "format=csv&columns=none", "show=table&columns=none"])
def test_a_page_knows_no_other_forms_and_columns(client, query):
    assert client.get(f"/organisations/?{query}").status_code == 400


def test_a_wrong_filter_leads_back_to_the_list_that_tells_it(client):
    answer = client.get("/organisations/?kind=castle&format=csv")
    assert (answer.status_code, answer.url) == (302, "/organisations/?kind=castle")


def test_what_a_row_points_to_is_told_to_those_who_may_see_it(client, curator):
    hidden = OrganisationFactory(slug="hidden", is_published=False)
    OrganisationFactory(slug="seen", parent=hidden)
    party = AgreementPartyFactory(organisation=hidden)
    AgreementPartyFactory(agreement=party.agreement, organisation=OrganisationFactory(slug="known"))
    asked = "/agreements/?format=csv&columns=slug,parties"
    assert {row["parent"] for row in read(client.get("/organisations/?format=csv"))} == {""}
    assert [row["parties"] for row in read(client.get(asked))] == ["known"]
    client.force_login(curator)
    assert "hidden" in {row["parent"] for row in read(client.get("/organisations/?format=csv"))}
    assert [row["parties"] for row in read(client.get(asked))] == ["hidden; known"]


def test_staff_take_away_what_their_parks_keep_and_nobody_elses(staff, park):
    met = InteractionFactory(owner=park, title="Visit", created_by=staff.user)
    InteractionPartnerFactory(interaction=met, organisation__slug="nust", organisation__is_published=False)
    InteractionFactory(title="Of another park")
    FollowUpFactory(owner=park, interaction=met, assignee=staff.user, text="Write")
    FollowUpFactory(text="Not ours")
    AffiliationFactory(contact=ContactFactory(owner=park, name="Ayesha"), organisation__slug="lums")
    ContactFactory(name="Unknown to us")
    (told,) = objects(staff.get("/interactions/?format=ndjson"))
    assert (told["title"], told["partners"], told["logged_by"]) == ("Visit", ["nust"], staff.user.name)
    (told,) = read(staff.get("/follow-ups/?format=csv"))
    assert (told["text"], told["interaction"], told["assignee"]) == ("Write", met.pk, staff.user.email)
    (told,) = read(staff.get("/contacts/?format=csv"))
    assert (told["name"], told["organisations"]) == ("Ayesha", "lums")


@pytest.mark.parametrize("path", ["/interactions/", "/contacts/", "/follow-ups/", "/obligations/"])
def test_strangers_take_nothing_away(sign_in, plain_user, park, path):
    InteractionFactory(owner=park)
    ContactFactory(owner=park)
    FollowUpFactory(owner=park)
    assert read(sign_in(plain_user).get(f"{path}?format=csv")) == []
    assert sign_in().get(f"{path}?format=csv").status_code == 302


@pytest.mark.parametrize("text", [f"{a}{b}cmd()" for a in ["", *STARTS] for b in ["", *STARTS]])
def test_the_database_guards_texts_just_as_the_portal_does(text):
    column = columns_of(Organisation)["name_en"]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {exports._csv_cell(column, 't.c')} FROM (SELECT %s::text AS c) t", [text])
        (cell,) = cursor.fetchone()
    assert next(csv.reader(io.StringIO(cell, newline=""))) == [guarded(text)]


@pytest.mark.parametrize("model", [Organisation, Contact, Interaction, FollowUp])
def test_no_column_runs_in_a_spreadsheet(staff, park, model):
    made = {
        Organisation: lambda: OrganisationFactory(slug="=x"),
        Contact: lambda: ContactFactory(owner=park),
        Interaction: lambda: InteractionFactory(owner=park),
        FollowUp: lambda: FollowUpFactory(owner=park),
    }[model]()
    texts = [
        name
        for name, column in columns_of(model).items()
        if column.kind == TEXT and hasattr(column, "field") and not column.field.is_relation
    ]
    free = [name for name in texts if name not in ("slug", "country")]
    model.objects.filter(pk=made.pk).update(**dict.fromkeys(free, "=cmd()|' /C calc'!A0"))
    path = {Organisation: "/organisations/?q=cmd&", Contact: "/contacts/?", FollowUp: "/follow-ups/?"}
    address = f"{path.get(model, '/interactions/?')}format="
    (told,) = read(staff.get(f"{address}csv"))
    assert {told[name][:2] for name in free} == {"'="}
    head, row = sheet(staff.get(f"{address}xlsx"))
    assert {row[head.index(name)][:2] for name in free} == {"'="}


def test_rows_are_fetched_as_they_are_sent(client, monkeypatch):
    monkeypatch.setattr(exports, "PORTION", 10)
    for _ in range(25):
        OrganisationFactory()
    answer = client.get("/organisations/?format=csv&columns=slug")
    portions = [portion.count(b"\n") for portion in answer.streaming_content]
    assert portions == [1, 10, 10, 5]


def test_who_goes_away_leaves_no_cursor_behind(client, monkeypatch):
    monkeypatch.setattr(exports, "PORTION", 2)
    for _ in range(5):
        OrganisationFactory()
    with closing(client.get("/organisations/?format=csv")._iterator) as sent:
        next(sent), next(sent)
        assert _cursors() == 1
    assert _cursors() == 0  # the server closes what nobody reads any more


def _cursors() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE name LIKE '\\_django%'")
        return cursor.fetchone()[0]


def test_a_membership_that_ends_stops_a_running_export(staff, park, monkeypatch, django_user_model):
    monkeypatch.setattr(exports, "PORTION", 2)
    moments = iter(range(100))
    monkeypatch.setattr(exports, "version_of", lambda tables: next(moments))
    for _ in range(6):
        InteractionFactory(owner=park)
    with closing(staff.get("/interactions/?format=csv")._iterator) as sent:
        next(sent)
        assert next(sent).count(b"\n") == 2
        Membership.objects.filter(user=staff.user).update(ended_at=timezone.now())
        with pytest.raises(exports.NoLongerYours):
            next(sent)


@pytest.mark.parametrize("kind", ["csv", "ndjson"])
def test_a_key_that_is_revoked_stops_a_running_export(staff, park, client, monkeypatch, kind):
    monkeypatch.setattr(exports, "PORTION", 2)
    key, token = make_key(park, by=staff.user, name="Nightly", scopes=["read"], lasts=timedelta(days=1))
    for _ in range(6):
        InteractionFactory(owner=park)
    headers = {"Authorization": f"Bearer {token}"}
    with closing(client.get(f"/api/v1/interactions/?format={kind}", headers=headers)._iterator) as sent:
        next(sent)
        revoke_key(key)
        with pytest.raises(exports.NoLongerYours):
            for _portion in range(2):
                next(sent)


def test_a_curator_who_is_none_any_more_gets_no_further_row(client, curator, monkeypatch):
    monkeypatch.setattr(exports, "PORTION", 2)
    moments = iter(range(100))
    monkeypatch.setattr(exports, "version_of", lambda tables: next(moments))
    for _ in range(4):
        OrganisationFactory(is_published=False)
    client.force_login(curator)
    with closing(client.get("/organisations/?format=csv")._iterator) as sent:
        next(sent), next(sent)
        type(curator).objects.filter(pk=curator.pk).update(is_staff=False)
        with pytest.raises(exports.NoLongerYours):
            next(sent)


def test_a_row_that_was_hidden_meanwhile_is_not_sent(client, plain_user, monkeypatch):
    monkeypatch.setattr(exports, "PORTION", 2)
    moments = iter(range(100))
    monkeypatch.setattr(exports, "version_of", lambda tables: next(moments))
    for place in range(4):
        OrganisationFactory(slug=f"s{place}", name_en=f"S{place}")
    client.force_login(plain_user)
    with closing(client.get("/organisations/?format=csv&columns=slug")._iterator) as sent:
        next(sent), next(sent)
        Organisation.objects.filter(slug="s2").update(is_published=False)
        assert next(sent).decode().split() == ['"s3"']


def test_a_workbook_goes_on_where_a_sheet_is_full(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    made = b"".join(workbook.workbook(["a"], [[1], ["<b> & “c”\x01"], ["=x"], [""], [5]]))
    book = openpyxl.load_workbook(io.BytesIO(made))
    told = [[row[0] for row in one.iter_rows(values_only=True)] for one in book.worksheets]
    assert told == [["a", 1, "<b> & “c”"], ["a", "=x", None], ["a", 5]]


def test_an_empty_list_is_an_empty_file(client):
    for kind in exports.FORMATS:
        assert client.get(f"/organisations/?format={kind}").status_code == 200
    assert sheet(client.get("/organisations/?format=xlsx&columns=slug")) == [("slug",)]
    assert objects(client.get("/organisations/?format=ndjson")) == []


def test_a_list_is_shown_as_a_table_of_its_columns(client):
    OrganisationFactory(slug="thu", name_en="Tsinghua", kind="university", latitude="40", longitude="116.3")
    page = client.get("/organisations/?show=table&columns=name_en,kind,latitude,is_published")
    (line,) = page.context["table"]["rows"]
    assert line["cells"] == ["Tsinghua", "university", "40", "yes"]
    assert "/organisations/thu/" in page.content.decode()


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize(("query", "queries"), [("show=table", 4), ("format=csv", 4), ("format=xlsx", 4)])
def test_tables_and_files_cost_the_same_however_many(
    client, count, query, queries, django_assert_num_queries
):
    for _ in range(count):
        OrganisationFactory(parent=OrganisationFactory()).passages.add(PassageFactory())
    with django_assert_num_queries(queries):
        client.get(f"/organisations/?{query}").getvalue()


def test_a_curators_download_of_what_a_park_keeps_is_noted(sign_in, curator, park):
    ContactFactory(owner=park)
    sign_in(curator).get("/contacts/?format=csv").getvalue()
    assert Reading.objects.get(user_id=curator.pk).path == "/contacts/?format=csv"
