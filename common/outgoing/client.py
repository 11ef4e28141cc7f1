"""Asking for an address, hop by hop."""

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from urllib.parse import urljoin

from urllib3.exceptions import HTTPError
from urllib3.exceptions import SSLError as WrappedSSLError

from .connections import TooMuch, dial, over
from .deadlines import Deadline
from .errors import Failed, Refused
from .rules import Rules
from .targets import Target, read

USER_AGENT = "Parkway/1 (register of science parks)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})


@dataclass(frozen=True)
class Answer:
    """
    url        that answered, after redirects
    headers    by lower-case name
    body       its first bytes; empty when they came packed, which nobody asked for
    moved_to   where the address moved for good, as far as all redirects up to there said so
    """

    status: int
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    moved_to: str = ""


def fetch(
    url: str,
    method: str = "GET",
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    rules: Rules | None = None,
    context: ssl.SSLContext | None = None,
) -> Answer:
    """The answer of whoever is there; 404 and 500 are answers too.

    headers  for the first address only: what is meant for one host is not told to the next
    context  for tests with a certificate of their own

    Redirects are followed for GET and HEAD alone; otherwise, or with no hops in the rules, one is the answer.
    Raises Refused or Failed.
    """
    rules, context = rules or Rules(), context or _trusted()
    deadline = Deadline(rules.seconds)
    hops = rules.hops if method in ("GET", "HEAD") else 0
    asked, moved_to, for_good = url, "", True
    for hop in range(hops + 1):
        target = read(asked, rules.ports)
        answer = _once(target, method, headers if hop == 0 else None, body, rules, deadline, context)
        onward = answer.headers.get("location", "")
        if not hops or answer.status not in _REDIRECTS or not onward:
            return replace(answer, moved_to=moved_to)
        asked = _joined(target.url, onward)
        for_good = for_good and answer.status in _FOR_GOOD
        moved_to = asked if for_good else moved_to
    raise Refused("redirects", str(hops))


def _joined(url: str, onward: str) -> str:
    """Headers come as Latin-1; many servers put UTF-8 and spaces into them."""
    try:
        return urljoin(url, onward.strip().encode("latin-1").decode().replace(" ", "%20"))
    except ValueError as error:
        raise Refused("address", "of a redirect") from error


def _once(
    target: Target,
    method: str,
    headers: Mapping[str, str] | None,
    body: bytes | None,
    rules: Rules,
    deadline: Deadline,
    context: ssl.SSLContext,
) -> Answer:
    sent = {
        **(headers or {}),
        "Host": target.authority,
        "User-Agent": USER_AGENT,
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    connected = dial(target, rules, deadline)
    connection = over(connected, target, rules, context)
    try:
        with deadline.over(connected):
            connection.request(method, target.path, body=body, headers=sent, preload_content=False)
            response = connection.getresponse()
            is_packed = response.headers.get("Content-Encoding", "identity").lower() != "identity"
            first = b"" if is_packed else response.read(rules.most_bytes, decode_content=False)
    except (OSError, HTTPError, http.client.HTTPException, ValueError) as error:
        raise Failed("deadline" if deadline.is_over else _kind(error), repr(error)) from error
    finally:
        connection.close()
        connected.close()
    deadline.left()
    return Answer(
        response.status, target.url, {name.lower(): value for name, value in response.headers.items()}, first
    )


def _kind(error: BaseException) -> str:
    if isinstance(error, TooMuch) or isinstance(error.__context__, TooMuch):
        return "large"
    if isinstance(error, TimeoutError):
        return "deadline"
    if isinstance(error, ssl.SSLError | WrappedSSLError):
        return "certificate"
    return "connection" if isinstance(error, ConnectionError) else "protocol"


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()
