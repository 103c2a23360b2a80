"""Whether the code at hand runs inside a call of a tool."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_inside: ContextVar[bool] = ContextVar("mcp_inside", default=False)


@contextmanager
def inside_a_call() -> Iterator[None]:
    """Mark what runs in it as the doing of an MCP client."""
    token = _inside.set(True)
    try:
        yield
    finally:
        _inside.reset(token)


def is_inside() -> bool:
    """Whether an MCP client, and not a person in Odoo, is at work."""
    return _inside.get()
