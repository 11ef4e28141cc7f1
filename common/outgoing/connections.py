"""Connections that go where the rules let them, to the very address that was judged.

HTTP and TLS are urllib3's; only how a socket is made and how much is read from it is ours.
"""

import http.client
import io
import ipaddress
import socket
import ssl
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection

from .deadlines import Deadline
from .errors import Failed, Refused
from .networks import Address
from .rules import Rules
from .targets import Target

_TRIED = 4  # addresses of one name


class TooMuch(http.client.HTTPException):
    """More came than may be read."""


def dial(target: Target, rules: Rules, deadline: Deadline) -> socket.socket:
    """Connected to the first address that takes it; the name is not looked up a second time."""
    last = ""
    for address in _judged(target, rules, deadline)[:_TRIED]:
        family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
        connected = socket.socket(family, socket.SOCK_STREAM)
        try:
            connected.settimeout(deadline.left())
            connected.connect((str(address), target.port))
            connected.settimeout(deadline.left())
        except OSError as error:
            connected.close()
            last = str(error)
        except Failed:
            connected.close()
            raise
        else:
            return connected
    deadline.left()
    raise Failed("connection", last)


def _judged(target: Target, rules: Rules, deadline: Deadline) -> list[Address]:
    """The addresses that a host has now. One that is not let refuses all: such a name means no good."""
    found = [target.literal] if target.literal is not None else _resolved(target, rules, deadline)
    for address in found:
        if not rules.lets(address):
            raise Refused("private", str(address))
    return found


def _resolved(target: Target, rules: Rules, deadline: Deadline) -> list[Address]:
    try:
        found = deadline.run(lambda: rules.resolver(target.host, target.port))
        addresses = [ipaddress.ip_address(one) for one in found]
    except (OSError, ValueError) as error:
        raise Failed("name", str(error)) from error
    if not addresses:
        raise Failed("name", target.host)
    return addresses


class _Counted(io.RawIOBase):
    """What comes from a connection, as far as `left` goes."""

    def __init__(self, raw: Any, left: int):
        self.raw = raw
        self.left = left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self.left <= 0:
            raise TooMuch
        count = self.raw.readinto(memoryview(buffer)[: self.left])
        self.left -= count or 0
        return count

    def close(self) -> None:
        self.raw.close()
        super().close()


def _response_class(rules: Rules) -> type[http.client.HTTPResponse]:
    class Bounded(http.client.HTTPResponse):
        """Counts the heads, then the body with what frames it."""

        def __init__(self, sock: socket.socket, *args: Any, **more: Any):
            super().__init__(sock, *args, **more)
            self._counted = _Counted(self.fp.detach(), rules.most_heads)
            self.fp = io.BufferedReader(self._counted)

        def begin(self) -> None:
            super().begin()
            self._counted.left = 2 * rules.most_bytes

    return Bounded


class _Given:
    """Over a socket that is connected already."""

    connected: socket.socket

    def _new_conn(self) -> socket.socket:
        return self.connected


class _Plain(_Given, HTTPConnection):  # type: ignore[misc]
    pass


class _Secure(_Given, HTTPSConnection):  # type: ignore[misc]
    """The certificate is verified for the name that was written, whatever address it led to."""


def over(connected: socket.socket, target: Target, rules: Rules, context: ssl.SSLContext) -> _Plain | _Secure:
    """A connection of urllib3 over a socket."""
    left = connected.gettimeout()
    connection: _Plain | _Secure
    if target.scheme == "https":
        connection = _Secure(
            target.host, target.port, timeout=left, ssl_context=context, cert_reqs="CERT_REQUIRED"
        )
    else:
        connection = _Plain(target.host, target.port, timeout=left)
    connection.connected = connected
    connection.response_class = _response_class(rules)  # type: ignore[assignment]
    return connection
