"""Where the portal listens: HOST and PORT, or the next free port."""

import os
import socket
from dataclasses import dataclass

from .words import CannotStart

FIRST_PORT, PORTS_TRIED = 8000, 100
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 - what a person may ask for, not what we choose


@dataclass
class Address:
    """The socket is bound by us and kept, so that no other program takes the port while workers restart."""

    host: str
    port: int
    listener: socket.socket

    @property
    def is_open_to_all(self) -> bool:
        return self.host in EVERY_ADDRESS

    @property
    def for_url(self) -> str:
        host = "localhost" if self.is_open_to_all else self.host
        return f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.for_url}/"

    @property
    def names(self) -> list[str]:
        """The host names under which the portal may be asked for."""
        names = {"localhost", "127.0.0.1", "[::1]", f"[{self.host}]" if ":" in self.host else self.host}
        if self.is_open_to_all:
            own = socket.gethostname()
            names |= {own, *_addresses_of(own)}
        return sorted(names)


def listen() -> Address:
    host = os.environ.get("HOST") or "127.0.0.1"
    given = os.environ.get("PORT")
    if given and not (given.isascii() and given.isdigit() and 0 < int(given) < 65_536):
        raise CannotStart(f"PORT is {given!r}, but must be a number from 1 to 65535.")
    reason = ""
    for port in [int(given)] if given else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        try:
            return Address(host, port, _bind(host, port))
        except socket.gaierror as error:
            raise CannotStart(
                f"HOST is {host!r}, which this machine does not know: {error.strerror}."
            ) from error
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else str(error)
    if given:
        raise CannotStart(
            f"Port {given} of {host} cannot be used: {reason}.\n"
            "Choose another one with `make run PORT=NUMBER`, or leave PORT out for the next free one."
        )
    last = FIRST_PORT + PORTS_TRIED - 1
    raise CannotStart(f"No port of {host} from {FIRST_PORT} to {last} can be used: {reason}.")


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=512)


def _addresses_of(name: str) -> set[str]:
    try:
        return {str(found[4][0]) for found in socket.getaddrinfo(name, None, family=socket.AF_INET)}
    except socket.gaierror:
        return set()
