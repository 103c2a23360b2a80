"""Counts wrong bearer tokens, before any slow check of an API key.

A right MCP key is never slowed down: finding it costs one indexed query, and 256 random
bits cannot be guessed. So nobody can lock out others who come from the same address.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from .. import rate
from .addresses import neighbourhood

A_MINUTE = 10
PREFIX = 10


def count(registry: Any, address: str | None, token: str) -> float:
    """Count an attempt; answers 0.0, or the seconds to wait when there were too many.

    Args:
        address: where it came from.
        token: the bearer; it is counted by its beginning, which is kept hashed.
    """
    for bucket in _buckets(address, token):
        if wait := rate.take(registry, bucket, A_MINUTE):
            return wait
    return 0.0


def forgive(registry: Any, address: str | None, token: str) -> None:
    """Take an attempt back that was no failure after all."""
    for bucket in _buckets(address, token):
        rate.give_back(registry, bucket)


def _buckets(address: str | None, token: str) -> Iterator[str]:
    yield f"auth:{neighbourhood(address)}"
    yield f"auth:{hashlib.sha256(token[:PREFIX].encode()).hexdigest()[:16]}"
