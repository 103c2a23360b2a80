"""Codes and tokens: 256 random bits, of which we store the hash only."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets

ACCESS, REFRESH, CODE, CLIENT = "mcpat_", "mcprt_", "mcpac_", "mcpcs_"
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


def new(prefix: str) -> str:
    """A new secret with a prefix that says what it is for."""
    return prefix + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """The form in which it is stored: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Compare in a time that does not depend on the values."""
    return hmac.compare_digest(one.encode(), other.encode())


def proves(verifier: str, challenge: str) -> bool:
    """Whether ``verifier`` is the one of an S256 ``challenge`` (RFC 7636, 4.6)."""
    if not VERIFIER.fullmatch(verifier):
        return False
    found = hashlib.sha256(verifier.encode()).digest()
    return is_same(base64.urlsafe_b64encode(found).rstrip(b"=").decode(), challenge)
