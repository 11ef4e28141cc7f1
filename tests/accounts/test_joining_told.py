"""Who is told of invitations and requests, by the outbox, and what the mails say."""

import re

import pytest
from django.core import mail

from accounts.models import Invitation, Membership
from accounts.operations.invitations import accept, invite, revoke
from accounts.operations.requests import ask_to_join, grant, refuse
from notifications import operations as outbox
from notifications.models import Delivery, OutboxEvent
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def park():
    return OrganisationFactory(name_en="River Park", name_zh_hans="江畔园区")


@pytest.fixture
def manager(park):
    user = UserFactory(name="Ms Li", email="boss@example.org", language="en")
    MembershipFactory(user=user, organisation=park, role="manager")
    return user


def send_all():
    """What the workers do."""
    for event in OutboxEvent.objects.filter(state="waiting"):
        outbox.work_out(event.pk)
    for delivery in Delivery.objects.filter(state="waiting"):
        outbox.deliver(delivery.pk)
    return mail.outbox


def test_the_mail_of_an_invitation_carries_the_link_that_opens_it(park, manager, client):
    invite(park, "wang@example.org", "editor", language="en", by=manager)
    [sent] = send_all()
    assert sent.to == ["wang@example.org"]
    assert sent.subject == "Parkway: Invitation to River Park"
    assert "Ms Li" in sent.body
    assert "boss@example.org" not in sent.body
    link = re.search(r"https?://[^/]+(/accounts/invited/\S+)", sent.body).group(1)
    assert client.get(link).status_code == 200


def test_the_mail_is_in_the_language_that_was_chosen(park, manager):
    invite(park, "wang@example.org", "editor", language="zh-hans", by=manager)
    [sent] = send_all()
    assert "江畔园区" in sent.subject
    assert "/zh-hans/accounts/invited/" in sent.body


def test_the_outbox_keeps_nothing_that_opens_the_door(park, manager):
    invited = invite(park, "wang@example.org", "editor", language="en", by=manager)
    event = OutboxEvent.objects.get()
    assert (event.kind, event.record_id, event.facts) == ("invitation.made", invited.pk, {})


def test_known_and_unknown_addresses_get_the_same_mail(park, manager):
    UserFactory(email="known@example.org", name="Known Person", language="zh-hans")
    for address in ("known@example.org", "fresh@example.org"):
        invite(park, address, "member", language="en", by=manager)
    mails = {sent.to[0]: (sent.subject, sent.body) for sent in send_all()}
    tokens = {invited.email: invited.token for invited in Invitation.objects.all()}
    same = {(subject, body.replace(tokens[address], "TOKEN")) for address, (subject, body) in mails.items()}
    assert (len(mails), len(same)) == (2, 1)


def test_an_invitation_that_was_revoked_meanwhile_is_not_mailed(park, manager):
    revoke(invite(park, "wang@example.org", "editor", language="en", by=manager), by=manager)
    assert send_all() == []


def test_an_invitation_that_was_accepted_meanwhile_is_not_mailed(park, manager):
    accept(invite(park, "wang@example.org", "editor", language="en", by=manager).token, by=UserFactory())
    assert send_all() == []


def test_those_who_manage_the_organisation_hear_of_a_request(park, manager):
    MembershipFactory(organisation=park, role="editor")
    MembershipFactory(role="manager")
    ask_to_join(park, "I run the incubator.", by=UserFactory(name="Wang", language="en"))
    [sent] = send_all()
    assert sent.to == ["boss@example.org"]
    assert sent.subject == "Parkway: Wang asks to join River Park"
    assert "I run the incubator." not in sent.body
    assert Delivery.objects.filter(receiver=manager, channel="in_app").count() == 1


def test_who_manages_no_more_does_not_hear_of_a_request(park, manager):
    ask_to_join(park, "", by=UserFactory())
    for event in OutboxEvent.objects.all():
        outbox.work_out(event.pk)
    Membership.objects.filter(user=manager).update(role="member")
    assert send_all() == []


@pytest.mark.parametrize(
    ("decide", "subject", "words"),
    [
        (lambda asked, by: grant(asked, "editor", by=by), "You act for River Park now", "was granted"),
        (
            lambda asked, by: refuse(asked, "We do not know you.", by=by),
            "Your request to join River Park was refused",
            "We do not know you.",
        ),
    ],
)
def test_the_asker_hears_of_the_answer_and_not_who_gave_it(park, manager, decide, subject, words):
    asker = UserFactory(email="wang@example.org", language="en")
    asked = ask_to_join(park, "", by=asker)
    send_all()
    mail.outbox.clear()
    decide(asked, manager)
    [sent] = send_all()
    assert (sent.to, sent.subject) == (["wang@example.org"], f"Parkway: {subject}")
    assert words in sent.body
    assert "Ms Li" not in sent.body
    assert "boss@example.org" not in sent.body
