"""Keys that curators make for the register: what they reach, what they do not, and when that ends."""

import datetime
import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.keys import make_key
from accounts.models import ApiKey
from common.errors import RuleBroken
from curation.models import Batch, Duplicate
from history.models import Reading
from organisations.models import Organisation
from tests.accounts.test_keys import ask, recently, who
from tests.factories import (
    ContactFactory,
    CuratorFactory,
    DuplicateFactory,
    LinkFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
    QualityFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
FOR_THE_REGISTER = ("/api/v1/duplicates/", "/api/v1/links/", "/api/v1/quality/")
DAY = datetime.timedelta(days=1)


@pytest.fixture
def curator():
    return CuratorFactory(email="wu@example.org")


def token_of(user, *scopes, organisation=None) -> str:
    scopes = scopes or ("read", "write", "curation")
    return make_key(organisation, by=user, name="Nightly", scopes=scopes, lasts=DAY)[1]


@pytest.fixture
def pair():
    made = OrganisationFactory.create_batch(2, name_en="Fudan University", country="CN")
    first, second = sorted(one.pk for one in made)
    return DuplicateFactory(first=first, second=second, reasons=["same_words"])


def send(token, path, body=None):
    return ask(token, path, "post", data=json.dumps(body or {}), content_type="application/json")


def test_it_reads_what_curators_work_through(curator, pair):
    link, quality = LinkFactory(), QualityFactory()
    token = token_of(curator)
    rows = [ask(token, path).json()["results"] for path in FOR_THE_REGISTER]
    assert [[row["id"] for row in some] for some in rows] == [[pair.pk], [link.pk], [quality.pk]]
    sides = ask(token, f"/api/v1/duplicates/{pair.pk}/sides/").json()["sides"]
    assert [side["id"] for side in sides] == [pair.first, pair.second]


def test_it_merges_in_the_name_of_its_maker_and_takes_that_back(curator, pair):
    token = token_of(curator)
    done = send(token, f"/api/v1/duplicates/{pair.pk}/merge/", {"keep": pair.first})
    assert done.status_code == 200, done.content
    batch = Batch.objects.get(pk=done.json()["batch"])
    assert batch.made_by == curator and Organisation.objects.count() == 1
    undone = send(token, f"/api/v1/batches/{batch.pk}/undo/")
    assert undone.status_code == 200, undone.content
    assert Organisation.objects.count() == 2


def test_without_the_scope_nothing_of_it_is_there(curator, pair):
    park = MembershipFactory(user=curator, organisation=ParkFactory().organisation).organisation
    token = token_of(curator, "read", "write", organisation=park)
    assert [ask(token, path).status_code for path in FOR_THE_REGISTER[:2]] == [404, 404]
    assert send(token, f"/api/v1/duplicates/{pair.pk}/settle/").status_code == 404
    reading = token_of(curator, "read", "curation")
    assert send(reading, f"/api/v1/duplicates/{pair.pk}/settle/").json()["code"] == "missing-scope"
    assert Duplicate.objects.get().state == "open"


def test_elsewhere_it_is_no_curator(curator):
    contact = ContactFactory(owner=ParkFactory().organisation)
    hidden = OrganisationFactory(is_published=False)
    theirs = Batch.objects.create(kind=Batch.Kind.MERGE, label="other", made_by=UserFactory())
    token = token_of(curator)
    assert ask(token).json()["is_curator"] is False
    for path in (f"contacts/{contact.pk}", f"organisations/{hidden.pk}", f"batches/{theirs.pk}"):
        assert ask(token, f"/api/v1/{path}/").status_code == 404
    rows = ask(token, "/api/v1/organisations/").json()["results"]
    assert hidden.pk not in {row["id"] for row in rows}
    assert ask(token, reverse("curation:duplicates")).status_code in (302, 403, 404)


def test_that_it_reads_a_parks_contacts_is_noted(curator):
    park = ParkFactory().organisation
    one, other = sorted(contact.pk for contact in ContactFactory.create_batch(2, owner=park))
    pair = DuplicateFactory(kind="partners.contact", first=one, second=other)
    ask(token_of(curator), f"/api/v1/duplicates/{pair.pk}/sides/")
    assert set(Reading.objects.values_list("user", "record_id")) == {(curator.pk, one), (curator.pk, other)}


def test_it_ends_when_its_maker_is_no_curator_any_more(curator, pair):
    park = MembershipFactory(user=curator, organisation=ParkFactory().organisation).organisation
    alone, also = token_of(curator), token_of(curator, organisation=park)
    assert [ask(token, FOR_THE_REGISTER[0]).status_code for token in (alone, also)] == [200, 200]
    curator.is_staff = False
    curator.save()
    assert ask(alone, FOR_THE_REGISTER[0]).json()["code"] == "bad-key"
    assert ask(also, FOR_THE_REGISTER[0]).status_code == 404
    assert who(ask(also)) == "wu@example.org"
    curator.is_staff, curator.is_active = True, False
    curator.save()
    assert [ask(token).status_code for token in (alone, also)] == [401, 401]


def test_only_curators_make_one(curator):
    member = MembershipFactory(organisation=ParkFactory().organisation)
    with pytest.raises(RuleBroken):
        token_of(member.user, "read", "curation", organisation=member.organisation)
    with pytest.raises(RuleBroken):
        token_of(member.user, "read", "curation")
    with pytest.raises(ValidationError):
        token_of(curator, "read")
    assert not ApiKey.objects.exists()


def test_curators_make_one_on_the_page_and_others_are_not_offered_it(curator):
    form = {"name": "Nightly", "scopes": ["read", "curation"], "lasts": "30", "organisation": ""}
    client = recently(curator)
    assert "as a curator" in client.get("/accounts/keys/new/").content.decode()
    wrong = client.post("/accounts/keys/new/", form | {"scopes": ["read"]}).content.decode()
    assert "Choose the organisation that the key is for." in wrong
    page = client.post("/accounts/keys/new/", form).content.decode()
    token = re.search(r'value="(pw_[^"]+)"', page)[1]
    assert ask(token, FOR_THE_REGISTER[0]).status_code == 200
    assert "for the register alone" in client.get("/accounts/keys/").content.decode()
    member = MembershipFactory(organisation=ParkFactory().organisation)
    other = recently(member.user)
    assert "as a curator" not in other.get("/accounts/keys/new/").content.decode()
    answer = other.post("/accounts/keys/new/", form | {"organisation": member.organisation.pk})
    assert "Select a valid choice" in answer.content.decode()
    assert ApiKey.objects.count() == 1
