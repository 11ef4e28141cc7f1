"""A portal whose Valkey has gone: each request is answered soon, and nothing is lost."""

import socket
import time
from contextlib import ExitStack

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import caches
from django.utils import timezone

from common.cache import DispensableCache
from notifications import operations, outbox, sending
from notifications.models import OutboxEvent
from partners.models import FollowUp
from portal import celery_app
from start.valkey import Valkey
from tests.factories import MembershipFactory, ParkFactory, PartnerFactory

SOON = 2.5  # seconds; the machine may be busy
PASSWORD = "a quiet pond 27"


@pytest.fixture(autouse=True)
def nobody_rests():
    """What one test has found out about its server says nothing of the next one's."""
    sending.rest.end()
    DispensableCache._rest.end()
    yield
    sending.rest.end()
    DispensableCache._rest.end()


@pytest.fixture
def broker(monkeypatch):
    """A function: the portal's broker is at this address from now on."""
    return lambda url: monkeypatch.setattr(celery_app.conf, "broker_url", url)


@pytest.fixture
def cache_at(settings):
    """A function: the portal's cache, at this address from now on."""

    def move(url: str):
        settings.CACHES = {"default": {"BACKEND": "common.cache.DispensableCache", "LOCATION": url}}
        return caches["default"]

    return move


@pytest.fixture
def valkey(tmp_path):
    """A function that starts it, each time at the same address and empty; what it gives ends it."""
    sockets = tmp_path / "s"
    sockets.mkdir()
    server = Valkey(tmp_path, sockets, is_throwaway=True)
    with ExitStack() as running:

        def start():
            child = server.server(tmp_path / "valkey.log")
            child.start()
            running.callback(child.stop)
            child.wait_until_ready(30)
            return child

        start.url = server.url
        start.broker_url = f"redis+socket://{server.socket}"
        yield start


@pytest.fixture
def silent():
    """The port of a host that takes a connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=20) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def full():
    """The port of a host that does not even take a connection, as one that no packet reaches."""
    with ExitStack() as kept:
        listener = kept.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _waiting in range(3):
            other = kept.enter_context(socket.socket())
            other.setblocking(False)
            other.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


@pytest.fixture
def closed():
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def took(what) -> float:
    before = time.monotonic()
    what()
    return time.monotonic() - before


@pytest.mark.parametrize("scheme", ["redis", "amqp"])
@pytest.mark.parametrize("state", ["closed", "silent", "full"])
def test_a_broker_that_does_not_answer_costs_a_moment_once(scheme, state, broker, request):
    broker(f"{scheme}://127.0.0.1:{request.getfixturevalue(state)}/")
    assert took(lambda: sending.send(outbox.DELIVER, "1")) < SOON
    assert took(lambda: [sending.send(outbox.DELIVER, "1") for _time in range(20)]) < 0.5


def test_a_broker_whose_socket_is_missing_costs_nothing(broker, tmp_path):
    broker(f"redis+socket://{tmp_path}/nowhere.sock")
    assert took(lambda: sending.send(outbox.DELIVER, "1")) < SOON


def test_a_broker_that_comes_back_is_used_again_by_the_same_process(broker, valkey):
    broker(valkey.broker_url)
    running = valkey()
    sending.send(outbox.DELIVER, "1")
    assert waiting() == 1
    running.stop()
    assert took(lambda: sending.send(outbox.DELIVER, "2")) < SOON
    assert sending.rest
    valkey()
    sending.rest.end()  # ten seconds are over
    sending.send(outbox.DELIVER, "3")
    assert (waiting(), bool(sending.rest)) == (1, False)


def test_a_broker_that_was_started_again_between_two_requests_loses_nothing(broker, valkey):
    broker(valkey.broker_url)
    running = valkey()
    sending.send(outbox.DELIVER, "1")
    running.stop()
    valkey()
    sending.send(outbox.DELIVER, "2")
    assert waiting() == 1


def waiting() -> int:
    """Tasks that the broker holds."""
    with celery_app.connection_for_read() as connection:
        return connection.default_channel.client.llen("celery")


def test_somebody_signs_in_and_gives_work_to_another_while_valkey_is_gone(
    client, db, broker, cache_at, tmp_path, monkeypatch, django_capture_on_commit_callbacks
):
    park = ParkFactory().organisation
    ours, theirs = MembershipFactory.create_batch(2, organisation=park)
    ours.user.set_password(PASSWORD)
    ours.user.save()
    EmailAddress.objects.create(user=ours.user, email=ours.user.email, verified=True, primary=True)
    cache_at(f"unix://{tmp_path}/nowhere.sock")
    broker(f"redis+socket://{tmp_path}/nowhere.sock")

    signing_in = {"login": ours.user.email, "password": PASSWORD}
    assert client.post("/accounts/login/", signing_in).status_code == 302
    assert client.get("/desk/").status_code == 200
    logged = {
        "happened_on": timezone.now().date(),
        "kind": "call",
        "title": "Talked about incubators",
        "partner": PartnerFactory().organisation.pk,
        "follow_up": "Send the draft",
        "follow_up_due": "2030-01-01",
        "follow_up_who": theirs.user.pk,
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/interactions/log/", logged)
    assert answer.status_code == 302, answer.context["form"].errors
    assert FollowUp.objects.get().assignee == theirs.user
    event = OutboxEvent.objects.get()

    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(outbox, "send", lambda task, pk: sent.append((task, pk)))
    with django_capture_on_commit_callbacks(execute=True):
        operations.sweep()
    assert sent == [(outbox.WORK_OUT, event.pk)]


def test_a_cache_that_is_gone_finds_nothing_and_keeps_nothing(cache_at, silent):
    cache = cache_at(f"redis://127.0.0.1:{silent}/0")
    assert took(lambda: cache.set("a", 1)) < SOON
    assert took(lambda: cache.get("a")) < 0.5
    assert (cache.get("a"), cache.get("a", 7), cache.add("a", 1), cache.incr("a")) == (None, 7, True, 1)
    assert (cache.get_many(["a"]), cache.has_key("a"), cache.delete("a")) == ({}, False, False)
    assert (cache.set_many({"a": 1}), cache.touch("a"), cache.clear()) == (["a"], False, False)
    cache.delete_many(["a"])


def test_a_cache_that_comes_back_is_used_again(cache_at, valkey):
    running = valkey()
    cache = cache_at(valkey.url)
    cache.set("a", [1])
    running.stop()
    assert cache.get("a") is None
    valkey()
    DispensableCache._rest.end()  # ten seconds are over
    cache.set("a", [2])
    assert cache.get("a") == [2]
    with pytest.raises(ValueError, match="not found"):
        cache.incr("b")
