"""Which call of an MCP client the running code belongs to, if any: only the fact."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from .callers.principal import Principal


@dataclass(frozen=True)
class Running:
    """What log lines and models need to know of the running call.

    Attributes:
        call_id, uid, tool: as in the audit.
        level: the least level of log lines, a number of ``logging``.
        principal: who calls.
    """

    call_id: str
    uid: int
    tool: str
    level: int
    principal: Principal


_running: ContextVar[Running | None] = ContextVar("mcp_running", default=None)


@contextmanager
def marked(call: Running | None) -> Iterator[None]:
    """Mark what the block does as done by ``call``."""
    token = _running.set(call)
    try:
        yield
    finally:
        _running.reset(token)


def running() -> Running | None:
    """The innermost call under way in this thread or task."""
    return _running.get()


def is_in_call() -> bool:
    """Whether an MCP client, and not a person in Odoo, is at work."""
    return running() is not None


def is_limited() -> bool:
    """Whether a client is at work whose key reaches some companies of its user alone."""
    call = running()
    return call is not None and call.principal.companies is not None
