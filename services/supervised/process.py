"""The worker's side of a supervised process; ``child.py`` is the other one."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from odoo import api

from .. import settings
from ..errors import ToolError
from ..external_effect import nothing_done_on_error

SUPERVISOR = Path(__file__).with_name("child.py")
GIBIBYTE = 1024**3
NOT_STARTED = -2
KILLED = 128 + 9


@nothing_done_on_error()
def require_permission(env: api.Environment) -> None:
    """Refuse where this server must not start programs at all.

    Raises:
        ToolError: Odoo runs as root and ``odoo.conf`` does not allow it, or the
            machine is not Linux.
    """
    if not sys.platform.startswith("linux"):
        raise ToolError(env._("Programs are started on Linux only."))
    if os.geteuid() == 0 and settings.conf("mcp_allow_root") is not True:
        raise ToolError(
            env._(
                "Odoo runs as root here, so no program is started for it. Run Odoo as "
                "an ordinary user, or set mcp_allow_root = True in odoo.conf."
            )
        )


@dataclass(frozen=True)
class Limits:
    """Resource limits of the program and each of its descendants.

    Attributes:
        cpu_seconds: processor time of one process; None leaves it as it is.
        file_bytes: largest file that it may write.
        open_files: descriptors of one process.
        processes: how many there may be at a time; with more all are ended.
    """

    cpu_seconds: int | None = None
    file_bytes: int = 10 * GIBIBYTE
    open_files: int = 4096
    processes: int = 2000

    def as_order(self) -> dict[str, int]:
        """The limits by the names of the ``resource`` module."""
        limits = {
            "RLIMIT_CORE": 0,
            "RLIMIT_FSIZE": self.file_bytes,
            "RLIMIT_NOFILE": self.open_files,
        }
        return limits | (
            {"RLIMIT_CPU": self.cpu_seconds} if self.cpu_seconds is not None else {}
        )


@dataclass(frozen=True)
class Report:
    """What became of the main program.

    Attributes:
        exit_code: as a shell counts, 128 + n after signal n; ``NOT_STARTED``.
        error: why it could not start or was ended, or why nothing is known.
    """

    exit_code: int
    error: str | None = None

    @classmethod
    def of(cls, line: bytes) -> Report:
        if not line:
            return cls(KILLED, "The supervisor was killed; the outcome is unknown.")
        message: dict[str, Any] = json.loads(line)
        error, status = message.get("error"), message.get("status")
        if status is None:
            return cls(NOT_STARTED, error)
        return cls(status if status >= 0 else 128 - status, error)


class Supervised:
    """A program whose whole tree of descendants ends with this object.

    It ends at ``end()``, when a ``with`` block is left, when the object is
    forgotten, and when this process dies in whatever way.

    Args:
        argv: absolute path of the program, and its arguments.
        env: its whole environment.
        cwd: its folder: a path, or an open descriptor (closed by the caller).
        limits: see ``Limits``.
        stdin, stdout, stderr: as for ``subprocess.Popen``; stdin is /dev/null.
        pass_fds: further descriptors that the program inherits under the same number.

    Attributes:
        stdin, stdout, stderr: unbuffered binary files where a pipe was asked for.
        report: descriptor that becomes readable when the main program has ended.
    """

    def __init__(
        self,
        argv: list[str],
        *,
        env: Mapping[str, str],
        cwd: str | int = "/",
        limits: Limits | None = None,
        stdin: Any = subprocess.DEVNULL,
        stdout: Any = subprocess.PIPE,
        stderr: Any = subprocess.PIPE,
        pass_fds: Iterable[int] = (),
    ):
        self._lock = threading.Lock()
        inherited = [*pass_fds, cwd] if isinstance(cwd, int) else [*pass_fds]
        lifeline, self._lifeline = os.pipe()
        self.report, report = os.pipe()
        try:
            self._process = _supervisor(
                lifeline, report, inherited, stdin=stdin, stdout=stdout, stderr=stderr
            )
        except BaseException:
            os.close(self._lifeline)
            os.close(self.report)
            self._lifeline = self.report = -1
            raise
        finally:
            os.close(lifeline)
            os.close(report)
        self.stdin = self._process.stdin
        self.stdout = self._process.stdout
        self.stderr = self._process.stderr
        self._order(argv, dict(env), cwd, limits or Limits())

    def _order(
        self, argv: list[str], env: dict[str, str], cwd: str | int, limits: Limits
    ) -> None:
        order = {
            "argv": argv,
            "env": env,
            "cwd": cwd,
            "limits": limits.as_order(),
            "processes": limits.processes,
        }
        line = memoryview(json.dumps(order).encode() + b"\n")
        while line:
            line = line[os.write(self._lifeline, line) :]

    @property
    def pid(self) -> int:
        """Process id of the supervisor; what it supervises is below it."""
        return self._process.pid

    def wait(self) -> Report:
        """Wait for the end of the main program; once only, without a limit."""
        line = b""
        while not line.endswith(b"\n") and (part := os.read(self.report, 65536)):
            line += part
        return Report.of(line)

    def has_ended(self) -> bool:
        """Whether the main program has ended, or nobody can tell any more."""
        return self._process.poll() is not None or readable(self.report, 0)

    def end(self) -> None:
        """Kill everything that still runs, and wait until it is gone."""
        with self._lock:
            if self._lifeline < 0:
                return
            os.close(self._lifeline)
            self._process.wait()
            os.close(self.report)
            self._lifeline = self.report = -1
            for stream in (self.stdin, self.stdout, self.stderr):
                if stream:
                    stream.close()

    def __enter__(self) -> Supervised:
        return self

    def __exit__(self, *_exception: Any) -> None:
        self.end()

    def __del__(self) -> None:
        if getattr(self, "_lifeline", -1) >= 0:
            self.end()


def readable(descriptor: Any, seconds: float) -> bool:
    """Whether a descriptor, of whatever number, can be read or ends in that time."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(max(seconds, 0) * 1000))


def _supervisor(
    lifeline: int, report: int, inherited: list[int], **streams: Any
) -> subprocess.Popen:
    """Start ``child.py``, which waits for its order on the lifeline.

    Args:
        lifeline: the end that it reads; once the other end is closed, it ends all.
        report: the end to which it writes what became of the program.
        inherited: descriptors that it hands on to the program.
        streams: ``stdin``, ``stdout`` and ``stderr`` of the program.
    """
    return subprocess.Popen(
        [_interpreter(), "-I", "-S", SUPERVISOR, str(lifeline), str(report)],
        env={"PATH": "/usr/bin:/bin"},
        cwd="/",
        pass_fds=[*inherited, lifeline, report],
        bufsize=0,
        start_new_session=True,
        **streams,
    )


def _interpreter() -> str:
    """Python's program; ``sys.executable`` is another where Odoo is embedded."""
    name = os.path.basename(sys.executable or "")
    return sys.executable if name.startswith("python") else "/usr/bin/python3"
