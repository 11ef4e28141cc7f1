"""How far a request may go, how long it may take and how much it may bring."""

import socket
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings

from .networks import Address, Network, is_own, is_public, is_within

#: Host and port to the addresses that a name has.
Resolver = Callable[[str, int], list[str]]


def by_system(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def _refused_networks() -> tuple[Network, ...]:
    return tuple(settings.OUTGOING_REFUSED)


@dataclass(frozen=True)
class Rules:
    """
    seconds     in all, with names, redirects and the last byte
    hops        redirects that are followed; 0 hands the redirect itself back
    most_bytes  of a body; the rest is not read
    most_heads  bytes of status line and headers
    refused     networks beyond those that are never asked: the portal's own behind an address translation
    allowed     networks that are asked although they are not public; for tests, no setting fills it
    """

    seconds: float = 15
    hops: int = 5
    most_bytes: int = 64 * 1024
    most_heads: int = 32 * 1024
    ports: frozenset[int] = field(default_factory=lambda: frozenset(settings.OUTGOING_PORTS))
    refused: tuple[Network, ...] = field(default_factory=_refused_networks)
    allowed: tuple[Network, ...] = ()
    resolver: Resolver = by_system

    def lets(self, address: Address) -> bool:
        if is_within(address, self.allowed):
            return True
        return is_public(address) and not is_within(address, self.refused) and not is_own(address)
