"""One id joins page, log and history of a request."""

import contextvars
import logging
import re
import secrets

request_id = contextvars.ContextVar("request_id", default="-")
GIVEN_ID = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)


class RequestIdFilter(logging.Filter):
    """Gives every log line the id of the request it was written for."""

    def filter(self, record):
        record.request_id = request_id.get()
        return True


class RequestIdMiddleware:
    """A well-formed id that the proxy gave is kept; else a new one is made."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.id = given if GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        token = request_id.set(request.id)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request.id
            return response
        finally:
            request_id.reset(token)
