"""Which addresses are on the public internet, and not the portal's own.

Source   IANA's registries of special-purpose addresses, IPv4 and IPv6
"""

import errno
import ipaddress
import socket

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_IPV6_IN_USE = ipaddress.IPv6Network(
    "2000::/3"
)  # what was given out; NAT64, mapped and local ones are outside
_ISATAP = (0x00005EFE, 0x02005EFE)  # third quarter of an address that carries an IPv4 one

#: Kept for something else, though some of them are routed.
_SPECIAL: tuple[Network, ...] = tuple(
    ipaddress.ip_network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # between a provider and its customers
        "127.0.0.0/8",
        "168.63.129.16/32",  # what a cloud tells its own machines, at an address that looks public
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "2001::/23",  # with Teredo, which holds an IPv4 address
        "2001:db8::/32",
        "2002::/16",  # 6to4, which holds one too
        "3ffe::/16",
        "3fff::/20",
    )
)


def is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None or address not in _IPV6_IN_USE:
            return False
        if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
            return False
    return not is_within(address, _SPECIAL)


def is_within(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


def is_own(address: Address) -> bool:
    """Whether this machine has the address: only then it can be bound."""
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.bind((str(address), 0))
    except OSError as error:
        return error.errno not in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
    return True
