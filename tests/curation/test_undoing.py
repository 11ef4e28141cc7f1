"""What a batch did is taken back whole, but for what somebody edited since."""

import pghistory
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership, User
from curation.effects import counts, what_it_did
from curation.models import Batch
from curation.tasks import finish_undoing
from curation.undoing import AlreadyTakenBack, begin, preview, take_back
from organisations.models import Organisation, OrganisationName
from tests.factories import (
    CuratorFactory,
    IdentifierFactory,
    MembershipFactory,
    MilestoneFactory,
    OrganisationFactory,
    OrganisationNameFactory,
    PartnerFactory,
    PassageFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
#: Within the one transaction of a test, what others write needs a context of its own.
somebody = pghistory.context


@pytest.fixture
def curator():
    return CuratorFactory()


@pytest.fixture
def batch(curator):
    return Batch.objects.create(kind=Batch.Kind.IMPORT, label="bodies.csv", made_by=curator)


def short(conflicts):
    return [(c.model.split(".")[1], c.field, c.ours, c.now, c.why) for c in conflicts]


def test_a_batch_tells_what_it_did(batch):
    old = OrganisationFactory(name_en="Old")
    gone = OrganisationNameFactory(organisation=old)
    with batch.recorded():
        new = OrganisationFactory(name_en="New")
        old.city_en = "Kyiv"
        old.save()
        OrganisationNameFactory(organisation=old).delete()
        gone_id = gone.pk
        gone.delete()
    told = {(deed.pk, deed.did): deed for deed in what_it_did(batch)}
    assert set(told) == {(new.pk, "created"), (old.pk, "changed"), (gone_id, "deleted")}
    changes = told[old.pk, "changed"].fields()
    assert [(f.name, before, after) for f, before, after in changes if f.name == "city_en"] == [
        ("city_en", "", "Kyiv")
    ] or [(f.name, after) for f, _, after in changes if f.name == "city_en"] == [("city_en", "Kyiv")]
    assert [(c.model, c.created, c.changed, c.deleted) for c in counts(batch)] == [
        (Organisation, 1, 1, 0),
        (OrganisationName, 0, 0, 1),
    ]


def test_what_was_created_goes_and_what_was_changed_and_deleted_comes_back(batch, curator):
    old = OrganisationFactory(name_en="Old", city_en="Lviv")
    name = OrganisationNameFactory(organisation=old, text="Elder")
    with batch.recorded():
        PartnerFactory(organisation=OrganisationFactory())
        Organisation.objects.filter(pk=old.pk).update(city_en="Kyiv")
        OrganisationName.objects.filter(pk=name.pk).delete()
    assert preview(batch).rows == 4
    undoing = take_back(batch, curator)
    old.refresh_from_db()
    assert old.city_en == "Lviv"
    assert OrganisationName.objects.get(pk=name.pk).text == "Elder"
    assert Organisation.objects.count() == 1
    assert undoing.conflicts == []
    with pytest.raises(AlreadyTakenBack):
        take_back(batch, curator)


def test_links_come_and_go_with_their_rows(batch, curator):
    kept, added, body = PassageFactory(), PassageFactory(), OrganisationFactory()
    body.passages.add(kept)
    milestone = MilestoneFactory()
    with batch.recorded():
        body.passages.set([added])
        milestone.passages.add(added)
        MilestoneFactory().passages.add(added)
    take_back(batch, curator)
    assert list(body.passages.all()) == [kept]
    assert list(milestone.passages.all()) == []


def test_what_was_edited_since_stays_and_is_listed(batch, curator):
    old = OrganisationFactory(city_en="Lviv", website="")
    with batch.recorded():
        Organisation.objects.filter(pk=old.pk).update(city_en="Kyiv", website="https://ours.example")
        new = OrganisationFactory(name_en="New")
        name = OrganisationNameFactory(organisation=new, text="Novum")
        free = OrganisationFactory()
    with somebody():
        Organisation.objects.filter(pk=old.pk).update(city_en="Odesa")
        OrganisationName.objects.filter(pk=name.pk).update(text="Novissimum")
    seen = preview(batch).conflicts
    undoing = take_back(batch, curator)
    assert short(seen) == [
        ("organisation", "city_en", "Kyiv", "Odesa", "edited"),
        ("organisationname", "text", "Novum", "Novissimum", "edited"),
    ]
    assert undoing.conflicts == [vars(one) for one in seen]
    old.refresh_from_db()
    assert (old.city_en, old.website) == ("Odesa", "")
    assert Organisation.objects.filter(pk=new.pk).exists()  # its name was edited: it stays whole
    assert not Organisation.objects.filter(pk=free.pk).exists()


def test_what_others_point_to_stays_with_its_parts(batch, curator):
    with batch.recorded():
        body = OrganisationFactory()
        name = OrganisationNameFactory(organisation=body)
    with somebody():
        PartnerFactory(organisation=body)
    undoing = take_back(batch, curator)
    assert [(c["pk"], c["why"]) for c in undoing.conflicts] == [(body.pk, "needed")]
    assert OrganisationName.objects.filter(pk=name.pk).exists()


def test_what_a_rule_of_the_database_is_against_is_listed_and_the_rest_comes_back(batch, curator):
    one, other = OrganisationFactory(), OrganisationFactory()
    taken, free = IdentifierFactory(organisation=one), IdentifierFactory(organisation=one)
    scheme, value = taken.scheme, taken.value
    taken_id, free_id = taken.pk, free.pk
    with batch.recorded():
        taken.delete()
        free.delete()
    with somebody():
        IdentifierFactory(organisation=other, scheme=scheme, value=value)
    undoing = take_back(batch, curator)
    assert [(c["pk"], c["why"]) for c in undoing.conflicts] == [(taken_id, "refused")]
    assert list(one.identifiers.values_list("pk", flat=True)) == [free_id]


def test_a_value_that_moved_on_from_row_to_row_moves_back(batch, curator):
    bodies = [OrganisationFactory(slug=f"slug-{n}") for n in range(4)]
    with batch.recorded():
        for n in (3, 2, 1, 0):
            Organisation.objects.filter(pk=bodies[n].pk).update(slug=f"slug-{n + 1}")
    undoing = take_back(batch, curator)
    assert undoing.conflicts == []
    assert [Organisation.objects.get(pk=b.pk).slug for b in bodies] == [b.slug for b in bodies]


def test_what_lost_its_body_does_not_come_back(batch, curator):
    body = OrganisationFactory()
    name = OrganisationNameFactory(organisation=body)
    name_id = name.pk
    with batch.recorded():
        name.delete()
    with somebody():
        body.delete()
    undoing = take_back(batch, curator)
    assert [(c["pk"], c["why"]) for c in undoing.conflicts] == [(name_id, "lost")]


def test_an_undoing_can_be_taken_back(batch, curator):
    old = OrganisationFactory(city_en="Lviv")
    with batch.recorded():
        Organisation.objects.filter(pk=old.pk).update(city_en="Kyiv")
        new = OrganisationNameFactory(organisation=old, text="Newer")
    again = take_back(take_back(batch, curator), curator)
    old.refresh_from_db()
    assert (old.city_en, OrganisationName.objects.get(pk=new.pk).text) == ("Kyiv", "Newer")
    assert again.conflicts == []


def test_a_large_batch_is_taken_back_by_a_worker_once(batch, curator):
    with batch.recorded():
        new = OrganisationFactory()
    undoing = begin(batch, curator)
    assert undoing.is_waiting
    with pytest.raises(AlreadyTakenBack):
        begin(batch, curator)
    finish_undoing(undoing.pk)
    finish_undoing(undoing.pk)
    undoing.refresh_from_db()
    assert not undoing.is_waiting
    assert not Organisation.objects.filter(pk=new.pk).exists()


def test_taking_back_costs_the_same_however_many_rows(curator, monkeypatch):
    monkeypatch.setattr("curation.undoing.tell_what_changed", lambda batch: None)
    costs = []
    for count in (1, 40):
        batch = Batch.objects.create(kind=Batch.Kind.IMPORT, label="bodies.csv", made_by=curator)
        bodies = OrganisationFactory.create_batch(count)
        with batch.recorded():
            Organisation.objects.filter(pk__in=[b.pk for b in bodies]).update(city_en="Kyiv")
            Organisation.objects.bulk_create(
                Organisation(slug=f"new-{n}", name_en=f"New {n}", kind="company") for n in range(count)
            )
        with CaptureQueriesContext(connection) as queries:
            take_back(batch, curator)
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert Organisation.objects.count() == 41


def test_a_user_whom_a_batch_made_goes_with_it(batch, curator):
    with batch.recorded():
        alone = UserFactory()
        member = MembershipFactory(user=UserFactory()).user
    with somebody():
        OrganisationFactory(name_en="Kept")
        other = MembershipFactory(user=alone)
    conflicts = take_back(batch, curator).conflicts
    assert set(User.objects.all()) == {curator, alone}, "the one of whom somebody made a member stays"
    assert [(c["pk"], c["why"]) for c in conflicts] == [(str(alone.pk), "needed")]
    assert list(Membership.objects.all()) == [other]
    assert member not in User.objects.all()


def test_a_form_that_leaves_an_empty_text_where_there_was_none_edits_nothing(batch, curator):
    old = OrganisationFactory(city_en="Lviv")
    with batch.recorded():
        new = OrganisationFactory()
        Organisation.objects.filter(pk=old.pk).update(city_en="Kyiv", summary_en=None)
    assert Organisation.objects.get(pk=new.pk).summary_en is None
    with somebody():
        Organisation.objects.filter(pk__in=[old.pk, new.pk]).update(summary_en="", curator_note_en="")
    undoing = take_back(batch, curator)
    assert undoing.conflicts == []
    assert not Organisation.objects.filter(pk=new.pk).exists()
    assert Organisation.objects.get(pk=old.pk).city_en == "Lviv"
