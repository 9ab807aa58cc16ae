"""Which machines a web address may lead to: public ones, and inside the agency's network only those named as trusted.

An address is looked up once. What is checked is what is connected to, so a name that answers differently the second
time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from berkala.fetch.failures import Failure

#: What of IPv4 is nobody's on the internet (IANA's registry of special addresses).
_NOT_FOUR = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
#: The public part of IPv6, and what in it is not for everybody (the same registry).
_SIX = IPv6Network("2000::/3")
_NOT_SIX = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
#: An IPv4 address written as an IPv6 one (RFC 6052): the network translates it, so the inner one counts.
_TRANSLATED = IPv6Network("64:ff9b::/96")
#: What may stand behind a trusted name: private networks and this machine, and nothing that is a trap there.
_INSIDE: tuple[IPv4Network | IPv6Network, ...] = (
    *map(IPv4Network, ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")),
    *map(IPv6Network, ("::1/128", "fc00::/7")),
)
#: Names that lead inside by what they are: they are not even looked up.
_INSIDE_NAMES = ("localhost", "local", "internal", "intranet", "lan", "corp", "home", "home.arpa", "private", "onion")

IP = IPv4Address | IPv6Address


def addresses_of(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a public host. Raises Failure where any of them is not public."""
    if not _is_ip(host) and ("." not in host or any(f".{host}".endswith(f".{name}") for name in _INSIDE_NAMES)):
        raise Failure("fetch.address-inside", host=host)
    found = look_up(host, port)
    if not all(is_public(ip_address(one)) for one in found):
        raise Failure("fetch.address-inside", host=host)
    return found


def inside_addresses_of(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a host that is trusted by name, inside or outside. Raises Failure for any that is neither."""
    found = look_up(host, port)
    if not all(is_public(one) or _is_inside(one) for one in map(ip_address, found)):
        raise Failure("fetch.address-special", host=host)
    return found


def is_public(address: IP) -> bool:
    """Whether anybody on the internet may be meant by it."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_FOUR)
    if address in _TRANSLATED:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    return address in _SIX and not any(address in network for network in _NOT_SIX)


def _is_inside(address: IP) -> bool:
    return any(address.version == network.version and address in network for network in _INSIDE)


def look_up(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a host, each once, in the order that the system gives. Raises Failure."""
    if _is_ip(host):
        return (host,)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        code = "fetch.host-lookup" if error.errno == socket.EAI_AGAIN else "fetch.host-unknown"
        raise Failure(code, host=host) from error
    except OSError as error:
        raise Failure("fetch.host-lookup", host=host) from error
    return tuple(dict.fromkeys(str(place[0]).partition("%")[0] for *_, place in found))


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
