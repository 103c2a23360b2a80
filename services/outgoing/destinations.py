"""Where a request may go: all addresses of the host name must be allowed."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..errors import McpError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# is_global alone is wrong on Python 3.11: these carry or hide other addresses
NEVER = [
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "169.254.0.0/16",
        "100.100.100.200/32",
        "168.63.129.16/32",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "255.255.255.255/32",
        "::/96",
        "::ffff:0:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
        "fd00:ec2::254/128",
    )
]


class OutgoingError(McpError):
    """A request that must not leave, or did not arrive; the text is for people."""


@dataclass(frozen=True)
class Destination:
    """A checked URL and the address to connect to.

    Attributes:
        scheme, host, port, path: of the URL; ``host`` is the name for TLS.
        address: the one address that was checked; no name is looked up again.
    """

    scheme: str
    host: str
    port: int
    path: str
    address: str

    @property
    def netloc(self) -> str:
        default = {"https": 443, "http": 80}[self.scheme]
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == default else f"{host}:{self.port}"


def resolve(
    url: str,
    *,
    private: bool = False,
    lookup: Callable[..., list[tuple]] = socket.getaddrinfo,
) -> Destination:
    """Check ``url`` and look its name up once.

    Args:
        private: loopback and private networks are allowed, and http to them.

    Raises:
        OutgoingError: says what is wrong.
    """
    parts = _split(url)
    addresses = _addresses(parts.hostname, parts.port or _port(parts.scheme), lookup)
    for address in addresses:
        _check(address, private)
    _check_scheme(parts.scheme, private and _is_inside(addresses))
    return Destination(
        parts.scheme,
        parts.hostname,
        parts.port or _port(parts.scheme),
        (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
        str(addresses[0]),
    )


def check(url: str, *, private: bool = False) -> None:
    """Check what can be checked of ``url`` without looking its name up.

    Args:
        private: as in ``resolve``.

    Raises:
        OutgoingError: no lookup would make it right.
    """
    parts = _split(url)
    address = _literal(parts.hostname)
    if address:
        _check(address, private)
    _check_scheme(parts.scheme, private and not (address and address.is_global))


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _check_scheme(scheme: str, is_inside: bool) -> None:
    if scheme == "http" and not is_inside:
        raise OutgoingError("only https is allowed, but to this machine or network")


def _split(url: str):
    if any(ord(c) < 33 or ord(c) == 127 for c in url) or "\\" in url:
        raise OutgoingError("the URL holds a space or a control character")
    try:
        parts = urlsplit(url)
        _valid = parts.port
    except ValueError as error:
        raise OutgoingError(f"the URL is not valid: {error}") from None
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise OutgoingError("the URL must be https with a host")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise OutgoingError("the URL must hold neither user nor fragment")
    return parts


def _port(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def _addresses(
    host: str, port: int, lookup: Callable[..., list[tuple]]
) -> list[Address]:
    try:
        found = lookup(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise OutgoingError(f"the name {host} cannot be looked up") from None
    addresses = [ipaddress.ip_address(entry[4][0].split("%")[0]) for entry in found]
    if not addresses:
        raise OutgoingError(f"the name {host} has no address")
    return addresses


def _check(address: Address, private: bool) -> None:
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped:
        return _check(mapped, private)
    if _is_never(address):
        raise OutgoingError(f"the address {address} is never allowed")
    if not private and not address.is_global:
        raise OutgoingError(
            f"the address {address} is private; see mcp.phone_home_private"
        )
    return None


def _is_never(address: Address) -> bool:
    # the one loopback address of IPv6 lies among those that carry others
    alike = (network for network in NEVER if network.version == address.version)
    return not address.is_loopback and any(address in network for network in alike)


def _is_inside(addresses: list[Address]) -> bool:
    return all(not address.is_global for address in addresses)
