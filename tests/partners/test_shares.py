"""Sharing with another park, and taking it back: at once, everywhere."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partners.models import Share
from partners.operations import shares as operations
from tests.factories import (
    AffiliationFactory,
    AgreementFactory,
    AttendeeFactory,
    CuratorFactory,
    InteractionFactory,
    InteractionPartnerFactory,
    MembershipFactory,
    ParkFactory,
    PartnerFactory,
    ShareFactory,
    UserFactory,
)

LIST = "/shares/"
TODAY = datetime.date.today()


def member_of(park):
    return MembershipFactory(organisation=park.organisation).user


def in_days(days):
    return (timezone.localdate() + datetime.timedelta(days=days)).isoformat()


@pytest.fixture
def giver(db):
    return ParkFactory()


@pytest.fixture
def receiver(db):
    return ParkFactory()


@pytest.fixture
def staff(giver, sign_in):
    return sign_in(member_of(giver))


@pytest.fixture
def other(receiver, sign_in):
    return sign_in(member_of(receiver))


@pytest.fixture
def partner(db):
    return PartnerFactory()


@pytest.fixture
def interaction(giver, partner):
    met = InteractionFactory(owner=giver.organisation, title="Talked of lasers")
    InteractionPartnerFactory(interaction=met, organisation=partner.organisation)
    return met


@pytest.fixture
def agreement(giver):
    return AgreementFactory(owner=giver.organisation, is_published=False, title_en="Draft of lasers")


def shares_page(thing):
    kind = thing._meta.model_name
    return reverse(f"partners:{kind}_shares", args=[getattr(thing, "slug", None) or key_of(thing)])


def key_of(thing):
    return thing.organisation.slug if hasattr(thing, "organisation") else thing.pk


def page_of(thing):
    if thing._meta.model_name == "interaction":
        return reverse("partners:interaction", args=[thing.pk])
    return thing.get_absolute_url()


def given(receiver, **more):
    return {"receiver": receiver.organisation_id, "starts_on": in_days(0)} | more


def take_back(client, share):
    return client.post(reverse("partners:share_revoke", args=[share.pk]))


@pytest.mark.parametrize("kind", ["interaction", "agreement"])
def test_what_is_shared_is_seen_until_it_is_taken_back(kind, request, staff, other, receiver):
    thing = request.getfixturevalue(kind)
    assert other.get(page_of(thing)).status_code == 404
    staff.post(shares_page(thing), given(receiver))
    told = other.get(page_of(thing)).content.decode()
    assert "Shared by" in told
    share = Share.objects.get()
    assert take_back(staff, share).status_code == 302
    missing = other.get(page_of(thing)[:-4] + "zzz/")
    assert other.get(page_of(thing)).status_code == missing.status_code == 404


def side_doors(partner):
    slug = partner.organisation.slug
    return [
        "/interactions/",
        "/api/v1/interactions/",
        "/api/v1/shares/",
        "/desk/",
        LIST,
        f"/partners/{slug}/",
        f"/partners/{slug}/timeline/",
        f"/partners/{slug}/timeline.atom",
    ]


def test_the_operation_itself_refuses_what_is_shared_already(giver, receiver, agreement):
    by = member_of(giver)

    def give():
        ends = {"owner": giver.organisation, "receiver": receiver.organisation, "starts_on": TODAY}
        share = Share(**ends, agreement=agreement)
        return operations.give_share(share, by=by)

    give()
    with pytest.raises(ValidationError) as refused:
        give()
    assert list(refused.value.message_dict) == ["receiver"]


def test_a_partner_shared_brings_its_interactions_and_contacts(
    giver, receiver, partner, interaction, staff, other
):
    person = AffiliationFactory(organisation=partner.organisation, contact__owner=giver.organisation).contact
    contact = reverse("partners:contact", args=[person.pk])
    staff.post(shares_page(partner), given(receiver))
    assert [other.get(url).status_code for url in (page_of(interaction), contact)] == [200, 200]
    assert interaction.title in other.get("/interactions/").content.decode()
    assert "Shared by" in other.get(page_of(partner)).content.decode()
    take_back(staff, Share.objects.get())
    assert [other.get(url).status_code for url in (page_of(interaction), contact)] == [404, 404]


def test_taken_back_it_is_in_no_list_feed_or_answer(partner, receiver, interaction, staff, other):
    staff.post(shares_page(interaction), given(receiver))
    before = [url for url in side_doors(partner) if interaction.title in other.get(url).content.decode()]
    assert {"/interactions/", "/api/v1/interactions/", LIST} <= {*before}
    take_back(staff, Share.objects.get())
    after = [url for url in side_doors(partner) if interaction.title in other.get(url).content.decode()]
    assert after == []


def test_an_unknown_body_is_offered_while_typing_only_as_long_as_it_is_shared(
    giver, receiver, interaction, staff, other
):
    body = interaction.partners.get()
    type(body).objects.filter(pk=body.pk).update(is_published=False)
    address = f"/interactions/bodies/?q={body.slug}"
    assert body.name not in other.get(address).content.decode()
    staff.post(shares_page(interaction), given(receiver))
    assert body.name in other.get(address).content.decode()
    take_back(staff, Share.objects.get())
    assert body.name not in other.get(address).content.decode()


@pytest.mark.parametrize(
    ("starts", "ends", "status"), [(0, None, 200), (0, 0, 200), (1, None, 404), (-9, -1, 404)]
)
def test_it_is_seen_on_the_days_it_was_shared_for(giver, receiver, interaction, other, starts, ends, status):
    ShareFactory(
        owner=giver.organisation,
        receiver=receiver.organisation,
        partner=None,
        interaction=interaction,
        starts_on=in_days(starts),
        ends_on=in_days(ends) if ends is not None else None,
    )
    assert other.get(page_of(interaction)).status_code == status


def test_only_members_of_the_park_that_keeps_it_share(interaction, agreement, giver, receiver, sign_in):
    above = ParkFactory()
    giver.parent = above
    giver.save()
    for user in (member_of(above), member_of(receiver), CuratorFactory(), UserFactory()):
        client = sign_in(user)
        for thing in (interaction, agreement):
            assert client.post(shares_page(thing), given(receiver)).status_code == 404
    assert not Share.objects.exists()


def test_a_receiver_passes_nothing_on_and_takes_nothing_back(interaction, receiver, staff, other):
    staff.post(shares_page(interaction), given(receiver))
    assert other.post(shares_page(interaction), given(ParkFactory())).status_code == 404
    assert take_back(other, Share.objects.get()).status_code == 404
    assert Share.objects.get().revoked_at is None


def test_the_operation_looks_again_who_shares_what(giver, receiver, interaction):
    stranger = member_of(receiver)
    mine = Share(owner=receiver.organisation, receiver=giver.organisation, starts_on=TODAY)
    mine.interaction = interaction
    with pytest.raises(operations.MayNotShare):
        operations.give_share(mine, by=stranger)
    with pytest.raises(operations.MayNotShare):
        operations.revoke_share(ShareFactory(owner=giver.organisation), by=stranger)
    with pytest.raises(ValidationError):
        same = Share(owner=giver.organisation, receiver=giver.organisation, starts_on=TODAY)
        same.interaction = interaction
        operations.give_share(same, by=member_of(giver))


def test_a_draft_interaction_is_not_shared(giver, receiver, sign_in):
    author = member_of(giver)
    draft = InteractionFactory(owner=giver.organisation, is_draft=True, created_by=author)
    assert sign_in(author).post(shares_page(draft), given(receiver)).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"receiver": ""}, {"starts_on": "2026-02-30"}, {"ends_on": in_days(-5)}, {"starts_on": ""}],
)
def test_bad_input_names_its_field(interaction, receiver, staff, wrong):
    answer = staff.post(shares_page(interaction), given(receiver, ends_on=in_days(9)) | wrong)
    assert answer.status_code == 200 and "There is a problem" in answer.content.decode()
    assert not Share.objects.exists()


def test_shared_twice_it_is_one_share(interaction, receiver, staff):
    for _ in range(2):
        answer = staff.post(shares_page(interaction), given(receiver))
    assert "It is shared with this park already." in answer.content.decode()
    assert Share.objects.count() == 1


def test_taken_back_twice_it_keeps_the_first_moment(interaction, receiver, staff):
    staff.post(shares_page(interaction), given(receiver))
    take_back(staff, Share.objects.get())
    first = Share.objects.get().revoked_at
    take_back(staff, Share.objects.get())
    assert Share.objects.get().revoked_at == first


def test_who_is_no_member_of_a_park_is_told_that_only_those_share(partner, sign_in):
    client = sign_in(UserFactory())
    assert "Only members of a park share" in client.get(shares_page(partner)).content.decode()
    client.post(shares_page(partner), given(ParkFactory()))
    assert not Share.objects.exists()


def test_the_list_shows_both_sides_and_nobody_else(giver, receiver, interaction, staff, other, sign_in):
    staff.post(shares_page(interaction), given(receiver))
    words = f"{giver.organisation.name} shares it with {receiver.organisation.name}"
    assert words in staff.get(LIST).content.decode() and words in other.get(LIST).content.decode()
    assert words not in sign_in(member_of(ParkFactory())).get(LIST).content.decode()


def test_the_list_costs_the_same_however_long(giver, receiver, interaction, agreement, staff):

    def more():
        for thing in ({"interaction": interaction}, {"agreement": agreement}, {}):
            ShareFactory(
                owner=giver.organisation,
                receiver=receiver.organisation,
                **({"partner": None} if thing else {}),
                **thing,
            )

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(LIST).status_code == 200
        return len(queries)

    more()
    before = asked()
    more()
    assert asked() == before


def test_a_shared_meeting_tells_who_was_there(giver, interaction, receiver, staff, other):
    AttendeeFactory(interaction=interaction, name="Dr Noor")
    staff.post(shares_page(interaction), given(receiver))
    assert "Dr Noor" in other.get(page_of(interaction)).content.decode()
