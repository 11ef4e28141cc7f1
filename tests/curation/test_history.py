"""The history of a record on a page of its own, for those who may change it."""

import pghistory
import pytest
from django.urls import reverse

from curation.models import Batch
from history.models import Reading, events_of
from partners.operations.erasure import erase_contact
from tests.factories import (
    AgreementFactory,
    ContactFactory,
    MembershipFactory,
    OrganisationFactory,
    OrganisationNameFactory,
    ParkFactory,
    UserFactory,
)
from tests.pages import sent_as_shown

pytestmark = pytest.mark.django_db


def page(row):
    return reverse("curation:history", args=[row.pk])


def test_a_curator_reads_what_a_record_and_its_parts_said_before(sign_in, curator):
    with pghistory.context(user=curator.pk, request_id="req-7"):
        body = OrganisationFactory(name_en="As it was")
        OrganisationNameFactory(organisation=body, text="An alias")
        body.name_en = "As it is"
        body.save()
    told = sign_in(curator).get(page(body)).content.decode()
    for words in ("As it was", "As it is", "An alias", str(curator), "req-7", 'id="at-'):
        assert words in told


def test_those_who_keep_a_record_read_its_history_and_nobody_else(sign_in, client, curator):
    park = ParkFactory().organisation
    member = MembershipFactory(organisation=park).user
    agreement = AgreementFactory(owner=park, status="draft", is_published=False)
    contact = ContactFactory(owner=park, name="Amina")
    for row in (agreement, contact):
        assert sign_in(member).get(page(row)).status_code == 200
        assert sign_in(UserFactory()).get(page(row)).status_code == 404
        assert client.get(page(row)).status_code in (302, 404)
    assert all(sign_in(curator).get(page(row)).status_code == 200 for row in (agreement, contact))
    assert contact.pk in Reading.objects.filter(user=curator).values_list("record_id", flat=True)
    assert sign_in(member).get(page(OrganisationFactory())).status_code == 404
    assert sign_in(curator).get("/curation/history/org_none/").status_code == 404
    assert sign_in(curator).get("/curation/history/nonsense/").status_code == 404
    assert not Reading.objects.filter(user=member).exists()


def test_what_was_erased_is_not_in_it(sign_in):
    park = ParkFactory().organisation
    member = MembershipFactory(organisation=park).user
    contact = ContactFactory(owner=park, name="Zephyrine")
    erase_contact(contact, by=member)
    answer = sign_in(member).get(page(contact))
    assert "Zephyrine" not in answer.content.decode()


def test_it_is_cut_into_pages_that_cost_the_same(sign_in, curator, django_assert_max_num_queries):
    body = OrganisationFactory(name_en="Name 0")
    for number in range(1, 40):
        with pghistory.context(user=curator.pk):
            body.name_en = f"Name {number}"
            body.save()
    browser = sign_in(curator)
    with django_assert_max_num_queries(45):
        first = browser.get(page(body))
    assert "Name 39" in first.content.decode() and "Name 2<" not in first.content.decode()
    older = browser.get(page(body), {"after": first.context["older"]}).content.decode()
    assert "Name 2<" in older
    assert browser.get(page(body), {"after": "nonsense"}).status_code == 400


def states_of(row):
    """The numbers of the kept states, the oldest first."""
    return list(
        events_of(type(row))
        ._base_manager.filter(pgh_obj_id=row.pk)
        .order_by("pgh_id")
        .values_list("pk", flat=True)
    )


def test_the_reason_given_with_a_change_is_told_with_it(sign_in, curator):
    body = OrganisationFactory(name_en="As it was")
    address, browser = reverse("admin:organisations_organisation_change", args=[body.pk]), sign_in(curator)
    assert 'name="change_reason"' in browser.get(address).content.decode()
    given = sent_as_shown(browser.get(address)) | {
        "name_en": "As it is",
        "change_reason": "  The founders\nvoted <b>for</b> it ",
    }
    assert browser.post(address, given).status_code == 302
    assert "The founders voted &lt;b&gt;for&lt;/b&gt; it" in browser.get(page(body)).content.decode()
    admin_page = reverse("admin:organisations_organisation_history", args=[body.pk])
    assert "The founders voted" in browser.get(admin_page).content.decode()


