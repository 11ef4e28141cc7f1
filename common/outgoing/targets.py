"""Reading an address strictly: what two programs could read in two ways is refused."""

import ipaddress
import re
from dataclasses import dataclass

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from .errors import Refused
from .networks import Address

_PORTS = {"http": 80, "https": 443}
_LONGEST = 2000
#: Nothing before the host but the scheme: no name and password, no backslash, no escapes, no zone.
_SHAPE = re.compile(r"https?://[^/?#@\\%\s]+(?:[/?#][^\s\\]*)?", re.IGNORECASE)
_NAME = re.compile(
    r"(?=.{1,253}\Z)"
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+"
    r"[a-z](?:[a-z0-9-]{0,61}[a-z0-9])"
)
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")
_INSIDE = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".onion", ".localdomain")


@dataclass(frozen=True)
class Target:
    """
    host     in ASCII, without brackets and last dot
    literal  the address when the host is one
    path     with the query, as it is asked for
    """

    scheme: str
    host: str
    port: int
    path: str
    literal: Address | None = None

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def read(url: str, ports: frozenset[int]) -> Target:
    """Raises Refused: `address` for what can be read in two ways, `port`, `private` for names inside."""
    if len(url) > _LONGEST or not url.isprintable() or not _SHAPE.fullmatch(url):
        raise Refused("address", "not a plain http address")
    try:
        parts = parse_url(url)
    except LocationParseError as error:
        raise Refused("address", "cannot be read") from error
    scheme = parts.scheme or ""
    if scheme not in _PORTS or not parts.host or parts.auth:
        raise Refused("address", "without host")
    port = parts.port if parts.port is not None else _PORTS[scheme]
    if port not in ports:
        raise Refused("port", str(port))
    host, literal = _host(parts.host)
    return Target(scheme, host, port, parts.request_uri, literal)


def _host(written: str) -> tuple[str, Address | None]:
    host = written.lower()
    if host.startswith("["):
        return _literal(host[1:-1])
    host = host.removesuffix(".")
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        return _literal(host)
    if f".{host}".endswith(_INSIDE):
        raise Refused("private", "a name inside a network")
    if not _NAME.fullmatch(host):
        raise Refused("address", "not the name of a host")
    return host, None


def _literal(host: str) -> tuple[str, Address]:
    """Four decimal numbers or IPv6; short, octal and hexadecimal forms are read in different ways."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError as error:
        raise Refused("address", "not an address of four numbers") from error
    return str(address), address
