"""A file's whole way: messy, refused in part, corrected, taken back; and a worker killed on the way."""

import csv
import io
import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from curation.models import Batch, Import, ImportRow
from curation.operations import imports
from curation.undoing import take_back
from organisations.models import Identifier, Organisation, OrganisationName
from partners.models import Affiliation, Contact
from tests.curation.files import looked_at, told, written
from tests.factories import (
    ContactFactory,
    CuratorFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
)


def messy(count: int) -> str:
    """Contacts as a park has them, one in twenty of them wrong in one of three ways."""
    lines = ["姓名,邮箱,工作单位,职务,是否联系"]
    for number in range(count):
        mail, body = f"person{number}@example.org", "清华大学" if number % 2 else "Tsinghua University"
        if number % 60 == 7:
            mail = f"person{number} at example.org"
        elif number % 60 == 27:
            body = "没有的单位"
        elif number % 60 == 47:
            mail = "person1@example.org"
        lines.append(f"{chr(0x4E00 + number)}{chr(0x5E00 + 7 * number)},{mail},{body},教授{number},")
    return "\n".join(lines) + "\n"


@pytest.mark.slow
@pytest.mark.django_db
def test_a_messy_sheet_is_written_in_part_corrected_and_taken_back_but_for_what_was_edited():
    park = ParkFactory().organisation
    member = MembershipFactory(organisation=park).user
    OrganisationFactory(slug="thu", name_en="Tsinghua University", name_zh_hans="清华大学")
    import_ = looked_at(Contact, messy(300), member, owner=park, encoding="gb18030")
    assert import_.counts == {"new": 285, "error": 15}
    rules = {rule for _row, _column, _value, rule in told(import_)}
    assert rules == {
        "Enter a valid email address.",
        "There is no organisation “没有的单位”.",
        "It is already in row 3.",
    }
    written(import_, member, good_only=True)
    assert Contact.objects.filter(owner=park).count() == 285

    browser = Client()
    browser.force_login(member)
    file = browser.get(reverse("curation:import_refused", args=[import_.pk])).getvalue().decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(file))
    assert len(rows) == 15
    for number, row in enumerate(rows):
        row[1], row[2] = f"corrected{number}@example.org", "thu"
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    again = looked_at(Contact, text.getvalue(), member, owner=park)
    assert again.counts == {"new": 15}, told(again, "error", "double")
    written(again, member)
    assert Contact.objects.filter(owner=park).count() == 300

    edited = Contact.objects.get(email="person3@example.org")
    edited.note = "Met in Bangkok."
    edited.save()
    take_back(import_.batch, by=member)
    left = set(Contact.objects.filter(owner=park).values_list("email", flat=True))
    assert left == {"person3@example.org", *(f"corrected{number}@example.org" for number in range(15))}


@pytest.mark.django_db
def test_an_import_taken_back_is_as_if_it_had_not_been():
    curator = CuratorFactory()
    OrganisationFactory(slug="a", name_en="Old", kind="company", city_en="Beijing")
    before = state()
    text = "slug,name_en,kind,ror,names\na,New,university,03cve4549,THU\nb,B,company,,\n"
    import_ = written(looked_at(Organisation, text, curator), curator)
    assert import_.counts == {"update": 1, "new": 1}
    take_back(import_.batch, by=curator)
    assert state() == before
    assert Import.objects.get(pk=import_.pk).is_taken_back


def state():
    left = ("created_at", "updated_at")
    return [
        [{name: value for name, value in row.items() if name not in left} for row in model.objects.values()]
        for model in (Organisation, OrganisationName, Identifier, Affiliation)
    ]


@pytest.mark.django_db
def test_a_row_that_looks_like_a_record_is_set_apart_and_written_where_that_is_wanted():
    curator = CuratorFactory()
    body = OrganisationFactory(name_en="Tus-Holdings Co., Ltd.", country="CN", kind="company")
    import_ = looked_at(Organisation, "name_en,country,kind\nTusHoldings,CN,company\n", curator)
    row = ImportRow.objects.get(of=import_)
    assert (row.state, row.record) == ("double", body.pk)
    assert "Perhaps “Tus-Holdings Co., Ltd.”" in row.problems[0][2]
    written(import_, curator, with_doubles=True)
    assert Organisation.objects.count() == 2


@pytest.mark.django_db
def test_doubles_are_not_looked_for_among_the_contacts_of_another_park():
    park = ParkFactory().organisation
    member = MembershipFactory(organisation=park).user
    ContactFactory(name="Siti Aminah binti Abdullah", email="siti@example.org")
    import_ = looked_at(Contact, "name,phone\nSiti Aminah binti Abdullah,1\n", member, owner=park)
    assert import_.counts == {"new": 1}


WORKER = """
import django
django.setup()
from django.db import connections
connections["default"].settings_dict["NAME"] = {name!r}
from curation.operations import imports
real = imports.Engine.take
def take(engine, table):
    drafts = real(engine, table)
    print("taken", flush=True)
    return drafts
imports.Engine.take = take
imports.CHUNK = 50
from django.core.files.storage import storages
import django.core.files.storage as storage
from django.core.files.base import ContentFile
from curation.models import Import
Import.file.field.storage = storage.InMemoryStorage()
Import.file.field.storage.save({file!r}, ContentFile({content!r}))
import sys
imports.work_at({pk!r})
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_at_any_point_leaves_nothing_and_the_next_one_writes_all():
    curator = CuratorFactory()
    text = "slug,name_en,kind\n" + "".join(f"s{number},Name {number},company\n" for number in range(1000))
    import_ = looked_at(Organisation, text, curator)
    imports.start(import_, by=curator, good_only=False, with_doubles=True)
    code = WORKER.format(
        name=connection.settings_dict["NAME"],
        file=import_.file.name,
        content=text.encode(),
        pk=import_.pk,
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment) as worker:
        for _chunk in range(3):
            assert worker.stdout.readline() == b"taken\n"
        assert Import.objects.get(pk=import_.pk).progress >= 100
        os.kill(worker.pid, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while not_yet_gone() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not Organisation.objects.exists()
    assert not Batch.objects.exists()
    assert Import.objects.get(pk=import_.pk).state == Import.State.RUNNING
    assert imports.unfinished() == []
    Import.objects.filter(pk=import_.pk).update(updated_at="2020-01-01T00:00Z")
    assert imports.unfinished() == [import_.pk]
    imports.work_at(import_.pk)
    assert Organisation.objects.count() == 1000
    assert Batch.objects.count() == 1


def not_yet_gone() -> bool:
    """Whether a server process of the killed worker still holds its lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
            " WHERE locktype = 'advisory' AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])
