"""The history of a record on a page of its own, for those who may change it."""

import pghistory
import pytest
from django.urls import reverse

from history.models import Reading
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
