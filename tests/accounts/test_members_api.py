"""Members, invitations and requests to join over the API: for managers, and for keys that were let."""

import datetime
import json

import pytest
from django.test import Client
from django.utils import timezone

from accounts.keys import make_key
from accounts.models import Invitation, Membership
from notifications.models import OutboxEvent
from tests.factories import (
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
JSON = "application/json"
MEMBERS, INVITATIONS, REQUESTS = (
    f"/api/v1/{name}/" for name in ("memberships", "invitations", "join-requests")
)
DAY = datetime.timedelta(days=1)
ANY = {"if-match": "*"}


@pytest.fixture
def park():
    return OrganisationFactory(slug="tuspark")


@pytest.fixture
def managing(park):
    return MembershipFactory(organisation=park, role="manager", user=UserFactory(email="boss@example.org"))


@pytest.fixture
def manager(managing, sign_in):
    return sign_in(managing.user)


def post(client, path, body=None, **headers):
    return client.post(path, json.dumps(body or {}), JSON, headers=headers)


def program(membership, *scopes) -> Client:
    """A client that sends a key of this member."""
    lasts = datetime.timedelta(days=30)
    _key, token = make_key(membership.organisation, by=membership.user, name="HR", scopes=scopes, lasts=lasts)
    return Client(enforce_csrf_checks=True, headers={"authorization": f"Bearer {token}"})


def listed(client, path, column="id"):
    return {row[column] for row in client.get(path).json()["results"]}


def test_managers_see_who_belongs_to_their_organisation_today_and_before(manager, managing, park):
    member = MembershipFactory(organisation=park, user=UserFactory(email="li@example.org", name="Li Na"))
    left = MembershipFactory(organisation=park, ended_at=timezone.now() + DAY)
    MembershipFactory()
    assert listed(manager, MEMBERS) == {managing.pk, member.pk, left.pk}
    assert listed(manager, f"{MEMBERS}?is_open=true&role=member") == {member.pk}
    assert listed(manager, f"{MEMBERS}?organisation=elsewhere") == set()
    row = manager.get(f"{MEMBERS}{member.pk}/").json()
    assert (row["name"], row["email"], row["role"], row["ended_at"]) == (
        "Li Na",
        "li@example.org",
        "member",
        None,
    )
    assert row["organisation"]["slug"] == "tuspark"


def test_others_see_their_own_membership_and_change_nothing(sign_in, park, managing):
    member = MembershipFactory(organisation=park, role="editor")
    request, _other = JoinRequestFactory(user=member.user), JoinRequestFactory(organisation=park)
    invitation = InvitationFactory(organisation=park)
    client = sign_in(member.user)
    assert listed(client, MEMBERS) == {member.pk}
    assert listed(client, INVITATIONS) == set()
    assert listed(client, REQUESTS) == {request.pk}
    at = f"{MEMBERS}{member.pk}/"
    answers = [
        client.patch(at, {"role": "manager"}, JSON, headers=ANY),
        client.delete(at, headers=ANY),
        client.get(f"{MEMBERS}{managing.pk}/"),
        client.delete(f"{INVITATIONS}{invitation.pk}/", headers=ANY),
        post(client, f"{INVITATIONS}{invitation.pk}/again/"),
        post(client, f"{REQUESTS}{request.pk}/grant/", {"role": "manager"}),
    ]
    assert [answer.status_code for answer in answers] == [404] * 6
    refused = post(client, INVITATIONS, {"organisation": "tuspark", "email": "a@example.org"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/organisation")
    member.refresh_from_db()
    assert (member.role, member.ended_at) == ("editor", None)


def test_a_role_is_changed_and_a_membership_ended(manager, park):
    member = MembershipFactory(organisation=park)
    at = f"{MEMBERS}{member.pk}/"
    tag = manager.get(at)["ETag"]
    changed = manager.patch(at, {"role": "editor"}, JSON, headers={"if-match": tag})
    assert (changed.status_code, changed.json()["role"]) == (200, "editor")
    assert manager.delete(at, headers={"if-match": tag}).status_code == 412
    assert manager.delete(at, headers={"if-match": changed["ETag"]}).status_code == 204
    member.refresh_from_db()
    assert member.ended_at
    assert manager.patch(at, {"role": "member"}, JSON, headers=ANY).status_code == 404


def test_the_last_manager_stays(manager, managing):
    at = f"{MEMBERS}{managing.pk}/"
    for answer in (
        manager.patch(at, {"role": "member"}, JSON, headers=ANY),
        manager.delete(at, headers=ANY),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "rule-broken")
    assert Membership.objects.get().role == "manager"


def test_an_invitation_is_made_once_however_often_it_is_sent(manager):
    said = {"email": "li@example.org", "role": "editor", "language": "zh-hans"}
    first = post(manager, INVITATIONS, said, **{"idempotency-key": "a"})
    assert first.status_code == 201, first.content
    again = post(manager, INVITATIONS, said, **{"idempotency-key": "a"})
    assert again.json() == first.json()
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.language) == tuple(said.values())
    assert OutboxEvent.objects.filter(kind="invitation.made").count() == 1
    for secret in (invitation.nonce, invitation.token):
        assert secret not in first.content.decode()


def test_an_invitation_is_revoked_and_sent_again(manager, park):
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    invitation = InvitationFactory(organisation=park, sent_at=long_ago)
    at = f"{INVITATIONS}{invitation.pk}/"
    assert post(manager, f"{at}again/").status_code == 200
    assert post(manager, f"{at}again/").status_code == 409  # a moment ago
    assert manager.delete(at, headers=ANY).status_code == 204
    assert manager.get(at).json()["revoked_at"]
    assert manager.delete(at, headers=ANY).status_code == 409
    assert listed(manager, f"{INVITATIONS}?is_waiting=true") == set()


def test_who_manages_several_names_one(manager, managing):
    other = MembershipFactory(user=managing.user, role="manager").organisation
    assert post(manager, INVITATIONS, {"email": "a@example.org"}).status_code == 400
    made = post(manager, INVITATIONS, {"email": "a@example.org", "organisation": other.slug})
    assert made.json()["organisation"]["id"] == other.pk


def test_requests_are_granted_and_refused(manager, park):
    wanted, unwanted = JoinRequestFactory.create_batch(2, organisation=park)
    granted = post(manager, f"{REQUESTS}{wanted.pk}/grant/", {"role": "editor"})
    assert (granted.status_code, granted.json()["is_granted"]) == (200, True)
    assert Membership.objects.get(user=wanted.user).role == "editor"
    refused = post(manager, f"{REQUESTS}{unwanted.pk}/refuse/", {"answer": "Please ask Chen."})
    assert (refused.json()["is_granted"], refused.json()["answer"]) == (False, "Please ask Chen.")
    assert not Membership.objects.filter(user=unwanted.user).exists()
    assert post(manager, f"{REQUESTS}{wanted.pk}/refuse/").status_code == 409


@pytest.mark.parametrize("scopes", [("read",), ("read", "write"), ("read", "members")])
def test_a_key_writes_members_only_with_both_scopes(managing, park, scopes):
    client, member = program(managing, *scopes), MembershipFactory(organisation=park)
    assert listed(client, MEMBERS) == {managing.pk, member.pk}
    answers = [
        client.patch(f"{MEMBERS}{member.pk}/", {"role": "editor"}, JSON, headers=ANY),
        client.delete(f"{MEMBERS}{member.pk}/", headers=ANY),
        post(client, INVITATIONS, {"email": "a@example.org"}),
        post(client, f"{REQUESTS}{JoinRequestFactory(organisation=park).pk}/grant/", {"role": "member"}),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(403, "missing-scope")}
    assert {"insufficient_scope" in answer["WWW-Authenticate"] for answer in answers} == {True}
    member.refresh_from_db()
    assert (member.role, member.ended_at) == ("member", None)


def test_a_key_that_was_let_looks_after_members_but_not_after_managers(managing, park):
    client = program(managing, "read", "write", "members")
    member = MembershipFactory(organisation=park)
    second = MembershipFactory(organisation=park, role="manager")
    asked = JoinRequestFactory(organisation=park)
    invited = InvitationFactory(organisation=park, role="manager", sent_at=managing.started_at)
    Invitation.objects.update(sent_at=timezone.now() - datetime.timedelta(hours=1))
    refused = [
        client.patch(f"{MEMBERS}{member.pk}/", {"role": "manager"}, JSON, headers=ANY),
        client.patch(f"{MEMBERS}{second.pk}/", {"role": "member"}, JSON, headers=ANY),
        client.delete(f"{MEMBERS}{second.pk}/", headers=ANY),
        post(client, INVITATIONS, {"email": "a@example.org", "role": "manager"}),
        post(client, f"{INVITATIONS}{invited.pk}/again/"),
        post(client, f"{REQUESTS}{asked.pk}/grant/", {"role": "manager"}),
    ]
    assert [answer.status_code for answer in refused] == [409] * 6
    assert Membership.objects.open().filter(role="manager").count() == 2
    done = [
        client.patch(f"{MEMBERS}{member.pk}/", {"role": "editor"}, JSON, headers=ANY),
        post(client, INVITATIONS, {"email": "a@example.org", "role": "editor"}),
        post(client, f"{REQUESTS}{asked.pk}/grant/", {"role": "member"}),
        client.delete(f"{MEMBERS}{member.pk}/", headers=ANY),
    ]
    assert [answer.status_code for answer in done] == [200, 201, 200, 204]


def test_a_key_of_somebody_who_manages_nothing_looks_after_nobody(park, managing):
    client = program(MembershipFactory(organisation=park, role="editor"), "read", "write", "members")
    assert post(client, INVITATIONS, {"email": "a@example.org"}).status_code == 400
    assert client.delete(f"{MEMBERS}{managing.pk}/", headers=ANY).status_code == 404


def test_a_closed_account_is_nobody(manager, park):
    left = MembershipFactory(organisation=park, ended_at=timezone.now() + DAY)
    left.user.email, left.user.name = "7@closed.invalid", ""
    left.user.save()
    row = manager.get(f"{MEMBERS}{left.pk}/").json()
    assert (row["name"], row["email"]) == (None, None)
