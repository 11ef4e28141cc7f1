"""ETags: 304 as long as nothing changed, and never after it did."""

import pytest
from django.db import connection, transaction

from history.operations import fold_changes
from organisations.models import Organisation
from tests import factories

# In transactions of their own: a version counts the transactions that were committed.
pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/api/v1/parks/"


def status_with(client, path, etag):
    return client.get(path, headers={"if-none-match": etag}).status_code


def test_an_unchanged_list_is_304_without_a_body(client):
    factories.ParkFactory()
    first = client.get(LIST)
    again = client.get(LIST, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert first["Last-Modified"]
    assert "Accept-Language" in first["Vary"]


@pytest.mark.parametrize(
    "change",
    [
        lambda park: factories.ParkFactory(),
        lambda park: park.organisation.delete(),
        lambda park: Organisation.objects.filter(pk=park.organisation.pk).update(name_en="New"),
        lambda park: Organisation.objects.filter(pk=park.organisation.pk).update(is_published=False),
        lambda park: connection.cursor().execute("UPDATE parks_park SET kind = 'incubator'"),
    ],
    ids=["new row", "deleted", "name of the organisation", "organisation hidden", "raw SQL"],
)
def test_any_way_of_changing_it_ends_the_304(client, change):
    park = factories.ParkFactory()
    etag = client.get(LIST)["ETag"]
    assert status_with(client, LIST, etag) == 304
    change(park)
    assert status_with(client, LIST, etag) == 200


def test_a_source_added_to_a_record_changes_its_detail(client):
    park = factories.ParkFactory()
    path = f"{LIST}{park.pk}/"
    etag = client.get(path)["ETag"]
    park.passages.add(factories.PassageFactory())
    assert status_with(client, path, etag) == 200


def test_languages_readers_and_fields_have_etags_of_their_own(client):
    factories.ParkFactory()
    tags = {client.get(LIST)["ETag"], client.get(f"{LIST}?fields=id")["ETag"]}
    tags.add(client.get(LIST, headers={"accept-language": "zh-hans"})["ETag"])
    client.force_login(factories.CuratorFactory())
    curators = client.get(LIST)
    tags.add(curators["ETag"])
    assert len(tags) == 4
    assert curators["Cache-Control"].startswith("private")


def test_a_membership_that_ends_ends_the_304_of_its_user(client):
    user = factories.UserFactory()
    membership = factories.MembershipFactory(user=user)
    agreement = factories.AgreementFactory(is_published=False)
    factories.AgreementPartyFactory(agreement=agreement, organisation=membership.organisation)
    client.force_login(user)
    seen = client.get("/api/v1/agreements/")
    assert len(seen.json()["results"]) == 1
    membership.delete()
    gone = client.get("/api/v1/agreements/", headers={"if-none-match": seen["ETag"]})
    assert gone.json()["results"] == []


def test_a_change_that_is_rolled_back_changes_nothing(client):
    factories.ParkFactory()
    etag = client.get(LIST)["ETag"]
    try:
        with transaction.atomic():
            factories.ParkFactory()
            raise RuntimeError
    except RuntimeError:
        pass
    assert status_with(client, LIST, etag) == 304


def test_folding_the_noted_changes_keeps_every_version(client):
    factories.ParkFactory()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE history_change SET at = at - interval '1 hour'")
        etag = client.get(LIST)["ETag"]
        fold_changes()
        cursor.execute("SELECT count(*) FROM history_change WHERE transaction > 0")
        assert cursor.fetchone() == (0,)
    assert status_with(client, LIST, etag) == 304
    fold_changes()
    assert status_with(client, LIST, etag) == 304
