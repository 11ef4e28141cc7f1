"""Tags: seen by those who use them, put on one by one and on many, moved by a merge, and taken back."""

import threading

import pghistory
import pgtrigger
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from common.listing import ListPage
from curation.changing import editing_of
from curation.descriptions import DESCRIPTIONS
from curation.merging import merge
from curation.models import Batch, BulkEdit, Tag, Tagging
from curation.tags import named, put_on, take_off
from curation.undoing import take_back
from history.models import states_kept_of
from partners.models import Partner
from partners.operations.erasure import erase_contact
from tests.factories import (
    ContactFactory,
    FollowUpFactory,
    InteractionFactory,
    ListingFactory,
    MembershipFactory,
    MilestoneFactory,
    OrganisationFactory,
    ParkFactory,
    PartnerFactory,
    PersonFactory,
    TagFactory,
    TaggingFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def park():
    return ParkFactory().organisation


@pytest.fixture
def member(park):
    return MembershipFactory(organisation=park).user


def post_tags(browser, record, **given):
    return browser.post(reverse("curation:tag_record", args=[record.pk]), given)


def tags_of(record) -> set[str]:
    return set(Tagging.objects.filter(record=record.pk).values_list("tag__name", flat=True))


def test_a_member_tags_a_partner_and_finds_it_again(sign_in, member, park):
    partner, other = PartnerFactory.create_batch(2)
    browser = sign_in(member)
    assert 'name="name"' in browser.get(partner.get_absolute_url()).content.decode()
    answer = post_tags(browser, partner, name=" Water ", back=partner.get_absolute_url())
    assert answer.url == partner.get_absolute_url()
    tag = Tag.objects.get()
    assert (tag.name, tag.owner) == ("Water", park)
    found = browser.get("/partners/", {"tag": tag.pk}).content.decode()
    assert str(partner) in found and str(other) not in found
    api = browser.get("/api/v1/partners/", {"tag": tag.pk}).json()
    assert [row["id"] for row in api["results"]] == [partner.pk]
    post_tags(browser, partner, tags=[tag.pk], name="water")
    assert Tag.objects.count() == 1
    post_tags(browser, partner)
    assert tags_of(partner) == set()


def test_contacts_organisations_and_people_are_found_by_their_tags_too(sign_in, curator, member, park):
    browser = sign_in(curator)
    for path, factory in (("organisations", OrganisationFactory), ("people", PersonFactory)):
        tagged, _other = factory.create_batch(2)
        tag = TaggingFactory(kind=tagged._meta.label_lower, record=tagged.pk).tag
        rows = browser.get(f"/api/v1/{path}/", {"tag": tag.pk}).json()["results"]
        assert [row["id"] for row in rows] == [tagged.pk]
    met, other = ContactFactory.create_batch(2, owner=park)
    tag = TaggingFactory(tag__owner=park, kind="partners.contact", record=met.pk).tag
    page = sign_in(member).get(reverse("partners:contacts"), {"tag": tag.pk}).content.decode()
    assert met.name in page and other.name not in page


def test_every_list_that_tags_can_be_put_on_is_asked_for_them():
    reverse("partners:list")  # all pages are loaded with the routes
    filters = {page.filterset_class for page in ListPage.__subclasses__() if page.filterset_class}
    editable = {one for one in filters if editing_of(one._meta.model)}
    assert len(editable) > 5
    assert {one for one in editable if "tag" not in one.base_filters} == set()


def test_nobody_else_sees_or_takes_off_a_tag(sign_in, member, park, curator, client):
    tagging = TaggingFactory(tag__owner=park, tag__name="Zephyr", record=PartnerFactory().pk)
    partner = Partner.objects.get(pk=tagging.record)
    others = [
        sign_in(MembershipFactory(organisation=ParkFactory().organisation).user),
        sign_in(curator),
        client,
    ]
    for browser in others:
        assert "Zephyr" not in browser.get(partner.get_absolute_url()).content.decode()
        assert browser.get("/api/v1/partners/", {"tag": tagging.tag.pk}).status_code == 400
    for browser in others[:2]:
        assert browser.get(reverse("curation:tag", args=[tagging.tag.pk])).status_code == 404
        assert browser.post(reverse("curation:tag_delete", args=[tagging.tag.pk])).status_code == 404
        post_tags(browser, partner, tags=[tagging.tag.pk])
        post_tags(browser, partner)
    assert tags_of(partner) == {"Zephyr"}
    assert "Zephyr" in sign_in(member).get(partner.get_absolute_url()).content.decode()


def test_a_record_that_one_does_not_see_is_not_tagged(sign_in, member):
    foreign = ContactFactory(owner=ParkFactory().organisation)
    for pk in (foreign.pk, "con_none", "nonsense"):
        assert (
            sign_in(member).post(reverse("curation:tag_record", args=[pk]), {"name": "x"}).status_code == 404
        )
    assert not Tag.objects.exists()


def test_who_belongs_nowhere_has_no_tags(sign_in):
    partner = PartnerFactory()
    browser = sign_in(UserFactory())
    assert 'id="tags"' not in browser.get(partner.get_absolute_url()).content.decode()
    post_tags(browser, partner, name="x")
    assert not Tag.objects.exists()


def test_many_are_tagged_with_count_and_list_first_and_that_is_taken_back(sign_in, member, park):
    partners = PartnerFactory.create_batch(3)
    tag = TagFactory(owner=park)
    put_on(partners[0], [tag])
    browser, address = sign_in(member), reverse("curation:edit", args=["partners:list"])
    asked = {"all": 1, "query": "", "what": "tag", "given": 1, "value": tag.pk}
    page = browser.get(address, asked)
    assert (page.context["would_change"], page.context["would_stay"]) == (2, 1)
    browser.post(address, asked | {"count": 3, "submission": "once"})
    assert all(tags_of(one) == {tag.name} for one in partners)
    take_back(BulkEdit.objects.get().batch, member)
    assert [len(tags_of(one)) for one in partners] == [1, 0, 0]


def test_tags_go_over_to_the_kept_record_and_back(curator):
    kept, other = OrganisationFactory.create_batch(2)
    both, one = TagFactory.create_batch(2)
    put_on(kept, [both])
    put_on(other, [both, one])
    batch = merge(kept, other, {}, curator)
    assert tags_of(kept) == {both.name, one.name}
    take_back(batch, curator)
    assert (tags_of(kept), tags_of(other)) == ({both.name}, {both.name, one.name})


def test_tags_of_two_organisations_that_become_one_are_joined(curator):
    kept, other = OrganisationFactory.create_batch(2)
    ours, theirs = TagFactory(owner=kept, name="Water"), TagFactory(owner=other, name="Water")
    partners = PartnerFactory.create_batch(2)
    put_on(partners[0], [ours, theirs])
    put_on(partners[1], [theirs])
    merge(kept, other, {}, curator)
    assert list(Tag.objects.values_list("pk", "owner")) == [(ours.pk, kept.pk)]
    assert all(tags_of(one) == {"Water"} for one in partners)


def test_a_tag_is_renamed_and_deleted_and_that_is_taken_back(sign_in, curator):
    tagging = TaggingFactory(tag__name="Old")
    TagFactory(name="There")
    browser, address = sign_in(curator), reverse("curation:tag", args=[tagging.tag.pk])
    assert "There is a tag of this name." in browser.post(address, {"name": "there"}).content.decode()
    browser.post(address, {"name": "New"})
    assert "New" in browser.get(reverse("curation:tags")).content.decode()
    browser.post(reverse("curation:tag_delete", args=[tagging.tag.pk]))
    assert not Tagging.objects.exists()
    take_back(Batch.objects.get(), curator)
    assert Tagging.objects.get().tag.name == "New"


def test_a_tag_without_a_name_or_with_too_long_a_one_is_refused():
    for name in ("  ", "x" * 61):
        with pytest.raises(ValidationError):
            named(name, None)
    assert not Tag.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_name_a_new_tag_at_once_get_the_same(monkeypatch):
    looked = threading.Barrier(2, timeout=10)
    checks = Tag.full_clean
    monkeypatch.setattr(Tag, "full_clean", lambda tag, **given: (looked.wait(), checks(tag, **given)))
    got, failed = [], []

    def make():
        try:
            got.append(named("Water", None).pk)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(got) == 2 and set(got) == {Tag.objects.get().pk}


@pytest.mark.parametrize(
    "factory", [InteractionFactory, FollowUpFactory, MilestoneFactory, ListingFactory, PersonFactory]
)
def test_what_is_logged_and_listed_is_tagged_on_a_page_too(sign_in, member, park, factory):
    record = factory(**({"owner": park} if hasattr(factory._meta.model, "owner") else {}))
    browser, own = sign_in(member), reverse("curation:tag_record", args=[record.pk])
    page = {
        InteractionFactory: lambda: reverse("partners:interaction", args=[record.pk]),
        FollowUpFactory: lambda: own,
    }.get(factory, lambda: record.get_absolute_url())()
    assert f'action="{own}"' in browser.get(page).content.decode()
    answer = post_tags(browser, record, name="Water")
    assert browser.get(answer.url).status_code == 200
    assert tags_of(record) == {"Water"}


def test_a_follow_up_leads_to_its_tags_and_these_lead_back(sign_in, member, park):
    met = InteractionFactory(owner=park)
    task = FollowUpFactory(owner=park, interaction=met)
    browser, own = sign_in(member), reverse("curation:tag_record", args=[task.pk])
    for here in (reverse("partners:interaction", args=[met.pk]), reverse("partners:follow_ups")):
        assert f'href="{own}?back={here}"' in browser.get(here).content.decode()
        page = browser.get(own, {"back": here}).content.decode()
        assert f'name="back" value="{here}"' in page
        assert post_tags(browser, task, back=here).url == here
    for foreign in ("https://example.org/", "//example.org/"):
        assert browser.get(own, {"back": foreign}).context["back"] == own
        assert post_tags(browser, task, back=foreign).url == own
    assert sign_in(MembershipFactory().user).get(own).status_code == 404


def test_tags_go_with_a_record_of_every_kind_that_has_them():
    so = {model for model, trigger in pgtrigger.registered() if trigger.name == "goes_with_its_tags"}
    assert so == {model for model, described in DESCRIPTIONS.items() if described.editing}


def test_tags_of_a_deleted_record_go_with_it_and_come_back_with_it(curator):
    tag = TagFactory()
    gone, other = InteractionFactory.create_batch(2)
    put_on(gone, [tag])
    put_on(other, [tag])
    batch = Batch.objects.create(kind=Batch.Kind.EDIT, label="gone", made_by=curator)
    with batch.recorded():
        type(gone).objects.filter(pk=gone.pk).delete()
    assert Tag.objects.with_counts().get().count == 1
    assert take_back(batch, curator).conflicts == []
    assert (tags_of(gone), tags_of(other)) == ({tag.name}, {tag.name})


def test_a_record_that_an_undoing_deletes_loses_its_tags_until_that_is_taken_back(curator):
    batch = Batch.objects.create(kind=Batch.Kind.IMPORT, label="new", made_by=curator)
    with batch.recorded():
        partner = PartnerFactory()
    with pghistory.context():
        put_on(partner, [TagFactory()])
    undoing = take_back(batch, curator)
    assert not Partner.objects.exists() and not Tagging.objects.exists()
    take_back(undoing, curator)
    assert len(tags_of(Partner.objects.get())) == 1


def test_nothing_says_of_an_erased_contact_how_it_was_tagged(member, park):
    person, other = ContactFactory.create_batch(2, owner=park)
    tag = TagFactory(owner=park, name="Heart attack in June")
    put_on(person, [tag])
    put_on(other, [tag])
    take_off(person, [tag])
    put_on(person, [tag])
    erase_contact(person, by=member)
    assert tags_of(person) == set() and tags_of(other) == {tag.name}
    assert set(states_kept_of(Tagging).values_list("record", flat=True)) == {other.pk}