def test_the_api_takes_the_reason_from_a_header(sign_in):
    member = MembershipFactory(organisation=ParkFactory().organisation)
    contact = ContactFactory(owner=member.organisation)
    browser, address = sign_in(member.user), f"/api/v1/contacts/{contact.pk}/"
    headers = {"If-Match": browser.get(address)["ETag"], "Change-Reason": "%E6%94%B9%E5%90%8D"}
    answer = browser.patch(address, {"phone": "+60 3"}, content_type="application/json", headers=headers)
    assert answer.status_code == 200
    state = events_of(type(contact))._base_manager.filter(pgh_obj_id=contact.pk).latest("pgh_id")
    assert state.pgh_context.metadata["reason"] == "改名"


def test_one_value_is_set_back_and_that_is_taken_back_too(sign_in, curator):
    body = OrganisationFactory(name_en="As it was", website="https://old.example/")
    body.name_en, body.website = "As it is", "https://new.example/"
    body.save()
    browser, address = sign_in(curator), reverse("curation:set_back", args=[body.pk])
    asked = {"state": states_of(body)[0], "field": "name_en"}
    assert f"{address}?state={asked['state']}&amp;field=name_en" in browser.get(page(body)).content.decode()
    shown = browser.get(address, asked).content.decode()
    assert "As it was" in shown and "As it is" in shown
    answer = browser.post(address, asked | {"change_reason": "A slip"}, follow=True)
    body.refresh_from_db()
    assert (body.name_en, body.website) == ("As it was", "https://new.example/")
    assert "It can be taken back here" in answer.content.decode()
    assert "A slip" in browser.get(page(body)).content.decode()
    browser.post(reverse("curation:take_back", args=[Batch.objects.get().pk]))
    body.refresh_from_db()
    assert body.name_en == "As it is"


def test_what_a_rule_is_against_is_not_set_back(sign_in, curator):
    parent = OrganisationFactory()
    body = OrganisationFactory(slug="first")
    body.slug = "second"
    body.save()
    OrganisationFactory(slug="first")
    browser, address = sign_in(curator), reverse("curation:set_back", args=[body.pk])
    asked = {"state": states_of(body)[0], "field": "slug"}
    assert 'role="alert"' in browser.get(address, asked).content.decode()
    browser.post(address, asked)
    body.refresh_from_db()
    assert body.slug == "second" and not Batch.objects.exists()
    for wrong in (
        {"state": states_of(parent)[0], "field": "name_en"},
        {"state": "9" * 30, "field": "name_en"},
        {"state": "x", "field": "name_en"},
        {"state": states_of(body)[0], "field": "id"},
        {"state": states_of(body)[0], "field": "__class__"},
        {},
    ):
        for answer in (browser.get(address, wrong), browser.post(address, wrong)):
            assert answer.status_code == 302 and answer.url == page(body)


def test_members_set_back_what_they_keep_and_nothing_else(sign_in):
    park = ParkFactory().organisation
    member = MembershipFactory(organisation=park).user
    contact = ContactFactory(owner=park, name="Amina", email="a@example.org")
    contact.name = "Amira"
    contact.save()
    address = reverse("curation:set_back", args=[contact.pk])
    asked = {"state": states_of(contact)[0], "field": "name"}
    assert sign_in(UserFactory()).post(address, asked).status_code == 404
    assert sign_in(member).post(address, asked).status_code == 302
    contact.refresh_from_db()
    assert contact.name == "Amina"
    sign_in(member).post(address, asked | {"field": "owner"})
    assert Batch.objects.count() == 1


def test_the_api_tells_the_same_to_the_same_people(sign_in, client, curator):
    park = ParkFactory().organisation
    member = MembershipFactory(organisation=park).user
    contact = ContactFactory(owner=park, name="Amina")
    contact.name = "Amira"
    with pghistory.context(user=member.pk, reason="A slip"):
        contact.save()
    address = reverse("api:history", args=[contact.pk])
    first = sign_in(member).get(address, {"page_size": 1}).json()
    (told,) = first["results"]
    assert (told["author"], told["reason"]) == (str(member), "A slip")
    (entry,) = told["changes"]
    names = {each["name"]: (each["before"], each["after"]) for each in entry["fields"]}
    assert (entry["action"], entry["id"], names["name"]) == ("update", contact.pk, ("Amina", "Amira"))
    assert sign_in(member).get(first["next"]).json()["results"][0]["changes"][0]["action"] == "insert"
    for stranger in (client, sign_in(UserFactory())):
        assert stranger.get(address).status_code == 404
    assert sign_in(curator).get(address).status_code == 200
    assert contact.pk in Reading.objects.filter(user=curator).values_list("record_id", flat=True)
    assert sign_in(member).get(address, {"cursor": "x"}).status_code == 400
