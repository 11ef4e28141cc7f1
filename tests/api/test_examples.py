"""The examples of the docs about work on the register do what they say, as they stand there."""

from datetime import timedelta

import pytest

from accounts.keys import make_key
from curation.models import Import
from curation.operations import imports
from partners.models import Contact
from tests.api.curls import curls, send
from tests.factories import (
    AgreementFactory,
    FollowUpFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
    QualityFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return MembershipFactory(organisation=ParkFactory().organisation, role="manager")


@pytest.fixture
def key(member):
    made = make_key(
        member.organisation,
        by=member.user,
        name="Import",
        scopes=["read", "write"],
        lasts=timedelta(days=1),
    )
    return made[1]


@pytest.fixture
def commands(client):
    page = client.get("/api/docs/").content.decode()
    return lambda about: curls(page, about)


def test_a_file_is_read_in_with_a_key_and_taken_back(client, commands, key):
    sending, checking, reading, running = commands("/imports/")
    files = {"contacts.csv": "name,email\nWang Wei,wang@example.org\nNobody,none\n"}
    made = send(client, sending, files=files, PARKWAY_KEY=key)
    assert made.status_code == 201, made.content
    words = {"PARKWAY_KEY": key, "imp": made.json()["id"]}
    assert send(client, checking, **words).json()["state"] == "checking"
    imports.work_at(words["imp"])
    assert len(send(client, reading, **words).json()["results"]) == 1
    assert send(client, running, **words).status_code == 200
    imports.work_at(words["imp"])
    assert Import.objects.get().state == Import.State.DONE
    assert Contact.objects.get().name == "Wang Wei"
    asking, undoing = commands("/batches/")
    words["bat"] = Import.objects.get().batch_id
    assert send(client, asking, **words).json() == {"rows": 1, "left": 0, "conflicts": []}
    assert send(client, undoing, **words).json()["kind"] == "undoing"
    assert not Contact.objects.exists()


def test_a_name_is_compared_with_what_is_there(client, commands, key):
    body = OrganisationFactory(name_en="Fudan University", country="CN")
    (checking,) = commands("/duplicates/check/")
    (found,) = send(client, checking, PARKWAY_KEY=key).json()["results"]
    assert (found["id"], found["label"], found["reasons"]) == (body.pk, "Fudan University", ["same_name"])


def test_the_least_complete_records_are_listed(client, commands, key, member):
    agreement = AgreementFactory(owner=member.organisation)
    QualityFactory(record=agreement.pk, owner=member.organisation.pk)
    (listing,) = commands("/quality/")
    (row,) = send(client, listing, PARKWAY_KEY=key).json()["results"]
    assert (row["id"], row["missing"]) == (agreement.pk, ["summary"])


def test_many_rows_are_looked_at_and_changed_and_a_filter_is_kept(client, commands, key, member):
    follow_up = FollowUpFactory(owner=member.organisation)
    looking, changing = commands("/edits/")
    looked = send(client, looking, PARKWAY_KEY=key).json()
    assert (looked["count"], looked["would_change"]) == (1, 1)
    assert send(client, changing, PARKWAY_KEY=key).json()["changed"] == 1
    follow_up.refresh_from_db()
    assert str(follow_up.due_on) == "2027-01-31"
    (searching,) = commands("/saved-searches/")
    assert send(client, searching, PARKWAY_KEY=key).json()["query"] == "country=MY&q=patent"
    (keeping,) = commands("/saved-filters/")
    assert send(client, keeping, PARKWAY_KEY=key).json()["query"] == "kind=incubator"
