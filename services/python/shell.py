"""The worker's side: one warm child a database, ended whenever it is in doubt."""

from __future__ import annotations

import json
import select
import subprocess
import threading
import time
from typing import Any

from odoo import api

from .. import commands, odoo_process
from ..errors import ToolError
from ..supervised import Limits, Supervised, require_permission

START_S = 60
GRACE_S = 5
_children: dict[str, Supervised] = {}
_lock = threading.Lock()


def run(
    env: api.Environment, code: str, *, timeout: float, commit: bool
) -> dict[str, Any]:
    """Run ``code`` as the caller; answers ``output``, ``value``, ``error``, ``duration_ms``.

    Raises:
        ToolError: the child could not start, or Odoo runs as root unpermitted.
    """
    require_permission(env)
    order = {
        "code": code,
        "uid": env.uid,
        "context": dict(env.context),
        "timeout": timeout,
        "commit": commit,
    }
    begin = time.monotonic()
    with _lock:
        answer = _ask(env.cr.dbname, order)
    answer["duration_ms"] = round((time.monotonic() - begin) * 1000)
    return answer


def end(database: str) -> None:
    """End the child of ``database``; the next call starts a new one."""
    if child := _children.pop(database, None):
        child.end()


def _ask(database: str, order: dict[str, Any]) -> dict[str, Any]:
    child = _child(database)
    try:
        child.stdin.write((json.dumps(order, default=str) + "\n").encode())
        return _line(child, order["timeout"] + GRACE_S)
    except (OSError, ValueError) as error:
        end(database)
        raise ToolError(f"The Python process ended: {error}") from None


def _child(database: str) -> Supervised:
    child = _children.get(database)
    if child and child.alive():
        return child
    end(database)
    child = Supervised(
        odoo_process.command("shell", "-d", database, *odoo_process.options()),
        env=commands.environment(odoo_process.environment()),
        limits=Limits(),
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        _line(child, START_S)
    except (OSError, ValueError):
        child.end()
        raise ToolError("The Python process did not start; see Odoo's log.") from None
    _children[database] = child
    return child


def _line(child: Supervised, timeout: float) -> dict[str, Any]:
    """One JSON line of the child; ValueError when none comes in time."""
    deadline, data = time.monotonic() + timeout, b""
    while not data.endswith(b"\n"):
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([child.stdout], [], [], left)[0]:
            raise ValueError("no answer in time")
        part = child.stdout.read(65536)
        if not part:
            raise ValueError("it ended")
        data += part
    return json.loads(data)
