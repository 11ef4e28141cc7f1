"""Tags in lists: chips on the rows, a column of tables and files, for those who use them and nobody else."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.columns import columns_of, file_columns, has_columns
from curation.descriptions import DESCRIPTIONS
from curation.models import Import
from curation.tags import put_on
from tests.factories import (
    ContactFactory,
    ListingFactory,
    MembershipFactory,
    MilestoneFactory,
    OrganisationFactory,
    ParkFactory,
    PartnerFactory,
    TagFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def park():
    return ParkFactory().organisation


@pytest.fixture
def member(park):
    return MembershipFactory(organisation=park).user


def tagged(factory, *tags, **given):
    row = factory(**given)
    put_on(row, tags)
    return row


def links_of(page) -> str:
    return "".join(page.content.decode().split('class="pw-marks"')[1:])


@pytest.mark.parametrize(
    ("route", "factory"),
    [
        ("organisations:list", OrganisationFactory),
        ("parks:list", ParkFactory),
        ("partners:list", PartnerFactory),
        ("parks:milestones", MilestoneFactory),
        ("catalogue:list", ListingFactory),
    ],
)
def test_rows_have_the_tags_of_the_reader_that_lead_to_their_like(sign_in, member, park, route, factory):
    ours, theirs = TagFactory(owner=park, name="Water"), TagFactory(name="Zephyr")
    row, _other = tagged(factory, ours, theirs), factory()
    browser = sign_in(member)
    shown = links_of(browser.get(reverse(route)))
    assert f'href="?tag={ours.pk}"' in shown and "Zephyr" not in shown
    like = browser.get(reverse(route), {"tag": ours.pk})
    assert [one.pk for one in like.context["rows"]] == [row.pk]


def test_a_curator_sees_those_of_curators_and_who_is_signed_out_none(sign_in, curator, client, park):
    tagged(PartnerFactory, TagFactory(owner=park, name="Water"), TagFactory(name="Zephyr"))
    shown = links_of(sign_in(curator).get(reverse("partners:list")))
    assert "Zephyr" in shown and "Water" not in shown
    stranger = sign_in(MembershipFactory(organisation=ParkFactory().organisation).user)
    for browser in (client, stranger):
        assert links_of(browser.get(reverse("partners:list"))) == ""


@pytest.mark.parametrize("count", [1, 6])
def test_tags_cost_one_query_a_page_however_many(sign_in, member, park, count):
    tags = TagFactory.create_batch(count, owner=park)
    for _ in range(count):
        tagged(PartnerFactory, *tags)
    browser = sign_in(member)
    with CaptureQueriesContext(connection) as asked:
        browser.get(reverse("partners:list"))
    about_tags = [one["sql"] for one in asked if "curation_tagging" in one["sql"]]
    assert len(about_tags) == 1


def test_every_table_of_what_is_tagged_has_the_column_that_no_file_has_unasked():
    tables = [model for model, described in DESCRIPTIONS.items() if described.editing and has_columns(model)]
    assert len(tables) > 8
    for model in tables:
        assert "tags" in columns_of(model)
        assert "tags" not in file_columns(model)


def test_files_and_tables_hold_the_tags_that_the_reader_uses(sign_in, member, park):
    tags = [TagFactory(owner=park, name=name) for name in ("=Water", "Sand")]
    row = tagged(PartnerFactory, *tags, TagFactory(name="Zephyr"))
    tagged(PartnerFactory, TagFactory(owner=park, name="Sand; and rock"), TagFactory(name="=Water"))
    browser, asked = sign_in(member), {"columns": "organisation,tags"}
    lines = (
        browser.get("/partners/", asked | {"format": "csv", "tag": tags[0].pk}).getvalue().decode("utf-8-sig")
    )
    assert list(csv.reader(io.StringIO(lines)))[1:] == [[row.organisation.slug, "'=Water; Sand"]]
    told = browser.get("/partners/", asked | {"format": "ndjson"}).getvalue().decode().splitlines()
    assert sorted(json.loads(line)["tags"] for line in told) == [["=Water", "Sand"], ["Sand; and rock"]]
    table = browser.get("/partners/", asked | {"show": "table"}).content.decode()
    assert "<td>=Water; Sand</td>" in table and "Zephyr" not in table
    assert browser.get("/partners/", asked | {"format": "xlsx"}).getvalue()[:2] == b"PK"


def test_who_is_signed_out_gets_an_empty_column(client, park):
    tagged(PartnerFactory, TagFactory(owner=park), TagFactory())
    told = client.get("/partners/", {"columns": "tags", "format": "ndjson"}).getvalue()
    assert json.loads(told) == {"tags": []}


def test_two_tags_of_one_name_are_told_once_in_a_file(sign_in, curator):
    park = MembershipFactory(user=curator).organisation
    tagged(PartnerFactory, TagFactory(owner=park, name="Water"), TagFactory(name="Water"))
    told = sign_in(curator).get("/partners/", {"columns": "tags", "format": "ndjson"}).getvalue()
    assert json.loads(told) == {"tags": ["Water"]}


def test_an_import_says_that_tags_are_not_read(sign_in, member, park):
    tagged(ContactFactory, TagFactory(owner=park, name="Water"), owner=park, name="Ayesha")
    browser = sign_in(member)
    data = browser.get("/contacts/", {"format": "csv", "columns": "name,email,tags"}).getvalue()
    assert b"Water" in data
    given = {"model": "partners.contact", "file": SimpleUploadedFile("contacts.csv", data)}
    browser.post(reverse("curation:import_new"), given)
    address = reverse("curation:import_columns", args=[Import.objects.get().pk])
    form = browser.get(address).context["form"]
    assert form.fields["column-2"].initial == ""
    assert "Tags are not read in" in str(form.fields["column-2"].help_text)
    assert "Tags are not read in" not in str(form.fields["column-0"].help_text)
