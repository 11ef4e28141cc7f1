"""Clicked many times at once, it is one request and one message."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from cases.models import Case, Message
from notifications.models import OutboxEvent
from tests.factories import CaseFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def sent_at_once(user, address, data) -> set[str]:
    """Where the answers lead."""

    def send(_number):
        client = Client()
        client.force_login(user)
        try:
            return client.post(address, data).url
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        return set(pool.map(send, range(6)))


def test_a_request_is_sent_once(asker, listing):
    sent = {"title": "A search", "text": "Who owns what?", "submission": "once"}
    addresses = sent_at_once(asker, reverse("cases:ask", args=[listing.slug]), sent)
    assert addresses == {Case.objects.get().get_absolute_url()}
    assert OutboxEvent.objects.filter(kind="case.submitted").count() == 1


def test_a_message_is_sent_once(asker, enterprise):
    case = CaseFactory(owner=enterprise)
    sent_at_once(asker, reverse("cases:case_say", args=[case.pk]), {"message": "And?", "submission": "once"})
    assert Message.objects.count() == 1
    assert OutboxEvent.objects.filter(kind="case.continued").count() == 1
