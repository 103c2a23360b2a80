"""Where a code may be sent: to registered addresses exactly, on loopback by any port."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

LONGEST = 2000
LOOPBACK = ("localhost", "127.0.0.1", "::1")
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")
# desktop clients whose private scheme is no reversed domain (RFC 8252, section 7.1)
KNOWN_SCHEMES = {
    "claude",
    "cursor",
    "kiro",
    "vscode",
    "vscode-insiders",
    "warp",
    "windsurf",
    "zed",
}


def is_acceptable(uri: str) -> bool:
    """Whether a client may register ``uri``."""
    parts = _split(uri)
    if parts is None:
        return False
    if parts.scheme == "https":
        return bool(parts.hostname)
    if parts.scheme == "http":
        return parts.hostname in LOOPBACK
    return parts.scheme in KNOWN_SCHEMES or "." in parts.scheme


def matches(registered: str, asked: str) -> bool:
    """Whether it is the registered one; loopback may differ by port (RFC 8252, 7.3)."""
    if registered == asked:
        return True
    one, other = _split(registered), _split(asked)
    if one is None or other is None or not (is_loopback(one) and is_loopback(other)):
        return False
    return _but_port(one) == _but_port(other)


def is_loopback(parts: SplitResult) -> bool:
    """Whether an address is one of this very computer, by http."""
    return parts.scheme == "http" and parts.hostname in LOOPBACK


def is_web(uri: str) -> bool:
    """Whether it is an https address, which a browser follows, and one site owns."""
    return urlsplit(uri).scheme == "https"


def is_followed(uri: str) -> bool:
    """Whether a browser follows a redirect to it; an app's own scheme it asks about."""
    return urlsplit(uri).scheme in ("https", "http")


def host(uri: str) -> str:
    """What the person is shown: host, or the app's own scheme."""
    parts = urlsplit(uri)
    return parts.hostname or f"{parts.scheme}:"


def _but_port(parts: SplitResult) -> tuple[str | None, ...]:
    return parts.scheme, parts.hostname, parts.path, parts.query


def _split(uri: str) -> SplitResult | None:
    """The parts of an address; None if it could be understood in two ways."""
    if len(uri) > LONGEST or "\\" in uri or not uri.isascii():
        return None
    if any(ord(c) < 33 or ord(c) == 127 for c in uri):
        return None
    try:
        parts = urlsplit(uri)
        _valid = parts.port
    except ValueError:
        return None
    if parts.fragment or "#" in uri or "@" in parts.netloc:
        return None
    return parts if SCHEME.fullmatch(parts.scheme) else None
