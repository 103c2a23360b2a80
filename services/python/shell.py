"""The worker's side: one warm child a database, ended when anything is in doubt."""

from __future__ import annotations

import json
import subprocess
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from odoo import api

from .. import current_call
from ..errors import ToolError
from ..external_effect import nothing_done_on_error
from ..log import logger
from ..server import commands, odoo_process
from ..stopping import under_way
from ..supervised import Limits, Supervised, readable, require_permission

_logger = logger(__name__)
START_S = 60
MOST_LOG = 4000
TURN_S = 10
# how soon a call that waits sees that it was stopped
LOOK_S = 0.5
# a loaded registry takes about 150 MB: it is kept while somebody works
IDLE_S = 600
# the child stays a little longer than it is asked, so that no order meets its end
LINGER_S = 5
# the child may have to load a changed registry first
GRACE_S = 45
# a worker that Odoo runs under a processor limit hands it on; each call has its own
PROCESSOR_S = 86_400
_children: dict[str, Supervised] = {}
_asked: dict[str, float] = {}
_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
# when the running code of a database began, and how many seconds it has
_turns: dict[str, tuple[float, float]] = {}


def run(
    env: api.Environment, code: str, *, timeout: float, commit: bool
) -> dict[str, Any]:
    """Run ``code`` as the caller.

    Returns:
        ``output``, ``value``, ``error``, ``committed`` (None: not known) and
        ``duration_ms``.

    Raises:
        ToolError: the child could not start or is busy, or Odoo runs as root
            unpermitted.
    """
    require_permission(env)
    order = {
        "code": code,
        "uid": env.uid,
        "context": _context(env),
        "timeout": timeout,
        "commit": commit,
        "call": current_call.serialized(),
        "idle": IDLE_S + LINGER_S,
    }
    begin = time.monotonic()
    with _turn(env, timeout):
        answer = _ask(env, order)
    answer["duration_ms"] = round((time.monotonic() - begin) * 1000)
    return answer


def _context(env: api.Environment) -> dict[str, Any]:
    """That of the call, without companies that are all of the user's.

    As in Odoo's own shell: a company that the code makes is one of his at once.
    """
    context = dict(env.context)
    if {*context.get("allowed_company_ids", ())} == {*env.user._get_company_ids()}:
        context.pop("allowed_company_ids", None)
    return context


def end(database: str) -> None:
    """End the child of ``database``; the next call starts a new one."""
    if child := _children.pop(database, None):
        child.end()


@nothing_done_on_error()
def _wait_for(env: api.Environment, lock: threading.Lock) -> None:
    deadline = time.monotonic() + TURN_S
    while not lock.acquire(timeout=LOOK_S):
        under_way.check()
        if time.monotonic() > deadline:
            raise ToolError(_busy(env))


def _busy(env: api.Environment) -> str:
    turn = _turns.get(env.cr.dbname)
    if not turn:
        return env._("Other Python is still running here; try again later.")
    return env._(
        "Other Python is still running here, for %(passed)s s by now and for "
        "%(most)s s at most; try again then.",
        passed=round(time.monotonic() - turn[0]),
        most=round(turn[1]),
    )


@contextmanager
def _turn(env: api.Environment, timeout: float) -> Iterator[None]:
    """Let one call at a time use the child of a database; refuse after a while."""
    database = env.cr.dbname
    lock = _locks[database]
    _wait_for(env, lock)
    try:
        _turns[database] = time.monotonic(), timeout
        yield
    finally:
        _turns.pop(database, None)
        lock.release()


def _ask(env: api.Environment, order: dict[str, Any]) -> dict[str, Any]:
    database = env.cr.dbname
    line = (json.dumps(order, default=str) + "\n").encode()
    try:
        child = _handed(env, line)
        answer = _line(child, order["timeout"] + GRACE_S)
        _asked[database] = time.monotonic()
        return answer
    except under_way.Interrupted:
        end(database)
        raise
    except (OSError, ValueError) as error:
        end(database)
        message = env._("The Python process was lost: %s.", error)
        if order["commit"]:
            message += env._(" Whether its changes were kept is not known.")
        raise ToolError(message) from None


def _handed(env: api.Environment, line: bytes) -> Supervised:
    """Hand the order to the child, or to a new one if the old one has died before."""
    child = _child(env)
    try:
        child.stdin.write(line)
    except BrokenPipeError:
        end(env.cr.dbname)
        child = _child(env)
        child.stdin.write(line)
    return child


def _child(env: api.Environment) -> Supervised:
    database = env.cr.dbname
    child = _children.get(database)
    idle = time.monotonic() - _asked.get(database, 0)
    if child and not child.has_ended() and idle < IDLE_S:
        return child
    end(database)
    with tempfile.TemporaryFile() as log:
        child = _start(database, log)
        try:
            _line(child, START_S)
        except under_way.Interrupted:
            child.end()
            raise
        except (OSError, ValueError):
            child.end()
            log.seek(0)
            text = log.read().decode(errors="replace")[-MOST_LOG:]
            _logger.error("the Python process did not start:\n%s", text)
            raise ToolError(
                env._("The Python process did not start; see Odoo's log.")
            ) from None
    _children[database], _asked[database] = child, time.monotonic()
    return child


def _start(database: str, log: IO[bytes]) -> Supervised:
    return Supervised(
        odoo_process.command("shell", "-d", database, *odoo_process.options()),
        env=commands.environment(odoo_process.environment()),
        limits=Limits(cpu_seconds=PROCESSOR_S),
        stdin=subprocess.PIPE,
        stderr=log,
    )


def _line(child: Supervised, timeout: float) -> dict[str, Any]:
    """One JSON line of the child; ValueError when none comes in time."""
    deadline, data = time.monotonic() + timeout, b""
    while not data.endswith(b"\n"):
        if not _readable(child, deadline):
            raise ValueError("no answer in time")
        part = child.stdout.read(65536)
        if not part:
            raise ValueError("it ended")
        data += part
    return json.loads(data)


def _readable(child: Supervised, deadline: float) -> bool:
    """Whether there is something to read before ``deadline``."""
    while (left := deadline - time.monotonic()) > 0:
        under_way.check()
        if readable(child.stdout, min(left, LOOK_S)):
            return True
    return False
