"""Addresses of callers, and the networks from which something is allowed."""

from __future__ import annotations

import functools
import ipaddress
from typing import Any

from ..settings import words

# headers as WSGI names them
FORWARDED = {"HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP"}
FORWARDS = "HTTP_X_FORWARDED_"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@functools.lru_cache(1024)
def parse(text: str | None) -> Address | None:
    """The IP address in ``text``, or None if it is none.

    An IPv4 address that is written as IPv6 (``::ffff:10.0.0.1``) becomes IPv4 again.
    """
    try:
        address = ipaddress.ip_address(text or "")
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def within(address: str | None, networks: str | None) -> bool:
    """Whether ``address`` lies in one of ``networks``; no networks admit everybody.

    Networks that cannot be read admit nobody.
    """
    names, caller = words(networks), parse(address)
    if not names:
        return True
    return caller is not None and any(_contains(name, caller) for name in names)


def unreadable(networks: str | None) -> list[str]:
    """The parts of a list of networks that are neither address nor network."""
    return [name for name in words(networks) if _network(name) is None]


def neighbourhood(address: str | None) -> str:
    """What failures are counted by: one IPv6 customer has a whole /64."""
    caller = parse(address)
    if caller is None or caller.version == 4:
        return str(caller)
    return str(ipaddress.ip_network((caller, 64), strict=False))


def is_local(http: Any) -> bool:
    """Whether a request came from this machine, and from nobody behind a proxy.

    Behind a local proxy every request has a loopback address: one that carries
    forwarding headers which Odoo did not apply counts as another machine. Where
    Odoo applied them, both the proxy and its client must be this machine.

    Args:
        http: ``request.httprequest``.
    """
    direct = http.environ.get("werkzeug.proxy_fix.orig", {}).get("REMOTE_ADDR")
    if _is_forwarded(http) and not (direct and http.headers.get("X-Forwarded-For")):
        return False
    callers = [parse(http.remote_addr), *([parse(direct)] if direct else [])]
    return all(caller is not None and caller.is_loopback for caller in callers)


def caller_of(http: Any) -> str | None:
    """The address of who sent a request; None where a proxy's is all that is known.

    Args:
        http: ``request.httprequest``.
    """
    address = parse(http.remote_addr)
    if address is None or (address.is_loopback and not is_local(http)):
        return None
    return str(address)


def _is_forwarded(http: Any) -> bool:
    return any(name in FORWARDED or name.startswith(FORWARDS) for name in http.environ)


def _contains(name: str, address: Address) -> bool:
    network = _network(name)
    return network is not None and address in network


def _network(name: str) -> Any:
    try:
        return ipaddress.ip_network(name, strict=False)
    except ValueError:
        return None
