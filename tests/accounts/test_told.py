"""Who is told of invitations and of requests to join."""

import pytest
from django.core import mail

from accounts.models import Membership
from accounts.operations import invitations, requests
from notifications import operations as outbox
from notifications.models import Delivery, OutboxEvent
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory


def tell() -> set[str]:
    """Work out all that waits, send the mails, and say to whom."""
    for event in OutboxEvent.objects.filter(state="waiting").order_by("made_at", "id"):
        outbox.work_out(event.pk)
    for delivery in Delivery.objects.filter(channel="email", state="waiting"):
        outbox.deliver(delivery.pk)
    return {address for sent in mail.outbox for address in sent.to}


@pytest.fixture
def manager(db):
    return MembershipFactory(
        role="manager", organisation=OrganisationFactory(website="https://park.example/")
    ).user


def organisation_of(user):
    return user.memberships.get().organisation


@pytest.mark.parametrize("has_account", [True, False])
def test_an_invited_address_gets_the_link(manager, client, has_account):
    if has_account:
        UserFactory(email="new@example.org")
    invitations.invite(organisation_of(manager), "new@example.org", "member", language="en", by=manager)
    assert tell() == {"new@example.org"}
    (link,) = (line for line in mail.outbox[0].body.splitlines() if line.startswith("http"))
    assert client.get(link).status_code == 200


def test_an_invitation_that_was_revoked_before_the_mail_went_is_not_sent(manager):
    invitation = invitations.invite(
        organisation_of(manager), "new@example.org", "member", language="en", by=manager
    )
    invitations.revoke(invitation, by=manager)
    assert tell() == set()


def test_managers_hear_of_a_request_and_who_asked_of_the_answer(manager):
    MembershipFactory(organisation=organisation_of(manager), role="editor")
    person = UserFactory()
    request = requests.ask_to_join(organisation_of(manager), "I work here.", by=person)
    assert tell() == {manager.email}
    requests.grant(request, Membership.Role.MEMBER, by=manager)
    assert tell() == {manager.email, person.email}
