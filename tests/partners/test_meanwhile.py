"""Two who change the same at once: the second is told, and loses nothing of what they wrote."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from partners.forms.contacts import ContactForm
from partners.models import Agreement
from tests.factories import (
    AffiliationFactory,
    AgreementFactory,
    AgreementPartyFactory,
    ContactFactory,
    InteractionFactory,
    InteractionPartnerFactory,
    MembershipFactory,
    ParkFactory,
    PartnerFactory,
)
from tests.pages import version_of


@pytest.fixture
def park(db):
    return ParkFactory()


@pytest.fixture
def staff(park, sign_in):
    return sign_in(MembershipFactory(organisation=park.organisation).user)


def meeting(park):
    there = InteractionFactory(owner=park.organisation, title="A meeting")
    return there, reverse("partners:interaction_change", args=[there.pk]), {"notes": "", "outcome": ""}


def draft(park):
    text = AgreementFactory(
        owner=park.organisation, status=Agreement.Status.DRAFT, is_final=False, title_en="A pact", kind="mou"
    )
    AgreementPartyFactory(agreement=text, organisation=park.organisation)
    return text, reverse("partners:agreement_change", args=[text.slug]), {"summary": ""}


def person(park):
    row = ContactFactory(owner=park.organisation, name="Amina Yusuf")
    return row, reverse("partners:contact_change", args=[row.pk])


def workplace(park):
    row = AffiliationFactory(contact__owner=park.organisation, title="Reader")
    return row, reverse("partners:affiliation", args=[row.pk])


@pytest.mark.parametrize(("make", "name"), [(person, "phone"), (workplace, "title")])
def test_contacts_and_where_they_work_are_under_the_same_watch(park, staff, make, name):
    row, address = make(park)
    given = {"name": "Amina Yusuf", "consent": "unknown", "version": version_of(staff.get(address))}
    assert staff.post(address, given | {name: "What the first wrote"}).status_code == 302
    refused = staff.post(address, given | {name: "My own words"})
    told = refused.content.decode()
    assert "“What the first wrote”" in told and "My own words" in told
    again = given | {name: "My own words", "version": version_of(refused)}
    assert staff.post(address, again).status_code == 302
    row.refresh_from_db()
    assert getattr(row, name) == "My own words"


def everything(park):
    """Each page that changes a row: the row, its address, and a form that is right but for the version."""
    for make in (meeting, draft):
        row, address, rest = make(park)
        body = PartnerFactory(is_published=True).organisation_id
        given = {"happened_on": "2026-01-02", "kind": row.kind, "title": "Other words", "partner": body}
        yield row, address, rest | given
    for make in (person, workplace):
        row, address = make(park)
        yield row, address, {"name": "Other words", "consent": "unknown", "title": "Other words"}


@pytest.mark.parametrize("version", [None, "", "yesterday", "2026-01-02T03:04:05"])
def test_a_form_without_its_version_is_refused_and_saved_when_looked_at_again(park, staff, version):
    for row, address, given in everything(park):
        lost = given if version is None else given | {"version": version}
        refused = staff.post(address, lost)
        assert "This page did not say what it showed you" in refused.content.decode(), address
        before = str(row)
        row.refresh_from_db()
        assert str(row) == before and "Other words" not in str(vars(row)), address
        assert staff.post(address, given | {"version": version_of(refused)}).status_code == 302, address


def sent(row, page, title):
    return {
        "happened_on": "2026-01-02",
        "kind": row.kind,
        "title": title,
        "version": version_of(page),
        "partner": PartnerFactory(is_published=True).organisation_id,
    }


@pytest.mark.parametrize("make", [meeting, draft])
def test_the_second_is_told_what_changed_and_keeps_what_was_typed(park, staff, make):
    row, address, rest = make(park)
    page = staff.get(address)
    first, second = sent(row, page, "What the first wrote") | rest, sent(row, page, "My own words") | rest
    assert staff.post(address, first).status_code == 302
    refused = staff.post(address, second)
    told = refused.content.decode()
    assert refused.status_code == 200
    assert "“What the first wrote”" in told
    assert "My own words" in told
    row.refresh_from_db()
    assert row.title == "What the first wrote"


@pytest.mark.parametrize("make", [meeting, draft])
def test_sent_again_it_is_saved(park, staff, make):
    row, address, rest = make(park)
    page = staff.get(address)
    staff.post(address, sent(row, page, "What the first wrote") | rest)
    refused = staff.post(address, sent(row, page, "My own words") | rest)
    assert staff.post(address, sent(row, refused, "My own words") | rest).status_code == 302
    row.refresh_from_db()
    assert row.title == "My own words"


@pytest.mark.parametrize("make", [meeting, draft])
def test_a_version_made_by_hand_does_no_harm(park, staff, make):
    row, address, rest = make(park)
    given = sent(row, staff.get(address), "Mine") | rest
    for version in ("nonsense", "2026-99-99T00:00:00+00:00"):
        assert staff.post(address, given | {"version": version}).status_code == 200


@pytest.mark.parametrize("make", [meeting, draft])
def test_taking_what_it_is_now_drops_what_was_typed(park, staff, make):
    row, address, rest = make(park)
    page = staff.get(address)
    staff.post(address, sent(row, page, "What the first wrote") | rest)
    refused = staff.post(address, sent(row, page, "My own words") | rest)
    assert 'name="take_now" value="title"' in refused.content.decode()
    staff.post(address, sent(row, refused, "My own words") | rest | {"take_now": "title"})
    row.refresh_from_db()
    assert row.title == "What the first wrote"


def test_a_third_change_is_asked_about_as_well(park, staff):
    row, address, rest = meeting(park)
    page = staff.get(address)
    staff.post(address, sent(row, page, "What the first wrote") | rest)
    refused = staff.post(address, sent(row, page, "Mine") | rest)
    type(row).objects.filter(pk=row.pk).update(title="What a third wrote")
    told = staff.post(address, sent(row, refused, "Mine") | rest)
    assert "What a third wrote" in told.content.decode()
    row.refresh_from_db()
    assert row.title == "What a third wrote"


def test_different_fields_and_different_partners_are_merged(park, staff):
    """Each of two takes a partner away, adds one, and changes a field that the other leaves alone."""
    row, address, _rest = meeting(park)
    kept, one, two, three, four = (PartnerFactory(is_published=True).organisation for _n in range(5))
    for body in (kept, one, two):
        InteractionPartnerFactory(interaction=row, organisation=body)
    page = staff.get(address)
    same = {"happened_on": str(row.happened_on), "kind": row.kind, "notes": "", "version": version_of(page)}
    first = same | {"title": "Another title", "place": "", "partner": [kept.pk, two.pk, three.pk]}
    second = same | {"title": row.title, "place": "Cairo", "partner": [kept.pk, one.pk, four.pk]}
    assert staff.post(address, first).status_code == 302
    answer = staff.post(address, second, follow=True)
    assert "That is kept as well." in answer.content.decode()
    row.refresh_from_db()
    assert (row.title, row.place) == ("Another title", "Cairo")
    assert set(row.partners.all()) == {kept, three, four}


def test_of_two_hundred_pairs_of_edits_none_is_lost(park, staff):
    """Two change some fields of the same row; whoever comes second is merged, or asked about just these."""
    chance = random.Random(20161)
    row = ContactFactory(owner=park.organisation, name="Amina", native_name="", phone="", email="", note="")
    names = ["name", "native_name", "phone", "note", "do_not_contact_reason"]
    user = park.organisation.memberships.first().user
    for number in range(200):
        row.refresh_from_db()
        shown = ContactForm(user=user, instance=row)
        same = {"consent": "unknown", "version": shown["version"].initial}
        before = {name: getattr(row, name) for name in names}
        first, second = (
            {name: f"{who} {number}" for name in names if chance.random() < 0.4} for who in ("one", "two")
        )
        assert _save(row, user, same | before | first)
        form = _save(row, user, same | before | second)
        both = first.keys() & second.keys()
        assert form.asked.keys() == both
        if both:
            again = same | before | second | {"version": form.data["version"]}
            assert not _save(row, user, again).asked
        row.refresh_from_db()
        assert {name: getattr(row, name) for name in names} == before | first | second


def _save(row, user, given):
    form = ContactForm(given, user=user, instance=type(row).objects.get(pk=row.pk))
    if form.is_valid():
        form.change()
    return form


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_those_who_save_at_the_same_moment_lose_nothing(sign_in):
    """Eight clients, each a field of its own or the same one; whoever is refused sends it again."""
    park = ParkFactory()
    row = ContactFactory(owner=park.organisation, name="Amina", email="a@example.org")
    user = MembershipFactory(organisation=park.organisation).user
    address = reverse("partners:contact_change", args=[row.pk])
    same = {"name": "Amina", "email": "a@example.org", "consent": "unknown"}
    clients = [sign_in(user) for _n in range(4)]
    pages = [version_of(client.get(address)) for client in clients]
    fields = ["native_name", "phone", "note", "do_not_contact_reason"]

    def save(client, page, name):
        try:
            given = same | {name: f"by {name}", "version": page}
            for _attempt in range(8):
                answer = client.post(address, given)
                if answer.status_code == 302:
                    return
                given["version"] = version_of(answer)
            raise AssertionError("never saved")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(save, clients, pages, fields))
    row.refresh_from_db()
    assert [getattr(row, name) for name in fields] == [f"by {name}" for name in fields]
    given = same | {"name": "Other words", "version": pages[0]}
    assert clients[0].post(address, given).status_code == 302
    told = clients[1].post(address, given | {"name": "My own words"}).content.decode()
    assert f"It was “Amina”; meanwhile {user} made it “Other words”." in told


def test_what_a_form_showed_of_another_row_says_nothing_of_this_one(park, staff):
    one, other = ContactFactory.create_batch(2, owner=park.organisation)
    theirs = version_of(staff.get(reverse("partners:contact_change", args=[other.pk])))
    given = {"name": "Other words", "consent": "unknown", "version": theirs}
    refused = staff.post(reverse("partners:contact_change", args=[one.pk]), given)
    assert "This page did not say what it showed you" in refused.content.decode()
