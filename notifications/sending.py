"""The way of a task to the broker: it is short, or it is left to the sweep."""

import logging

from celery import current_app
from kombu import Connection, pools

from common.patience import PATIENCE, Rest

logger = logging.getLogger(__name__)
BRIEF = {
    # of Valkey and Redis
    "socket_timeout": PATIENCE,
    "socket_connect_timeout": PATIENCE,
    # of RabbitMQ
    "read_timeout": PATIENCE,
    "write_timeout": PATIENCE,
    # of the connection itself: who cannot connect at once has not connected
    "max_retries": 0,
}
rest = Rest()


def send(task: str, pk: str) -> None:
    """Send a task with this id, within two seconds; whatever goes wrong is written down and raised never.

    What was to be told is committed already: an error here would tell somebody that a kept change failed.
    """
    if rest:
        return
    try:
        _send(task, pk)
    except Exception as error:
        rest.begin()
        logger.warning("The broker does not answer: %s waits for the sweep (%s)", pk, error)


def _send(task: str, pk: str) -> None:
    with pools.producers[_connection()].acquire(block=True, timeout=PATIENCE) as producer:
        known = producer.connection.connected
        try:
            current_app.send_task(task, [pk], producer=producer, retry=False, ignore_result=True)
        except Exception:
            # What was connected once may lead to a server that has been started again since.
            producer.connection.collect()
            if not known:
                raise
            producer.revive(producer.connection)
            current_app.send_task(task, [pk], producer=producer, retry=False, ignore_result=True)


def _connection() -> Connection:
    """Not yet connected: it names the pool of those that are."""
    return current_app.connection_for_write(connect_timeout=PATIENCE, transport_options=BRIEF)
