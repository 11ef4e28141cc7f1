"""What curators read of what parks keep for themselves is noted, by whichever door they came."""

import pghistory
import pytest
from django.urls import reverse

from curation.models import Batch, Import
from history.models import Reading
from tests.factories import (
    ContactFactory,
    CuratorFactory,
    FollowUpFactory,
    InteractionFactory,
    MembershipFactory,
    ParkFactory,
)


@pytest.fixture
def park(db):
    return ParkFactory()


@pytest.fixture
def contact(park):
    return ContactFactory(owner=park.organisation)


@pytest.fixture
def reader(curator, sign_in):
    return sign_in(curator)


def page_of(contact):
    return reverse("partners:contact", args=[contact.pk])


def noted():
    return list(Reading.objects.order_by("at", "id").values_list("kind", "record_id", "path"))


def test_each_door_to_a_row_notes_who_opened_it(contact, reader, curator):
    doors = [
        page_of(contact),
        f"/api/v1/contacts/{contact.pk}/",
        reverse("admin:partners_contact_change", args=[contact.pk]),
        reverse("admin:partners_contact_history", args=[contact.pk]),
    ]
    for door in doors:
        answer = reader.get(door)
        assert answer.status_code == 200
    assert noted() == [("partners.contact", contact.pk, door) for door in doors]
    last = Reading.objects.order_by("at", "id").last()
    assert (last.user, last.request_id) == (curator, answer["X-Request-ID"])


def test_each_kind_of_row_is_watched(park, reader):
    met = InteractionFactory(owner=park.organisation)
    FollowUpFactory(owner=park.organisation, interaction=met)
    reader.get(reverse("partners:interaction", args=[met.pk]))
    for path in ("/interactions/", "/follow-ups/", "/contacts/", "/api/v1/interactions/"):
        reader.get(path, {"q": "secret"})
    assert noted() == [
        ("partners.interaction", met.pk, reverse("partners:interaction", args=[met.pk])),
        ("partners.interaction", "", "/interactions/"),
        ("partners.followup", "", "/follow-ups/"),
        ("partners.contact", "", "/contacts/"),
        ("partners.interaction", "", "/api/v1/interactions/"),
    ]


def test_staff_who_read_their_own_are_not_noted(park, contact, sign_in):
    client = sign_in(MembershipFactory(organisation=park.organisation).user)
    assert client.get(page_of(contact)).status_code == 200
    client.get("/contacts/")
    assert noted() == []


def test_a_curator_of_the_park_reads_their_own(park, contact, sign_in):
    both = CuratorFactory()
    MembershipFactory(user=both, organisation=park.organisation)
    sign_in(both).get(page_of(contact))
    assert noted() == []


def test_what_was_not_found_was_not_read(reader):
    assert reader.get("/contacts/con_nothing/").status_code == 404
    assert noted() == []


def test_it_costs_two_queries_more(park, contact, reader, curator, django_assert_max_num_queries):
    with django_assert_max_num_queries(2) as queries:
        from types import SimpleNamespace

        from history.reading import note

        match = SimpleNamespace(view_name="partners:contact", kwargs={"pk": contact.pk})
        note(SimpleNamespace(resolver_match=match, user=curator, path="/", id="x", GET={}), 200)
    assert len(queries) == 2 and Reading.objects.count() == 1


def test_managers_of_the_park_see_who_looked_and_members_do_not(park, contact, reader, curator, sign_in):
    reader.get(page_of(contact))
    manager = MembershipFactory(organisation=park.organisation, role="manager").user
    member = MembershipFactory(organisation=park.organisation).user
    told = [sign_in(user).get(page_of(contact)).content.decode() for user in (manager, member)]
    assert ["Who looked" in page for page in told] == [True, False]
    assert curator.name in told[0] or curator.email in told[0]


def test_curators_see_all_readings_and_change_none(contact, reader):
    reader.get(page_of(contact))
    told = reader.get(reverse("admin:history_reading_changelist")).content.decode()
    assert contact.pk in told
    one = reverse("admin:history_reading_change", args=[Reading.objects.get().pk])
    assert reader.get(one).status_code == 200
    assert reader.post(one, {"path": "/"}).status_code == 405


def test_the_page_of_a_batch_notes_which_contacts_it_names(park, contact, reader, curator):
    own = MembershipFactory(user=curator).organisation
    batch = Batch.objects.create(kind=Batch.Kind.MERGE, label="two of one", made_by=curator)
    with batch.recorded():
        gone, ours = ContactFactory(owner=park.organisation), ContactFactory(owner=own)
        contact.note = "Read me"
        contact.save()
        deleted = gone.pk
        gone.delete()
    page = reverse("curation:batch", args=[batch.pk])
    assert contact.name in reader.get(page).content.decode()
    assert set(noted()) == {("partners.contact", pk, page) for pk in (contact.pk, deleted)}
    assert ours.pk not in {pk for _kind, pk, _path in noted()}


def test_what_taking_back_would_leave_is_noted_too(contact, reader, curator):
    batch = Batch.objects.create(kind=Batch.Kind.EDIT, label="notes", made_by=curator)
    with batch.recorded():
        contact.note = "One"
        contact.save()
    with pghistory.context():
        contact.note = "Another"
        contact.save()
    page = reverse("curation:take_back", args=[batch.pk])
    assert reader.get(page).context["conflict_count"] == 1
    assert noted() == [("partners.contact", contact.pk, page)]


def test_a_file_of_contacts_that_somebody_else_brought_is_noted(park, reader, curator):
    member = MembershipFactory(organisation=park.organisation).user
    made = {"model": "partners.contact", "owner": park.organisation_id, "state": Import.State.CHECKED}
    theirs, own = (Import.objects.create(made_by=user, language="en", **made) for user in (member, curator))
    working = Import.objects.create(made_by=member, language="en", **(made | {"state": "running"}))
    for one in (theirs, own, working):
        assert reader.get(reverse("curation:import", args=[one.pk])).status_code == 200
    assert noted() == [("partners.contact", "", reverse("curation:import", args=[theirs.pk]))]
