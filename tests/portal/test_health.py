"""Load balancers ask whether the process lives, and whether it can work."""

import pytest
from django.db import OperationalError

from portal import health


@pytest.mark.django_db
def test_a_process_with_its_servers_is_ready(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "broker": "ok"})
    assert "no-store" in answer["Cache-Control"]


def test_a_process_lives_without_any_server(client):
    # No database is open to this test: asking one would fail it.
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
def test_without_a_broker_it_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(health.app.conf, "broker_url", "redis+socket:///nowhere/valkey.sock")
    monkeypatch.setattr(health.app.conf, "broker_read_url", "redis+socket:///nowhere/valkey.sock")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": "ok", "broker": "unreachable"})


@pytest.mark.django_db
def test_without_a_database_it_is_not_ready_and_tells_no_details(client, monkeypatch):
    def refuse():
        raise OperationalError("no route to 10.0.0.7")

    monkeypatch.setattr(health, "_ask_database", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "unreachable"
    assert b"10.0.0.7" not in answer.content
