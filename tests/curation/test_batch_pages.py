"""The pages of batches and merges: who sees them, what they say, what they do."""

import pytest
from django.urls import reverse

from curation.models import Batch
from organisations.models import Organisation
from tests.factories import CuratorFactory, OrganisationFactory, PartnerFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client):
    user = CuratorFactory()
    client.force_login(user)
    return user


@pytest.fixture
def batch(curator):
    made = Batch.objects.create(kind=Batch.Kind.IMPORT, label="bodies.csv", made_by=curator)
    with made.recorded():
        OrganisationFactory(name_en="Brought in")
    return made


def page(client, name, *args, **query):
    return client.get(reverse(f"curation:{name}", args=args, query=query or None))


def test_a_curator_finds_a_batch_sees_what_it_did_and_takes_it_back(client, batch):
    assert "bodies.csv" in page(client, "batches").content.decode()
    assert "Brought in" in page(client, "batch", batch.pk).content.decode()
    assert page(client, "take_back", batch.pk).context["rows"] == 1
    answer = client.post(reverse("curation:take_back", args=[batch.pk]), follow=True)
    assert "All of it is taken back." in answer.content.decode()
    assert not Organisation.objects.filter(name_en="Brought in").exists()
    again = client.post(reverse("curation:take_back", args=[batch.pk]), follow=True)
    assert "This was already taken back." in again.content.decode()


def test_others_see_their_own_batches_only(client, batch):
    maker = UserFactory()
    own = Batch.objects.create(kind=Batch.Kind.EDIT, label="own", made_by=maker)
    client.force_login(maker)
    seen = page(client, "batches").content.decode()
    assert "own" in seen
    assert "bodies.csv" not in seen
    assert page(client, "batch", own.pk).status_code == 200
    assert page(client, "batch", batch.pk).status_code == 404
    assert client.post(reverse("curation:take_back", args=[batch.pk])).status_code == 404


def test_two_records_are_found_looked_at_and_merged(client, curator):
    kept = OrganisationFactory(name_en="Tus-Holdings", city_en="Beijing")
    other = OrganisationFactory(name_en="TusHoldings", city_en="Peking")
    PartnerFactory(organisation=other)
    found = page(client, "merge", keep=kept.pk, q="Tus").context["found"]
    assert [one["pk"] for one in found] == [other.pk]
    looked = page(client, "merge", keep=kept.pk, drop=other.pk)
    assert {one["label"]: one["count"] for one in looked.context["moved"]} == {"Partners": 1}
    assert Organisation.objects.filter(pk=other.pk).exists()
    chosen = {"keep": kept.pk, "drop": other.pk, "organisations.organisation.city_en": "other"}
    answer = client.post(reverse("curation:merge"), chosen, follow=True)
    assert "TusHoldings → Tus-Holdings" in answer.content.decode()
    kept.refresh_from_db()
    assert kept.city_en == "Peking"


def test_who_may_not_merge_finds_nothing(client):
    one, other = OrganisationFactory.create_batch(2)
    client.force_login(UserFactory())
    assert page(client, "merge", keep=one.pk, drop=other.pk).status_code == 404
    assert client.post(reverse("curation:merge"), {"keep": one.pk, "drop": other.pk}).status_code == 404
    assert page(client, "merge", keep="org_none").status_code == 404
