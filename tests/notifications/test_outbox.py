"""Nothing is lost, nothing comes twice, and nobody hears what is not for them."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection, transaction
from django.db.models.functions import Now

from notifications import operations, outbox
from notifications.models import Delivery, OutboxEvent
from notifications.outbox import announce
from tests.factories import FollowUpFactory, MembershipFactory, UserFactory

LONG = datetime.timedelta(days=3)


@pytest.fixture
def follow_up(db):
    membership = MembershipFactory()
    return FollowUpFactory(owner=membership.organisation, assignee=membership.user, interaction=None)


@pytest.fixture
def nudges(monkeypatch):
    """The tasks that were sent, in their order."""
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(outbox, "send", lambda task, pk: sent.append((task, pk)))
    return sent


def event_of(record, **given) -> OutboxEvent:
    announce("follow_up.due", record, **given)
    return OutboxEvent.objects.latest("made_at", "id")


def as_if_dead(row) -> None:
    """The worker that held the row has died, and its lease ran out."""
    type(row).objects.filter(pk=row.pk).update(leased_until=Now() - datetime.timedelta(seconds=1))


def test_an_event_is_told_in_the_portal_and_by_mail(follow_up):
    event = event_of(follow_up)
    assert operations.work_out(event.pk) == 2
    for delivery in event.deliveries.filter(channel="email"):
        assert operations.deliver(delivery.pk)
    assert mail.outbox[0].to == [follow_up.assignee.email]
    assert follow_up.text in mail.outbox[0].subject
    assert Delivery.objects.unread(follow_up.assignee).count() == 1


def test_a_second_run_changes_nothing(follow_up):
    event = event_of(follow_up)
    operations.work_out(event.pk)
    delivery = event.deliveries.get(channel="email")
    operations.deliver(delivery.pk)
    OutboxEvent.objects.update(state="waiting", leased_until=None)
    assert operations.work_out(event.pk) == 0
    operations.deliver(delivery.pk)
    assert (event.deliveries.count(), len(mail.outbox)) == (2, 1)


def test_what_is_rolled_back_is_never_told(follow_up, nudges):
    with pytest.raises(RuntimeError), transaction.atomic():
        announce("follow_up.due", follow_up)
        raise RuntimeError
    assert not OutboxEvent.objects.exists()
    assert nudges == []


def test_what_is_told_once_is_kept_once(follow_up):
    for _time in range(3):
        announce("follow_up.due", follow_up, once="follow_up.due:1")
    assert OutboxEvent.objects.count() == 1


def test_a_kind_that_no_room_knows_is_a_mistake_of_the_caller(follow_up):
    with pytest.raises(KeyError):
        announce("follow_up.dew", follow_up)


def test_a_worker_that_died_is_followed_by_another(follow_up):
    event = event_of(follow_up)
    assert operations._lease(operations._offered().filter(pk=event.pk))
    assert operations.work_out(event.pk) == 0  # somebody has it
    as_if_dead(event)
    assert operations.work_out(event.pk) == 2


def test_a_worker_that_died_while_it_mailed_is_followed_with_the_same_id(follow_up):
    event = event_of(follow_up)
    operations.work_out(event.pk)
    delivery = event.deliveries.get(channel="email")
    held = operations._lease(Delivery.objects.due().filter(pk=delivery.pk))
    operations._send(held)  # the server took it; then the worker died
    as_if_dead(delivery)
    assert operations.deliver(delivery.pk)
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_what_always_fails_is_parked_with_its_reason_and_can_be_taken_up_again(follow_up, monkeypatch):
    event = event_of(follow_up)

    def fail(event):
        raise ValueError("poison\x00")

    real = operations._deliveries_of
    monkeypatch.setattr(operations, "_deliveries_of", fail)
    for _attempt in range(20):
        operations.work_out(event.pk)
        as_if_dead(event)
    event.refresh_from_db()
    assert (event.state, event.attempts) == ("parked", len(operations.WAITS) + 1)
    assert event.reason == "ValueError: poison"
    monkeypatch.setattr(operations, "_deliveries_of", real)
    assert operations.try_again(OutboxEvent.objects.all()) == 1
    assert operations.work_out(event.pk) == 2


def test_what_kills_its_worker_at_each_attempt_is_parked(follow_up, monkeypatch):
    event = event_of(follow_up)

    def die(event):
        raise SystemExit

    monkeypatch.setattr(operations, "_deliveries_of", die)
    deaths = 0
    for _attempt in range(20):
        try:
            operations.work_out(event.pk)
        except SystemExit:
            deaths += 1
        as_if_dead(event)
    event.refresh_from_db()
    assert (event.state, event.reason) == ("parked", "Its worker died.")
    assert deaths == event.attempts == len(operations.WAITS) + 1


def test_what_failed_waits_longer_each_time(follow_up, monkeypatch):
    event = event_of(follow_up)
    monkeypatch.setattr(operations, "_deliveries_of", lambda event: 1 / 0)
    operations.work_out(event.pk)
    assert operations.work_out(event.pk) == 0
    event.refresh_from_db()
    assert event.attempts == 1
    assert event.leased_until - event.made_at < datetime.timedelta(minutes=2)


def test_of_one_record_the_earlier_event_goes_first(follow_up):
    first, second = event_of(follow_up), event_of(follow_up)
    assert operations.work_out(second.pk) == 0
    operations.work_out(first.pk)
    assert operations.work_out(second.pk) == 2


def test_a_right_that_has_gone_means_no_message(follow_up):
    event = event_of(follow_up)
    follow_up.assignee.memberships.update(ended_at=Now())
    assert operations.work_out(event.pk) == 0


def test_a_right_that_goes_before_the_mail_does_stops_the_mail(follow_up):
    event = event_of(follow_up)
    operations.work_out(event.pk)
    follow_up.assignee.memberships.update(ended_at=Now())
    assert not operations.deliver(event.deliveries.get(channel="email").pk)
    assert mail.outbox == []
    assert event.deliveries.get(channel="email").state == "withdrawn"


def test_nobody_is_told_of_what_they_did_themselves(follow_up):
    assert operations.work_out(event_of(follow_up, by=follow_up.assignee).pk) == 0


def test_a_record_that_is_gone_is_told_to_nobody(follow_up):
    event = event_of(follow_up)
    follow_up.delete()
    assert operations.work_out(event.pk) == 0
    event.refresh_from_db()
    assert event.state == "done"


def test_an_address_that_must_not_be_written_to_gets_nothing(follow_up, monkeypatch):
    monkeypatch.setattr(operations, "_refusals", [lambda address: address == follow_up.assignee.email])
    event = event_of(follow_up)
    operations.work_out(event.pk)
    assert not operations.deliver(event.deliveries.get(channel="email").pk)
    assert mail.outbox == []


def test_no_mail_names_another_receiver(db):
    owner = MembershipFactory(role="manager").organisation
    others = [MembershipFactory(organisation=owner, role="editor").user for _number in range(3)]
    event = event_of(FollowUpFactory(owner=owner, assignee=None, interaction=None))
    operations.work_out(event.pk)
    for delivery in event.deliveries.filter(channel="email"):
        operations.deliver(delivery.pk)
    assert len(mail.outbox) == 4
    for sent in mail.outbox:
        assert len(sent.recipients()) == 1
        told = f"{sent.body}{sent.alternatives}{sent.extra_headers}"
        assert not [user for user in others if user.email in told]


@pytest.mark.parametrize(("language", "words"), [("en", "Due on"), ("zh-hans", "到期")])
def test_a_mail_speaks_the_language_of_its_receiver(follow_up, language, words):
    user = follow_up.assignee
    user.language = language
    user.save()
    event = event_of(follow_up)
    operations.work_out(event.pk)
    operations.deliver(event.deliveries.get(channel="email").pk)
    sent = mail.outbox[0]
    html = sent.alternatives[0][0]
    assert words in sent.subject
    assert f'lang="{language}"' in html
    assert ("/zh-hans/" in sent.body) == (language == "zh-hans")


def test_what_people_wrote_does_nothing_in_a_mail(follow_up):
    follow_up.text = "<script>alert(1)</script>\r\nBcc: all@example.org"
    follow_up.save()
    event = event_of(follow_up)
    operations.work_out(event.pk)
    operations.deliver(event.deliveries.get(channel="email").pk)
    sent = mail.outbox[0]
    assert "<script>" not in sent.alternatives[0][0]
    assert "\n" not in sent.subject
    assert sent.recipients() == [follow_up.assignee.email]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_make_each_delivery_once(nudges):
    membership = MembershipFactory()
    follow_up = FollowUpFactory(owner=membership.organisation, assignee=membership.user, interaction=None)

    def work(number: int) -> None:
        try:
            announce("follow_up.due", follow_up, once=f"same:{number % 3}")
            for event in OutboxEvent.objects.order_by("made_at", "id"):
                operations.work_out(event.pk)
            for delivery in Delivery.objects.filter(channel="email"):
                operations.deliver(delivery.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as workers:
        list(workers.map(work, range(24)))
    while OutboxEvent.objects.filter(state="waiting").exists():
        work(0)
    for delivery in Delivery.objects.filter(channel="email", state="waiting"):
        operations.deliver(delivery.pk)
    assert OutboxEvent.objects.count() == 3
    assert Delivery.objects.count() == 6
    ids = [sent.extra_headers["Message-ID"] for sent in mail.outbox]
    assert len(ids) == len(set(ids)) == 3


def test_an_address_without_an_account_gets_a_mail_and_nothing_else(db):
    receiver = UserFactory()
    event = OutboxEvent.objects.create(kind="follow_up.due", record_kind="x", record_id="y")
    with pytest.raises(Exception, match="delivery_has_one_receiver"), transaction.atomic():
        Delivery.objects.create(event=event, receiver=receiver, address="a@example.org", channel="email")
    with pytest.raises(Exception, match="delivery_has_one_receiver"), transaction.atomic():
        Delivery.objects.create(event=event, address="a@example.org", channel="in_app")
