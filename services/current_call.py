"""Runs code as that of a call of an MCP client, and says what that call may."""

from __future__ import annotations

import base64
import logging
import pickle
from collections.abc import Iterator
from contextlib import contextmanager

from odoo import api

from . import settings
from .call import Call
from .oauth import scopes
from .running import Running, marked, running

# not by logging.getLevelName: Odoo gives the name INFO to a level of its own
LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}


@contextmanager
def inside_a_call(call: Call) -> Iterator[None]:
    """Mark what the block does as done by an MCP client."""
    with marked(_running_of(call)):
        yield


def serialized() -> str:
    """The running call as text, for a child process of ours that works for it."""
    return base64.b64encode(pickle.dumps(running())).decode()


@contextmanager
def resumed(order: str) -> Iterator[None]:
    """Mark what the block does as done by the call that ``serialized`` wrote.

    It is unpickled, so it must come from the process that started this one.
    """
    with marked(pickle.loads(base64.b64decode(order))):
        yield


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
