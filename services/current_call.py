"""The call of an MCP client that the running code belongs to, if there is one."""

from __future__ import annotations

import base64
import logging
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from odoo import api

from . import settings
from .call import Call
from .callers.principal import Principal
from .oauth import scopes

# not by logging.getLevelName: Odoo gives the name INFO to a level of its own
LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}


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
def inside_a_call(call: Call) -> Iterator[None]:
    """Mark what the block does as done by an MCP client."""
    token = _running.set(_running_of(call))
    try:
        yield
    finally:
        _running.reset(token)


def serialized() -> str:
    """The running call as text, for a child process of ours that works for it."""
    return base64.b64encode(pickle.dumps(running())).decode()


@contextmanager
def resumed(order: str) -> Iterator[None]:
    """Mark what the block does as done by the call that ``serialized`` wrote.

    It is unpickled, so it must come from the process that started this one.
    """
    token = _running.set(pickle.loads(base64.b64decode(order)))
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


def _running_of(call: Call) -> Running:
    level = LEVELS[settings.get(call.env, "log_level")]
    principal = call.principal
    return Running(call.id, principal.uid, call.declaration.name, level, principal)


def may_delete(env: api.Environment) -> bool:
    """Whether the running call's client may delete records: with ``delete_records``."""
    call = running()
    tool = env["mcp.catalog"]._find("tool", "delete_records")
    if call is None or tool is None:
        return True
    mine = env(user=call.principal.uid, su=False)
    return mine["mcp.policy"]._verdict(tool, call.principal, tool.worst).allowed


def may_open_closed(env: api.Environment) -> bool:
    """Whether the running call may change what is closed to tools.

    A person in Odoo may, within his rights; a client only as a developer with the
    developer tools on.
    """
    call = running()
    if call is None:
        return True
    caller = call.principal
    if caller.toolsets is not None and "developer" not in caller.toolsets:
        return False
    if caller.scopes is not None and scopes.DEVELOPER not in caller.scopes:
        return False
    return env(user=caller.uid, su=False)["mcp.policy"]._is_developer(caller)
