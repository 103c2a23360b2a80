"""The child: a loaded registry that forks for every call.

It reads one JSON order a line on stdin, and answers one JSON line on stdout. Each order
runs in a fork. When its time is over, the fork and all that it started are killed. The
child ends when stdin ends, or when no order has come for ``idle`` seconds, which the
last one said.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import signal
import sys
import time
from typing import Any

PR_SET_CHILD_SUBREAPER = 36
MOST_OUTPUT = 20_000
MOST_FILE = 256 * 1024 * 1024
COMMIT_S = 10
COMMITTING = {"committing": True}


def main(arguments: list[str]) -> None:
    """Load the registry named by ``-d``, then serve orders until stdin ends."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    registry = _load(arguments)
    answers.write(json.dumps({"ready": True}) + "\n")
    idle = None
    while order := _next_order(idle):
        idle, registry = order["idle"], _current(registry)
        answers.write(json.dumps(_serve(registry, order)) + "\n")


def _next_order(idle: float | None) -> dict[str, Any] | None:
    """What to do next; None when stdin has ended or nothing came for ``idle`` s."""
    if not select.select([sys.stdin], [], [], idle)[0]:
        return None
    line = sys.stdin.readline()
    return json.loads(line) if line else None


def _load(arguments: list[str]) -> Any:
    from odoo.modules.registry import Registry
    from odoo.service.server import load_server_wide_modules
    from odoo.tools import config

    config.parse_config(arguments)
    name = config["db_name"]
    load_server_wide_modules()
    return Registry(name[0] if isinstance(name, list) else name)


def _current(registry: Any) -> Any:
    """The registry as it is now; no connection may be open when a call forks."""
    from odoo import sql_db

    registry = registry.check_signaling()
    sql_db.close_all()
    return registry


def _serve(registry: Any, order: dict[str, Any]) -> dict[str, Any]:
    output = os.memfd_create("output")
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _run(registry, order, output, writer)
    os.close(writer)
    answer = _await(reader, order["timeout"])
    os.close(reader)
    _end_descendants()
    text = os.pread(output, MOST_OUTPUT, 0).decode(errors="replace")
    if os.fstat(output).st_size > MOST_OUTPUT:
        text += "\n… (cut)"
    os.close(output)
    return {"output": text, **answer}


def _await(reader: int, timeout: float) -> dict[str, Any]:
    """The answer of the fork; a commit that has begun gets a little more time."""
    deadline, data, committing = time.monotonic() + timeout, b"", False
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([reader], [], [], left)[0]:
            break
        part = os.read(reader, 65536)
        *lines, data = (data + part).split(b"\n")
        for message in map(json.loads, lines):
            if message != COMMITTING:
                return message
            committing, deadline = True, deadline + COMMIT_S
        if not part:
            return _lost("The Python process ended without an answer", committing)
    return _lost(f"Stopped after {timeout} s", committing)


def _lost(what: str, committing: bool) -> dict[str, Any]:
    if committing:
        doubt = "while it committed: whether its changes were kept is not known"
        return {"error": f"{what} {doubt}.", "committed": None}
    return {"error": f"{what}; the transaction was rolled back.", "committed": False}


def _end_descendants() -> None:
    """Kill the fork and whatever it left; orphans come to us (subreaper)."""
    while pids := _children():
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        for pid in pids:
            # its own children come to us now: look again
            os.waitpid(pid, 0)


def _children() -> list[int]:
    with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as file:
        return [int(pid) for pid in file.read().split()]


def _run(registry: Any, order: dict[str, Any], output: int, writer: int) -> None:
    """Run the code in the fork, tell the parent what came of it, and end the fork."""
    import resource

    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_FILE, MOST_FILE))
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        # what is printed stands there at once: before the time is over, and in its
        # order among log lines and what other processes write
        sys.stdout.reconfigure(line_buffering=True)
        # every connection of this fork; a SET in the code lowers its own alone
        limit = int(order["timeout"] * 1000)
        os.environ["PGOPTIONS"] = f"-c statement_timeout={limit}"
        from odoo.addons.odoo_mcp.services.python import evaluate

        answer = evaluate.evaluate(registry, order, lambda: _tell(writer, COMMITTING))
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException as error:
        answer = {"error": f"{type(error).__name__}: {error}", "committed": False}
    _tell(writer, answer)
    os._exit(0)


def _tell(writer: int, message: dict[str, Any]) -> None:
    line = memoryview((json.dumps(message, default=repr) + "\n").encode())
    while line:
        line = line[os.write(writer, line) :]
