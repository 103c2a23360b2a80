"""One installation or upgrade in a second Odoo process, followed line by line."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import odoo
from odoo.modules.registry import Registry

from ..log import logger
from ..supervised import Limits, Report, Supervised, readable
from ..transactions.own_cursor import own_cursor
from . import commands, odoo_process

_logger = logger(__name__)
LOCK = "SELECT pg_try_advisory_lock(hashtext('odoo_mcp.modules'))"
UNLOCK = "SELECT pg_advisory_unlock(hashtext('odoo_mcp.modules'))"
STATE = "SELECT state, latest_version FROM ir_module_module WHERE name = %s"
STEP = re.compile(r"Loading module \S+ \((\d+)/(\d+)\)")
EXCEPTION = re.compile(r"[A-Za-z_][\w.]*(?:Error|Exception|Warning)\b")
# where an exception was raised, as a traceback tells it; the last one is the nearest
PLACE = re.compile(r'\s+File "([^"]+)", line (\d+)')
NO_MESSAGE = re.compile(r"\s*$|\d{4}-\d\d-\d\d |\s+File |Traceback|During |The above ")
MOST_LINES = 4
SIGNALLED = 128
MOST_S = 3600
SEEN_EVERY_S = 2
TAIL = 60


class Change:
    """Runs on a thread of its own; ``done`` is set when its process has ended.

    Attributes:
        progress: 0 to 1, by the modules that the process has loaded.
        tail: the last lines of its log.
        problem: why it failed, or None.
    """

    def __init__(self, database: str, job_id: int, flag: str, module: str) -> None:
        self.database, self.job_id = database, job_id
        self.flag, self.module = flag, module
        self.done = threading.Event()
        self.problem: str | None = None
        self.progress = 0.0
        self.tail: deque[str] = deque(maxlen=TAIL)
        self._seen = 0.0

    def run(self) -> None:
        try:
            with _alone(self.database) as alone:
                if alone:
                    self._install()
                else:
                    self.problem = "Another module change is under way."
        except Exception as error:
            _logger.exception("module change of %s", self.module)
            self.problem = f"{type(error).__name__}: {error}"
        finally:
            self._note("failed" if self.problem else "done")
            self.done.set()

    def _install(self) -> None:
        arguments = (self.flag, self.module, "--stop-after-init", "-d", self.database)
        command = odoo_process.command("server", *arguments, *odoo_process.options())
        report = follow(command, MOST_S, self._read)
        text = "\n".join(self.tail)
        if report.exit_code or " CRITICAL " in text:
            self.problem = report.error or _why(self.tail) or _ended(report)
        else:
            self.progress = 1.0

    def _read(self, line: str) -> None:
        self.tail.append(line)
        if step := STEP.search(line):
            # the process loads everything more than once: never go back
            done = int(step[1]) / max(int(step[2]), 1)
            self.progress = max(self.progress, min(done, 0.95))
        if time.monotonic() - self._seen > SEEN_EVERY_S:
            self._seen = time.monotonic()
            self._note("running")

    def _note(self, state: str) -> None:
        """Write the job's row, if its table is free: an upgrade of this addon locks it."""
        with suppress(Exception), own_cursor(Registry(self.database)) as cr:
            cr.execute("SET LOCAL lock_timeout = '1s'")
            values = [state, self.progress, json.dumps(self._result(cr, state))]
            cr.execute(
                "UPDATE mcp_job SET state = %s, progress = %s, result = %s, "
                "log_tail = %s WHERE id = %s",
                [*values, "\n".join(self.tail)[-4000:], self.job_id],
                log_exceptions=False,
            )

    def _result(self, cr: Any, state: str) -> dict[str, Any]:
        result = {"module": self.module, "problem": self.problem}
        if state == "running":
            return result
        cr.execute(STATE, [self.module])
        reached = cr.fetchone() or ("uninstalled", None)
        return {**result, "state": reached[0], "installed_version": reached[1]}


def follow(command: list[str], timeout: float, tell: Callable[[str], None]) -> Report:
    """Run a program to its end, and call ``tell`` with each line that it writes."""
    deadline, rest = time.monotonic() + timeout, b""
    with Supervised(
        command,
        env=commands.environment(odoo_process.environment()),
        limits=Limits(cpu_seconds=int(timeout) * (os.cpu_count() or 1)),
        stderr=subprocess.STDOUT,
    ) as program:
        while readable(program.stdout, deadline - time.monotonic()):
            part = program.stdout.read(65536)
            *lines, rest = (rest + part).split(b"\n")
            for line in lines:
                # PostgreSQL takes no NUL in a text
                tell(line.decode(errors="replace").replace("\0", "�"))
            if not part:
                return program.wait()
    return Report(commands.TIMED_OUT, f"It was stopped after {timeout} s.")


@contextmanager
def _alone(database: str) -> Iterator[bool]:
    """Hold the lock of module changes; answers whether it was free.

    The lock is one of the session, on a cursor of its own. Each use of that cursor ends
    with a commit, because an open transaction would block ``ALTER TABLE`` in the other
    process.
    """
    with odoo.sql_db.db_connect(database).cursor() as cr:
        cr.execute(LOCK)
        (mine,) = cr.fetchone()
        cr.commit()  # pylint: disable=invalid-commit
        try:
            yield mine
        finally:
            if mine:
                # the connection is lent out again and would keep the lock
                cr.execute(UNLOCK)
                cr.commit()  # pylint: disable=invalid-commit


def _ended(report: Report) -> str:
    """How a process ended that said nothing of its failure."""
    code = report.exit_code
    if code > SIGNALLED:
        return f"It was ended by signal {code - SIGNALLED}."
    return f"It failed with exit code {code}."


def _why(lines: Iterable[str]) -> str | None:
    """The last two exceptions in the log; the first of them often is the cause."""
    errors, place, lines = [], "", list(lines)
    for number, line in enumerate(lines):
        if found := PLACE.match(line):
            place = f" ({found[1]}:{found[2]})"
        if EXCEPTION.match(line):
            errors.append(_message(lines[number : number + MOST_LINES])[:300] + place)
            place = ""
    return " ← ".join(reversed(list(dict.fromkeys(errors))[-2:])) or None


def _message(lines: list[str]) -> str:
    """An exception's message, up to where the log or a traceback goes on."""
    more = itertools.takewhile(lambda line: not NO_MESSAGE.match(line), lines[1:])
    return "\n".join([lines[0], *more])
