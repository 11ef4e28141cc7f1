"""For load balancers and supervisors: does the process live, and can it work?"""

import logging

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from .celery import app

log = logging.getLogger(__name__)
PATIENCE = 2  # seconds


@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; asks nothing of others, so that their trouble does not get it restarted."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """`{"database": "ok", "broker": "ok"}`; 503 and "unreachable" where one does not answer."""
    state = {"database": _state_of(_ask_database), "broker": _state_of(_ask_broker)}
    return JsonResponse(state, status=200 if set(state.values()) == {"ok"} else 503)


def _state_of(ask) -> str:
    try:
        ask()
    except Exception:
        log.exception("Not ready")
        return "unreachable"
    return "ok"


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_broker() -> None:
    with app.connection_for_read(connect_timeout=PATIENCE) as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=PATIENCE)
